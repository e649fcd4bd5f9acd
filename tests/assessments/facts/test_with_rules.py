"""Real rules of real schemes, fed from records: what the sources find is what the rules want."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from activities.models import Reminder, Step
from assessments.scoring.frame import Frame
from assessments.scoring.rules import rule_from_json
from portal.quarters import year_period
from tests.assessments.facts.asking import ask, held
from tests.factories import (
    at,
    make_branch,
    make_brand,
    make_duty,
    make_honour,
    make_level,
    make_participation,
    make_type,
)

pytestmark = pytest.mark.django_db


def score(facts, full, **rule):
    read = rule_from_json(rule, Decimal(full))
    return read.compute(facts, Frame(full=Decimal(full), period=year_period(2026)))


def asked(alliance, lead, unit, *answers):
    """Meetings of a year, one answer each."""
    for month, answer in enumerate(answers, 1):
        activity = held(alliance, lead, month, 15, title="党建联席会", type=make_type(alliance.committee, "联席会议"))
        make_participation(activity=activity, organization=unit, **answer)


CAME = {"answer": "attending", "present_count": 2}
LEAVE = {"answer": "leave", "leave_reason": "防汛值班"}
ABSENT = {"answer": "none"}


def test_absence_without_leave_costs_five_points_each_time(alliance, lead, unit):
    """大党委 1：参加会议与活动40分，每次无故缺席扣5分，事前说明事由请假不扣."""
    asked(alliance, lead, unit, CAME, LEAVE, ABSENT, ABSENT, CAME)

    working = score(ask("attendance", unit, count="missed"), 40, kind="deduct_per_occurrence", each="5")

    assert working.value == 30
    assert working.lines[-1] == "40 − 5 × 2 = 30"


@pytest.mark.parametrize(("answers", "points"), [((CAME, LEAVE, CAME), 3), ((CAME, ABSENT, CAME), 0)])
def test_full_attendance_brings_three_points(alliance, lead, unit, answers, points):
    """大党委 加分：会议及活动出勤率100%加3分，请假不算缺席."""
    asked(alliance, lead, unit, *answers)

    assert score(ask("attendance", unit), 3, kind="threshold_all_or_nothing", threshold="100").value == points


def test_attendance_of_the_example_page_is_twelve_and_a_half(alliance, lead, unit):
    asked(alliance, lead, unit, CAME, CAME, CAME, CAME, ABSENT, CAME)

    working = score(ask("attendance", unit), 15, kind="attendance_rate")

    assert working.value == Decimal("12.5")
    assert working.lines[-1] == "15 × 5 ÷ 6 = 12.5"
    assert working.inputs == "应到 6 次，批准请假 0 次，实到 5 次"


def test_a_quarter_without_its_two_joint_activities_costs_five_points(alliance, lead, unit):
    """大党委 2：开展共驻共建活动40分，每季度2次，季度未开展扣5分."""
    for month, day in ((1, 5), (2, 5), (4, 5), (8, 5), (9, 5)):
        held(alliance, lead, month, day, [unit])

    by_quarter = ask("active_periods", unit, times=2, count="missed")

    assert score(by_quarter, 40, kind="deduct_per_occurrence", each="5", unit="季度").value == 30
    make_duty(alliance.committee, name="共驻共建", times=2, owed_by="organization")
    assert score(ask("duties_met", unit, count="missed"), 40, kind="deduct_per_occurrence", each="5").value == 30


def test_reported_late_once_of_eight(alliance, lead):
    """示例页：联盟事项按期报送8分，8次中1次迟报."""
    for month in range(1, 9):
        activity = held(alliance, lead, month, 6)
        activity.steps.create(verb=Step.Verb.REPORT, at=at(2026, month, 30 if month == 5 else 8), state="reported")

    assert score(ask("report_delay", lead, workdays=10), 8, kind="proportion").value == 7


def test_one_branch_of_three_without_a_brand(unit):
    """示例页：一支部一品牌10分，3个支部，1个未建，扣1分."""
    for number in range(3):
        branch = make_branch(organization=unit)
        if number:
            make_brand(branch=branch, published_on=date(2026, 1, 1))

    assert score(ask("brand_coverage", unit, count="missed"), 10, kind="deduct_per_occurrence", each="1").value == 9


def test_a_duty_missed_after_a_reminder_costs_double(alliance):
    """催办后仍未落实的加倍."""
    duty = make_duty(alliance.committee)
    Reminder.objects.create(
        duty=duty,
        alliance=alliance,
        period_key="2026Q2",
        due_on=date(2026, 6, 30),
        made_on=date(2026, 6, 1),
        sent_at=timezone.now(),
    )
    each = {"kind": "deduct_per_occurrence", "each": "0.5"}

    working = score(
        ask("duties_met", alliance, count="missed"), 5, kind="multiplier", flag="催办后", factor="2", inner=each
    )

    assert working.value == Decimal("2.5")  # 5 − 0.5 × (3 + 2)


def test_the_highest_level_of_a_brand_decides_the_tier(unit):
    brand = make_brand(organization=unit, published_on=date(2025, 1, 1))
    for number, name in enumerate(("省级", "市级")):
        make_honour(brand, level=make_level(unit.committee, name, order_number=number), granted_on=date(2025, 6, 1))
    labels = [{"name": "市级", "points": "6"}, {"name": "省级", "points": "10"}]

    assert score(ask("brand_level", unit), 10, kind="tier", labels=labels).value == 10
