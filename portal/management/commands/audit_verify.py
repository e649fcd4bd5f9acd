import re

from django.core.management.base import BaseCommand, CommandError

from portal.audit import chain

HEAD = re.compile(r"([0-9a-fA-F]{64})@([1-9]\d{0,17})")


class Command(BaseCommand):
    help = "从头核验审计记录：逐条重算校验值，指出第一条被改动、缺失或多出的记录；有问题时退出状态为 1。"

    def add_arguments(self, parser):
        parser.add_argument("--head", metavar="校验值@序号", help="打印留存的链头（audit_head 的输出），一并比对。")

    def handle(self, *, head, **options):
        kept = _kept(head)
        try:
            chain.seal()
        except chain.BrokenChain as refusal:
            self.stderr.write(str(refusal))
        verdict = chain.verify(kept)
        if not verdict.is_whole:
            whole = f"第{verdict.count}条及以前完好。" if verdict.count else ""
            raise CommandError("\n".join(filter(None, [verdict.fault, whole, *verdict.remarks])))
        self.stdout.write(f"审计记录完好：共{verdict.count}条，链头 {verdict.head}@{verdict.count}。")
        if verdict.unsealed:
            self.stdout.write(f"另有{verdict.unsealed}条刚写入，尚未封存。")


def _kept(text):
    if not text:
        return None
    match = HEAD.fullmatch(text.strip())
    if not match:
        raise CommandError("--head：请写成“64 位校验值@序号”，就是 audit_head 打印的那一行。")
    return int(match[2]), match[1].lower()
