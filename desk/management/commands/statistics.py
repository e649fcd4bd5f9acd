"""Figures as of a day; the same numbers as the page under 统计."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alliances.models import Committee
from desk.statistics import scopes, tables
from portal.access import WrongState

CHOICES = ("since", "until", "alliance", "organization", "type", "by")


class Command(BaseCommand):
    help = "统计一段时间的活动和成效。日期有误时列出错误，退出码为 1。"

    def add_arguments(self, parser):
        parser.add_argument("--since", metavar="DATE", help="起始日期，如 2023-01-01；不写就是今年元旦")
        parser.add_argument("--until", metavar="DATE", help="截止日期，如 2023-07-31；不写就是今天")
        parser.add_argument("--alliance", metavar="NAME", help="只统计一个联盟，写简称、全称或编号")
        parser.add_argument("--organization", metavar="NAME", help="只统计一个单位")
        parser.add_argument("--type", metavar="NAME", help="只统计一种活动类型")
        parser.add_argument("--by", choices=list(scopes.GROUPS), default="alliance", help="分组，只用于 --json")
        parser.add_argument("--committee", metavar="SHORT_NAME", help="工委简称；只有一个工委时不必写")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, committee, **options):
        try:
            chosen = committee_named(committee)
        except WrongState as refusal:
            raise CommandError(str(refusal)) from refusal
        asked = scopes.read({name: options[name] for name in CHOICES}, chosen, timezone.localdate())
        if asked.faults:
            self.stderr.write("\n".join(asked.faults))
            sys.exit(1)
        for note in asked.notes:
            self.stderr.write(note)
        found = tables.table(asked)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(asked, found), ensure_ascii=False, indent=2))
        else:
            self._tell(asked, found)

    def _tell(self, asked, found):
        scope, last_year = asked.scope, asked.scope.last_year
        words = f"，{asked.words}" if asked.words else ""
        self.stdout.write(f"{scope.committee.name}{words}")
        self.stdout.write(f"{scope.since}至{scope.until}（去年同期{last_year.since}至{last_year.until}）")
        for figure in found.figures:
            value, before = f"{plain(figure.value):,}", f"{plain(figure.before):,}"
            self.stdout.write(f"{figure.name}  {value}{figure.unit}（去年同期{before}）")
        due, reported = found.waiting
        if due or reported:
            self.stdout.write(f"已开展未办结，没有计入：待报总结{due}场，总结待审定{reported}场")


def committee_named(short_name):
    found = Committee.objects.filter(short_name=short_name) if short_name else Committee.objects.all()
    found = list(found[:2])
    if not found:
        raise WrongState(f"没有简称为“{short_name}”的工委。" if short_name else "还没有工委，请先导入花名册。")
    if len(found) > 1:
        raise WrongState("有不止一个工委，请用 --committee 写明简称。")
    return found[0]


def plain(value):
    """A number as JSON has it: 13, 8700.5."""
    return int(value) if value == value.to_integral_value() else float(value)


def _as_json(asked, found):
    scope = asked.scope
    return {
        "committee": scope.committee.name,
        "since": str(scope.since),
        "until": str(scope.until),
        "before": {"since": str(scope.last_year.since), "until": str(scope.last_year.until)},
        "scope": asked.words,
        "figures": [
            {
                "key": one.key,
                "name": one.name,
                "unit": one.unit,
                "value": plain(one.value),
                "before": plain(one.before),
            }
            for one in found.figures
        ],
        "by": found.by,
        "rows": [
            {
                "label": row.label,
                "figures": {
                    cell.kind.key: {"value": plain(cell.value), "before": plain(cell.before)} for cell in row.cells
                },
            }
            for row in found.rows
        ],
        "remarks": found.remarks,
        "not_accepted": {"report_due": found.waiting[0], "report_to_accept": found.waiting[1]},
    }
