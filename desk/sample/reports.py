"""Figures signed at the end of last month, and a report drafted from them: the figures stand, the story is not told."""

from datetime import timedelta

from desk.reports import defaults, drafting
from desk.statistics.figures import Scope
from desk.statistics.snapshots import sign


def create_reports(committee, staff, day):
    defaults.create_template(committee)
    until = day.replace(day=1) - timedelta(days=1)
    months = "1月" if until.month == 1 else f"1至{until.month}月"
    scope = Scope(committee, until.replace(month=1, day=1), until)
    snapshot = sign(scope, f"{until.year}年{months}活动与成效", by=staff)
    draft = drafting.create(committee.report_templates.get(name=defaults.NAME), snapshot, by=staff)
    return f"数据快照“{snapshot}”，报告稿“{draft}”"
