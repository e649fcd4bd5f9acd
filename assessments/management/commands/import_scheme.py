"""Import a scheme's workbook as a draft; the same rule as the page under 考核方案."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from alliances.models import Committee
from assessments.models import Scheme
from assessments.schemes import faults, lint, workbook
from portal.workbooks import Faults

LABELS = {"title": "名称", "period": "考核期间", "audience": "考核对象", "basis": "依据文件"}


class Command(BaseCommand):
    help = "导入考核方案工作簿，存为草拟的方案。有任何错误时什么也不写，退出码为 1。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--committee", metavar="SHORT_NAME", help="工委简称；只有一个工委时不必写")
        parser.add_argument("--title", metavar="TITLE", default="", help="方案名称；不写用表里的标题")
        parser.add_argument("--period", metavar="PERIOD", default="", help="考核期间，如 2026、2026H1、2026Q3")
        parser.add_argument("--audience", choices=Scheme.Audience.values, default="", help="考核对象")
        parser.add_argument("--basis", metavar="TITLE", default="", help="依据文件名称")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不写入")

    def handle(self, *, file, committee, dry_run, audience, **options):
        said = {LABELS[name]: options[name] for name in ("title", "period", "basis")}
        said[LABELS["audience"]] = Scheme.Audience(audience).label if audience else ""
        try:
            with file.open("rb") as opened, transaction.atomic():
                draft = workbook.read(opened, self._committee(committee), file.name, **said)
                scheme = draft.save()
                self._tell(scheme, draft)
                if dry_run:
                    transaction.set_rollback(True)
        except OSError as error:
            raise CommandError(f"打不开 {file}：{error.strerror}") from error
        except Faults as refusal:
            self.stderr.write("\n".join(map(str, refusal.faults)))
            sys.exit(1)
        self.stdout.write("试运行，没有写入。" if dry_run else "已导入，为草拟的方案。")

    def _committee(self, short_name):
        if short_name:
            found = Committee.objects.filter(short_name=short_name).first()
            if found is None:
                raise CommandError(f"没有简称为“{short_name}”的工委。")
            return found
        found = list(Committee.objects.all()[:2])
        if len(found) > 1:
            raise CommandError("有不止一个工委，请用 --committee 写明简称。")
        if not found:
            raise CommandError("还没有工委，请先导入花名册或在基础数据中建立工委。")
        return found[0]

    def _tell(self, scheme, draft):
        self.stdout.write(
            f"{scheme}：{scheme.period}，{scheme.get_audience_display()}，{len(draft.indicators)}个指标。"
        )
        for warning in lint(scheme):
            self.stdout.write(f"提醒：“{warning.indicator}”中的“{warning.word}”：{warning.reason}{warning.better}")
        for fault in faults(scheme):
            self.stdout.write(f"启动考核前还要补齐：{fault}")
