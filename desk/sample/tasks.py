"""Key tasks in every state, of this quarter and the last; with the days they would have had."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from activities.models import Task
from alliances.models import Alliance, Organization
from notices.models import Notice
from portal.quarters import Quarter


def create_tasks(committee, people, day):
    """How many."""
    return _Desk(committee, people, day).fill()


class _Desk:
    def __init__(self, committee, people, day):
        self.committee, self.people, self.day = committee, people, day
        self.quarter = Quarter.of(day)
        self.alliances = {row.short_name: row for row in Alliance.objects.filter(committee=committee)}
        self.units = {row.short_name: row for row in Organization.objects.filter(committee=committee)}

    def fill(self):
        staff, lead, unit = (self.people[name] for name in ("staff", "lead", "unit"))
        self._task("社区“双报到”事项清单", "文化园", 20, asked="各单位认领社区需求清单，逐项明确责任人。")
        self._task("党员教育培训年度计划完成情况自查", "市委党校", 6, asked="逐条自查，缺项的列出补课时间。")
        self._task("机关党建调研课题", "市委党校", -8, source="meeting", said="工作推进会第三项", given=30)
        waiting = self._task("品牌展示材料汇总", "同心圆", 9, source="meeting", said="片会第二项")
        self._report(waiting, staff, "七家单位材料已汇总报送。", ago=1)
        back = self._task("支部学习园地整改", "市委党校", 12, source="problem", said="季度督查反馈问题第2条", given=25)
        self._report(back, unit, "已更换展板。", ago=6)
        back.return_(by=staff, reason="第二处展板没有更新，请补齐后再报。")
        self._task("冬季走访慰问困难党员安排", "文化园", 26, assigned=False)
        own = self._task("联盟单位党建联络员名单更新", "市委党校", 10, source="meeting", said="联盟片会", by=lead)
        self._report(own, unit, "名单已更新并发联盟群。", ago=1)
        self._closed(staff)
        return Task.objects.filter(committee=self.committee).count()

    def _closed(self, staff):
        """Last quarter's list, done to its end: one late."""
        before = self.quarter.previous()
        titles = (("基层党组织按期换届排查", "平安城市", 3), ("主题党日基地共建协议签订", "财源广建", 5),
                  ("“一支部一品牌”台账更新", "美丽城市", -2))  # fmt: skip
        for title, owner, early in titles:
            task = self._task(title, owner, (before.last_day - self.day).days, given=120, quarter=before)
            reported = (self.day - before.last_day).days + early
            self._report(task, staff, "已完成，清单已报工委。", ago=reported)
            task.close(by=staff, day=self.day - timedelta(days=reported - 1))
            self._date_back(task, "close", reported - 1)
            Notice.objects.filter(link=task.get_absolute_url()).mark_read()

    def _task(
        self, title, owner, days, *, source="quarter", said="", asked="", given=10, by=None, assigned=True, quarter=None
    ):
        by = by or self.people["staff"]
        task = Task(
            committee=self.committee,
            title=title,
            asked=asked,
            source=source,
            source_text=said,
            quarter=(quarter or self.quarter).key if source == "quarter" else "",
            due_on=self.day + timedelta(days=days),
            alliance=self.alliances.get(owner),
            organization=None if owner in self.alliances else self.units[owner],
        )
        task.raise_(by=by)
        self._date_back(task, "raise", given)
        if assigned:
            task.assign(by=by, day=self.day - timedelta(days=given))
            self._date_back(task, "assign", given)
        return task

    def _report(self, task, by, evidence, *, ago):
        officer = User.objects.officers_of([task.organization_id]).first() if by.is_staff else by
        task.report(by=officer or by, evidence=evidence)
        self._date_back(task, "report", ago)

    def _date_back(self, task, verb, ago):
        at = timezone.make_aware(datetime.combine(self.day - timedelta(days=ago), time(10, 20)))
        task.steps.filter(verb=verb).update(at=at)
        Task.objects.filter(pk=task.pk).update(state_since=at)
        task.state_since = at
