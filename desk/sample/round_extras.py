"""Beside the points of a round: what units add, what reviewers take out, find, or know better."""

from datetime import date, timedelta

from django.db.models import F

from assessments.models import Claim, Score, Strike
from desk.sample.stage_writing import Entered

ATTENDANCE = "参加联盟会议与活动"
ADVISERS = ("市委党校", "黄山日报社", "市教育局", "市税务局", "市司法局", "黄山供电公司", "市气象局", "团市委")
REPEATED = "黄山日报社"  # handed in the same advice twice
FAULTY = {"市统计局": "第三季度党费公示不及时（示例）", "黄山移动": "换届请示漏报一次（示例）"}


def advise(handed, indicator):
    """补充事项: advice that was taken. The records do not have it, so the unit adds it."""
    year, claims = indicator.scheme.since.year, []
    for one in handed:
        name = one.unit.organization.short_name
        if name in ADVISERS:
            texts = ["联席会议采纳：联盟课程表按季公布（示例）"]
            texts += ["联席会议采纳：每季度公布联盟课程（示例）"] if name == REPEATED else []
            claims += [
                Claim(
                    assessment=one.unit,
                    indicator=indicator,
                    text=text,
                    day=date(year, 6, 20),
                    by=one.by,
                    is_for_unit=one.is_for_unit,
                    at=one.at - timedelta(minutes=20),
                )
                for text in texts
            ]
    return _kept(claims)


def strike(claims, indicator, handed):
    """不计入: the second of two claims about one thing."""
    repeated = [claim for claim in claims if claim.assessment.organization.short_name == REPEATED][-1]
    one = next(one for one in handed if one.unit.pk == repeated.assessment_id)
    _kept(
        [
            Strike(
                assessment=one.unit,
                indicator=indicator,
                stage="first",
                key=f"claim:{repeated.pk}",
                reason="与另一条是同一件建议，不重复计（示例）",
                by=one.by,
                at=one.at - timedelta(minutes=5),
            )
        ]
    )


def find_faults(handed, indicator):
    """The committee adds what it has notified of; it stands with the others as an occurrence."""
    year = indicator.scheme.since.year
    _kept(
        [
            Claim(
                assessment=one.unit,
                indicator=indicator,
                stage="review",
                text=FAULTY[one.unit.organization.short_name],
                day=date(year, 10, 20),
                by=one.by,
                at=one.at - timedelta(minutes=10),
            )
            for one in handed
            if one.unit.organization.short_name in FAULTY
        ]
    )


def absent_once(writer, units):
    """{unit: what is entered}: of the first that was absent, the committee knows better."""
    leaf = writer.leaves[ATTENDANCE]
    absent = Score.objects.filter(assessment__in=units, indicator=leaf, stage="first", value__lt=F("indicator__points"))
    row = absent.order_by("assessment__organization__order_number").select_related("indicator").first()
    if row is None:
        return {}
    reason = "其中一次当日承办全市会议，事前已电话说明，不作无故缺席（示例）"
    return {row.assessment_id: {ATTENDANCE: Entered(given=row.value + 5, reason=reason)}}


def _kept(rows):
    """Saved one by one, each with its line of history at its time."""
    for row in rows:
        row._history_user, row._history_date = row.by, row.at
        row.save()
    return rows
