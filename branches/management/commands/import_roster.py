"""Import a roster workbook; the same rule as the page under 联盟与单位."""

import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from alliances.models import Committee
from branches import roster
from branches.roster.reading import read_roster
from portal.access import WrongState
from portal.workbooks import Faults


class Command(BaseCommand):
    help = "导入花名册工作簿（党组织、联盟分组、党支部）。有任何错误时什么也不写，退出码为 1。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--on", metavar="DATE", help="席位执行日期，如 2026-01-01")
        parser.add_argument("--dry-run", action="store_true", help="只比较，不写入")
        parser.add_argument("--committee", metavar="SHORT_NAME", help="工委简称；只有一个工委时不必写")
        parser.add_argument("--new-alliances", action="store_true", help="允许新增联盟")

    def handle(self, *, file, on, dry_run, committee, new_alliances, **options):
        on = self._day(on)
        try:
            with file.open("rb") as opened, transaction.atomic():
                chosen = self._committee(committee, opened)
                plan = self._run(chosen, opened, file.name, on, dry_run, new_alliances)
                if dry_run:
                    transaction.set_rollback(True)
        except OSError as error:
            raise CommandError(f"打不开 {file}：{error.strerror}") from error
        except WrongState as refusal:
            raise CommandError(str(refusal)) from refusal
        except Faults as refusal:
            self.stderr.write("\n".join(map(str, refusal.faults)))
            sys.exit(1)
        self._tell(plan, dry_run)

    def _run(self, committee, file, name, on, dry_run, new_alliances):
        if not dry_run:
            return roster.import_now(committee, file, on=on, name=name, new_alliances=new_alliances)[1]
        plan = roster.plan_roster(committee, file, on, name=name, new_alliances=new_alliances)
        if plan.faults:
            raise Faults(plan.faults)
        return plan

    def _day(self, text):
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise CommandError(f"--on 应为日期，如 2026-01-01，现为“{text}”。") from error

    def _committee(self, short_name, file):
        """The one named, or the only one; in an empty database the one that the workbook says it comes from."""
        if short_name:
            found = Committee.objects.filter(short_name=short_name).first()
            if found is None:
                raise CommandError(f"没有简称为“{short_name}”的工委。")
            return found
        found = list(Committee.objects.all()[:2])
        if len(found) > 1:
            raise CommandError("有不止一个工委，请用 --committee 写明简称。")
        if found:
            return found[0]
        unit = read_roster(file).unit
        if not unit:
            raise CommandError("还没有工委，工作簿里也没有“填报单位”，请先在基础数据中建立工委。")
        self.stdout.write(f"还没有工委，按填报单位建立“{unit}”。")
        return Committee.objects.create(name=unit[:60], short_name=unit[:20])

    def _tell(self, plan, dry_run):
        for warning in plan.warnings:
            self.stdout.write(f"提示：{warning}")
        for part in plan.counts().values():
            self.stdout.write(
                f"{part['title']}：新增 {part['new']}，变动 {part['changed']}，不变 {part['unchanged']}，"
                f"名册中没有 {part['unlisted']}"
            )
        done = "试运行，没有写入。" if dry_run else "没有变动，没有写入。" if plan.is_empty else "已导入。"
        self.stdout.write(f"席位自 {plan.on:%Y-%m-%d} 起。{done}")
