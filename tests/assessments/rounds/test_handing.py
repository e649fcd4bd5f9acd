"""自评 → 初评 → 复核: handed on with all that was entered, returned with a reason, taken back until the next acts."""

from decimal import Decimal

import pytest
from django.db import transaction

from assessments.models import RoundStep, Score
from assessments.rounds import claims, handing, permissions, scores, strikes
from notices.models import Notice
from portal.access import WrongState
from tests.assessments.rounds.made import Made

pytestmark = pytest.mark.django_db


def refused(words, act, *args, **fields):
    with pytest.raises(WrongState) as refusal:
        act(*args, **fields)
    assert words in str(refusal.value)


def test_a_self_assessment_with_gaps_is_refused_naming_them(made):
    scores.enter(made.of(made.one), made.level, by=made.one, answer={"choice": "好"})

    refused("还有1项没有填写：综合评价", handing.submit, made.of(made.one), by=made.one)

    assert made.of(made.one).state == "self"
    assert Score.objects.filter(value__isnull=False).count() == 1


def test_each_stage_is_written_down_and_carried_on(made):
    made.found(made.one, made.deduct, "activity:1")

    made.submit(made.one)
    first = made.of(made.one)
    handing.pass_on(first, by=made.lead)
    made.decide(made.one, points="2")
    handing.settle(made.of(made.one), by=made.staff)

    unit = made.of(made.one)
    totals = (unit.state, unit.self_total, unit.first_total, unit.review_total, unit.final_total)
    assert totals == ("reviewed", Decimal("67.5"), Decimal("67.5"), Decimal("69.5"), None)
    rows = Score.objects.filter(assessment=unit)
    assert {(row.stage, row.indicator.name): row.value for row in rows.select_related("indicator")} == {
        ("self", "基础工作"): Decimal("39.5"),
        ("self", "综合评价"): 8,
        ("self", "民主评价"): 20,
        ("self", "活动数量"): None,
        ("self", "会议加减分"): None,
        ("first", "基础工作"): Decimal("39.5"),
        ("first", "综合评价"): 8,
        ("first", "民主评价"): 20,
        ("first", "活动数量"): None,
        ("first", "会议加减分"): None,
        ("review", "基础工作"): Decimal("39.5"),
        ("review", "综合评价"): 8,
        ("review", "民主评价"): 20,
        ("review", "活动数量"): 0,
        ("review", "会议加减分"): 2,
    }
    assert {row.by for row in rows.filter(stage="first")} == {None}
    verbs = RoundStep.objects.filter(assessment=unit).order_by("pk").values_list("verb", "by", "is_for_unit")
    assert list(verbs) == [
        ("提交自评", made.one.pk, False),
        ("提交初评", made.lead.pk, False),
        ("完成复核", made.staff.pk, False),
    ]


def test_the_call_to_fill_in_counts_as_read_once_it_is_handed_in(made):
    calls = Notice.objects.filter(title__startswith="请自评")

    made.submit(made.one)

    assert set(calls.filter(recipient__in=[made.one, made.two]).unread().values_list("recipient", flat=True)) == {
        made.two.pk
    }


def test_the_working_in_words_is_kept_with_the_score(made):
    made.found(made.one, made.deduct, "activity:1")

    made.submit(made.one)

    working = Score.objects.get(stage="self", indicator=made.deduct).working
    assert working["items"] == [{"key": "activity:1", "text": "记录activity:1", "counts": True}]
    assert working["lines"][-1].endswith("= 39.5")


def test_who_has_nobody_to_review_first_goes_to_the_committee(made):
    made.submit(made.lead)
    assert made.of(made.lead).state == "review"

    seat = made.alliance.seats.leading().get()
    seat.delete()
    made.submit(made.one)

    assert made.of(made.one).state == "review"


def test_a_scheme_without_first_review_goes_to_the_committee():
    made = Made(first_review="none").open()

    made.submit(made.one)

    assert made.of(made.one).state == "review"
    assert not permissions.can_review_first(made.lead, made.of(made.one))


def test_a_difference_from_the_stage_before_needs_a_reason_and_is_named(made):
    made.submit(made.one)
    scores.enter(made.of(made.one), made.level, by=made.lead, answer={"choice": "一般"})

    refused("以下指标与自评不同，请写明理由：民主评价", handing.pass_on, made.of(made.one), by=made.lead)
    scores.enter(made.of(made.one), made.level, by=made.lead, answer={"choice": "一般"}, reason="群众意见较多")
    handing.pass_on(made.of(made.one), by=made.lead)

    row = Score.objects.get(assessment=made.of(made.one), stage="first", indicator=made.level)
    assert (row.value, row.reason, row.by) == (10, "群众意见较多", made.lead)


def test_what_was_struck_out_or_added_is_the_reason(made):
    made.found(made.one, made.deduct, "activity:1")
    made.submit(made.one)
    unit = made.of(made.one)
    strikes.strike(unit, made.deduct, "activity:1", by=made.lead, reason="已整改")
    handing.pass_on(made.of(made.one), by=made.lead)
    claims.add(made.of(made.one), made.deduct, by=made.staff, text="会议缺席", amount=3)
    made.decide(made.one)

    handing.settle(made.of(made.one), by=made.staff)

    reasons = Score.objects.filter(assessment=unit, indicator=made.deduct).order_by("pk")
    assert [(row.stage, row.value, row.reason) for row in reasons] == [
        ("self", Decimal("39.5"), ""),
        ("first", 40, "不计入：已整改"),
        ("review", Decimal("38.5"), "补充：会议缺席"),
    ]


def test_records_that_changed_between_the_stages_are_said(made):
    made.submit(made.one)
    made.found(made.one, made.deduct, "activity:1")

    handing.pass_on(made.of(made.one), by=made.lead)

    row = Score.objects.get(assessment=made.of(made.one), stage="first", indicator=made.deduct)
    assert (row.value, row.reason) == (Decimal("39.5"), "记录有变动，已重新取数")


def test_a_return_keeps_what_people_entered_and_drops_what_was_only_carried(made):
    made.submit(made.one)
    scores.enter(made.of(made.one), made.level, by=made.lead, answer={"choice": "一般"}, reason="意见较多")
    handing.pass_on(made.of(made.one), by=made.lead)

    refused("请写明原因", handing.return_, made.of(made.one), by=made.staff, reason="")
    handing.return_(made.of(made.one), by=made.staff, reason="请补充材料", to="self")

    unit = made.of(made.one)
    assert (unit.state, unit.is_returned, unit.status["label"]) == ("self", True, "退回待改")
    assert (unit.self_total, unit.first_total, unit.sums) == (None, None, {})
    kept = Score.objects.filter(assessment=unit).values_list("stage", "indicator__name", "by")
    assert set(kept) == {
        ("self", "综合评价", made.one.pk),
        ("self", "民主评价", made.one.pk),
        ("first", "民主评价", made.lead.pk),
    }
    notice = Notice.objects.get(recipient=made.one, title__startswith="考核退回")
    assert "请补充材料" in notice.body

    scores.enter(unit, made.judged, by=made.one, answer={"points": "9"}, reason="补充后")
    handing.submit(made.of(made.one), by=made.one)
    handing.pass_on(made.of(made.one), by=made.lead)
    assert made.of(made.one).first_total == Decimal("59")


def test_taken_back_until_the_next_acts(made):
    made.submit(made.one)
    handing.take_back(made.of(made.one), by=made.one)
    assert (made.of(made.one).state, made.of(made.one).is_returned) == ("self", False)
    handing.submit(made.of(made.one), by=made.one)
    scores.enter(made.of(made.one), made.level, by=made.lead, answer={"choice": "一般"}, reason="意见较多")

    refused("初评已经开始，不能撤回", handing.take_back, made.of(made.one), by=made.one)

    handing.pass_on(made.of(made.one), by=made.lead)
    handing.take_back(made.of(made.one), by=made.lead)
    assert made.of(made.one).state == "first"
    handing.pass_on(made.of(made.one), by=made.lead)
    made.decide(made.one)
    refused("复核已经开始，不能撤回", handing.take_back, made.of(made.one), by=made.lead)
    handing.settle(made.of(made.one), by=made.staff)
    handing.take_back(made.of(made.one), by=made.staff)
    assert (made.of(made.one).state, made.of(made.one).review_total) == ("review", None)


def test_who_is_exempt_comes_back_with_facts_of_its_own(made):
    unit = made.of(made.one)
    type(unit).objects.filter(pk=unit.pk).update(facts_at=None)
    handing.exempt(made.of(made.one), by=made.staff, reason="年内新成立")
    assert (made.of(made.one).state, made.of(made.one).exempt_reason) == ("exempt", "年内新成立")

    handing.return_(made.of(made.one), by=made.staff, reason="经研究参评")

    unit = made.of(made.one)
    assert (unit.state, unit.exempt_reason, unit.is_returned, unit.facts_at is None) == ("self", "", False, False)


def test_nothing_is_handed_on_before_its_facts_are_taken(made):
    made.fill(made.one)
    made.round.assessments.update(facts_at=None)

    refused("还在取数", handing.submit, made.of(made.one), by=made.one)


ACTS = {
    "submit": lambda unit, by: handing.submit(unit, by=by),
    "pass_on": lambda unit, by: handing.pass_on(unit, by=by),
    "settle": lambda unit, by: handing.settle(unit, by=by),
    "return": lambda unit, by: handing.return_(unit, by=by, reason="请修改"),
    "take_back": lambda unit, by: handing.take_back(unit, by=by),
    "exempt": lambda unit, by: handing.exempt(unit, by=by, reason="不参评"),
}
ALLOWED = {
    ("self", "submit"): {"one", "staff"},
    ("self", "exempt"): {"staff"},
    ("first", "pass_on"): {"lead", "staff"},
    ("first", "return"): {"lead", "staff"},
    ("first", "take_back"): {"one", "staff"},
    ("first", "exempt"): {"staff"},
    ("review", "settle"): {"staff"},
    ("review", "return"): {"staff"},
    ("review", "take_back"): {"lead", "staff"},
    ("review", "exempt"): {"staff"},
    ("reviewed", "return"): {"staff"},
    ("reviewed", "take_back"): {"staff"},
    ("reviewed", "exempt"): {"staff"},
    ("exempt", "return"): {"staff"},
}
PEOPLE = ("one", "two", "lead", "deputy", "member", "leader", "outsider", "staff")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ["self", "first", "review", "reviewed", "exempt"])
def test_every_stage_by_every_role(state, act, made):
    """Each person tries on an assessment that stands in the state with everything filled in."""
    made.fill(made.one)
    if state in ("first", "review", "reviewed"):
        handing.submit(made.of(made.one), by=made.one)
    if state in ("review", "reviewed"):
        handing.pass_on(made.of(made.one), by=made.lead)
    if act == "settle" and state == "review":
        made.decide(made.one)
    if state == "reviewed":
        made.decide(made.one)
        handing.settle(made.of(made.one), by=made.staff)
    if state == "exempt":
        handing.exempt(made.of(made.one), by=made.staff, reason="不参评")
    allowed = set()

    for name in PEOPLE:
        with transaction.atomic():
            try:
                ACTS[act](made.of(made.one), getattr(made, name))
            except WrongState:
                continue
            allowed.add(name)
            transaction.set_rollback(True)

    assert allowed == ALLOWED.get((state, act), set())


def test_what_the_committee_hands_on_for_a_unit_is_marked(made):
    made.fill(made.one, by=made.staff)

    handing.submit(made.of(made.one), by=made.staff)

    step = RoundStep.objects.get(assessment=made.of(made.one))
    assert (step.verb, step.by, step.is_for_unit) == ("提交自评", made.staff, True)
    assert made.of(made.one).sums["self"]["is_for_unit"] is True
