"""A backup becomes the portal again: manage.py restore FILE; --check proves the file and touches nothing."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from portal.backup.checking import check
from portal.backup.faults import BackupFault, told
from portal.backup.restoring import restore


class Command(BaseCommand):
    help = "把备份恢复到空的门户；--check 只检验备份文件，不改动任何东西。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="文件", help="backup 做出的 portal-日期-时间.tar")
        parser.add_argument("--check", action="store_true", help="只检验：校验值、行数、引用、能否装入")

    def handle(self, file, check, **options):
        try:
            (self.check_only if check else self.restore)(file)
        except BackupFault as fault:
            raise CommandError("\n".join(fault.lines)) from fault

    def check_only(self, file):
        found = check(file, say=self.stdout.write)
        self.tell("备份完好", found.manifest["made"], found.end["rows"], found.end["files"], found.sha256)
        self.tell_missing(found.end["missing"]["count"], found.end["missing"]["names"])

    def restore(self, file):
        restored = restore(file, say=self.stdout.write)
        self.tell("已恢复", restored.made, restored.rows, restored.files, restored.sha256)
        self.tell_missing(len(restored.missing), restored.missing)
        if restored.migrated:
            self.stdout.write(f"备份较旧，之后的迁移已执行：{'、'.join(restored.migrated)}")

    def tell(self, what, made, rows, files, sha256):
        held = sum(1 for count in rows.values() if count)
        moment = localtime(parse_datetime(made))
        self.stdout.write(
            f"{what}：{moment:%Y-%m-%d %H:%M} 的备份，{len(rows)} 张表（{held} 张有数据）共 {sum(rows.values()):,} 行，"
            f"{files:,} 个文件，行数与校验值全部相符。\nSHA-256 {sha256}"
        )

    def tell_missing(self, count, names):
        if count:
            self.stderr.write(f"有 {count} 个文件在备份时已不在，记录中仍提到：")
            self.stderr.write("\n".join(told(names, "个")))
