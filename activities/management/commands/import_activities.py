"""Import an activity ledger; the same rule as the page under 活动."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from activities import ledger
from alliances.models import Committee
from portal.access import WrongState
from portal.workbooks import Faults


class Command(BaseCommand):
    help = "导入活动台账。有任何错误时什么也不写，退出码为 1。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="只比较，不写入")
        parser.add_argument("--committee", metavar="SHORT_NAME", help="工委简称；只有一个工委时不必写")

    def handle(self, *, file, dry_run, committee, **options):
        chosen = self._committee(committee)
        try:
            with file.open("rb") as opened, transaction.atomic():
                plan = ledger.plan_ledger(chosen, opened, name=file.name)
                ledger.apply(plan)
                transaction.set_rollback(dry_run)
        except OSError as error:
            raise CommandError(f"打不开 {file}：{error.strerror}") from error
        except WrongState as refusal:
            raise CommandError(str(refusal)) from refusal
        except Faults as refusal:
            self.stderr.write("\n".join(map(str, refusal.faults)))
            sys.exit(1)
        self._tell(plan, dry_run, options["verbosity"])

    def _committee(self, short_name):
        found = Committee.objects.filter(short_name=short_name) if short_name else Committee.objects.all()
        found = list(found[:2])
        if not found:
            raise CommandError(f"没有简称为“{short_name}”的工委。" if short_name else "还没有工委，请先导入花名册。")
        if len(found) > 1:
            raise CommandError("有不止一个工委，请用 --committee 写明简称。")
        return found[0]

    def _tell(self, plan, dry_run, verbosity):
        for sentence in plan.differing:
            self.stdout.write(f"提示：{sentence}")
        if verbosity > 1:
            for sentence in plan.warnings:
                self.stdout.write(f"提示：{sentence}")
        elif plan.warnings:
            self.stdout.write(f"提示：{len(plan.warnings)} 处参加单位当时没有席位（-v 2 逐条列出）。")
        counts = plan.counts()
        self.stdout.write(f"活动：新增 {counts['new']}，已有 {counts['there']}，与记录不同 {counts['differing']}")
        self.stdout.write("试运行，没有写入。" if dry_run else "已导入。" if plan.new else "没有新的活动，没有写入。")
