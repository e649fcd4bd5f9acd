"""A leaf is entered by whoever has the assessment, within its range, with its reason, and kept at once."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from assessments.models import Claim, Score, Strike
from assessments.rounds import claims, handing, scores, scoring, strikes
from portal.access import WrongState
from tests.assessments.rounds.made import VETO, Made

pytestmark = pytest.mark.django_db


def refused(words, act, *args, **fields):
    with pytest.raises(WrongState) as refusal:
        act(*args, **fields)
    assert words in str(refusal.value)


def test_a_leaf_is_kept_the_moment_it_is_entered_with_its_history(made):
    unit = made.of(made.one)

    scores.enter(unit, made.judged, by=made.one, answer={"points": "7"}, reason="初稿")
    row = scores.enter(unit, made.judged, by=made.one, answer={"points": "8.5"}, reason="工作扎实")

    kept = Score.objects.get(assessment=unit, indicator=made.judged)
    assert (kept.pk, kept.stage, kept.value, kept.computed) == (row.pk, "self", Decimal("8.5"), Decimal("8.5"))
    assert (kept.by, kept.is_for_unit, kept.reason) == (made.one, False, "工作扎实")
    written = kept.history.order_by("history_id").values_list("value", "reason")
    assert list(written) == [(7, "初稿"), (Decimal("8.5"), "工作扎实")]


@pytest.mark.parametrize("points", ["10.5", "-1"])
def test_points_outside_the_range_are_refused_with_the_range(made, points):
    refused(" 0 分至 10 分", scores.enter, made.of(made.one), made.judged, by=made.one, answer={"points": points},
            reason="好")  # fmt: skip
    assert not Score.objects.exists()


def test_a_discretionary_score_without_a_reason_is_refused(made):
    refused("须写明理由", scores.enter, made.of(made.one), made.judged, by=made.one, answer={"points": "8"}, reason=" ")
    assert not Score.objects.exists()


def test_points_by_hand_need_a_reason_and_the_range_of_the_rule(made):
    unit = made.of(made.one)

    refused("改分须写明理由", scores.enter, unit, made.deduct, by=made.one, given="39")
    refused(" 0 分至 40 分", scores.enter, unit, made.deduct, by=made.one, given="41", reason="多")
    row = scores.enter(unit, made.deduct, by=made.one, given="39", reason="一次已整改")

    assert (row.computed, row.value, row.given) == (40, 39, 39)


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("judged", {"points": "许多"}, "不是数字"),
        ("judged", {"points": "NaN"}, "不是数字"),
        ("judged", {"points": "1e99"}, "数字太大"),
        ("judged", {"choice": "好"}, "按记录计分"),
        ("level", {"choice": "很好"}, "请在好、一般中选择"),
        ("deduct", {"points": "3"}, "按记录计分，不用填写"),
        ("meeting", {"points": "3", "decision": "纪要"}, "由工委在复核时填写"),
        ("compared", {}, "复核时计算"),
        ("work", {"points": "3"}, "最末一级"),
    ],
)
def test_what_a_leaf_does_not_ask_for_is_refused(made, name, answer, words):
    refused(words, scores.enter, made.of(made.one), getattr(made, name), by=made.one, answer=answer, reason="因为")


@pytest.mark.parametrize(
    ("given", "words"),
    [("39.12345", "最多4位小数"), ("100000", "超出可记录的范围"), ("-0.5", "不在范围内"), ("一", "不是数字")],
)
def test_points_by_hand_that_cannot_be_kept_are_refused(made, given, words):
    refused(words, scores.enter, made.of(made.one), made.deduct, by=made.one, given=given, reason="因为")


def test_a_score_beyond_all_measure_is_refused_with_its_leaf():
    bonus = {"kind": "bonus_per_occurrence_with_cap", "each": "5"}
    made = Made(extra=[("consumed", bonus)]).open()
    made.found(made.one, made.consumed, amount=283_600)
    made.fill(made.one)

    refused("“consumed”：1418000分超出可记录的范围", handing.submit, made.of(made.one), by=made.one)


def test_the_committee_acts_for_a_unit_and_it_is_marked(made):
    scores.enter(made.of(made.one), made.level, by=made.staff, answer={"choice": "好"})
    made.fill(made.two)

    assert Score.objects.get(assessment=made.of(made.one)).is_for_unit
    assert not Score.objects.filter(assessment=made.of(made.two), is_for_unit=True).exists()


STATES = {
    "self": {"one", "staff"},
    "first": {"lead", "staff"},
    "review": {"staff"},
    "reviewed": set(),
    "exempt": set(),
}


@pytest.mark.parametrize("state", STATES)
def test_only_whoever_has_it_writes(made, state):
    made.of(made.one).move(state, allowed=["self"])
    allowed = set()

    for name in ("one", "two", "lead", "deputy", "member", "leader", "outsider", "staff"):
        try:
            scores.enter(made.of(made.one), made.level, by=getattr(made, name), answer={"choice": "好"})
        except WrongState:
            continue
        allowed.add(name)

    assert allowed == STATES[state]


@pytest.mark.parametrize("state", ["publicity", "final", "cancelled"])
def test_nobody_writes_once_the_round_is_over(made, state):
    type(made.round).objects.filter(pk=made.round.pk).update(state=state)

    for user in (made.one, made.staff):
        refused("不能办理", scores.enter, made.of(made.one), made.level, by=user, answer={"choice": "好"})


def test_the_lead_does_not_review_its_own_unit(made):
    made.of(made.lead).move("first", allowed=["self"])

    refused("不能再填写", scores.enter, made.of(made.lead), made.level, by=made.lead, answer={"choice": "好"})


def test_a_claim_counts_from_its_stage_on(made, media):
    unit = made.of(made.one)
    made.found(made.one, made.deduct, "activity:1")

    claim = claims.add(
        unit, made.deduct, by=made.one, text="迟报一次", day=made.scheme.since, file=ContentFile(b"x", "佐证.pdf")
    )

    assert scoring.outcome_of(made.of(made.one), "self").values[made.deduct.pk] == 39
    assert (claim.stage, claim.file_name, claim.is_for_unit) == ("self", "佐证.pdf", False)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "不能为空"),
        ({"text": "长" * 121}, "120"),
        ({"text": "往年的", "day": date(2019, 1, 1)}, "考核期间"),
        ({"text": "没有", "amount": 0}, "大于0"),
        ({"text": "太多", "amount": Decimal("123456789012")}, "10"),
    ],
)
def test_a_claim_that_cannot_be_is_refused(made, fields, words):
    refused(words, claims.add, made.of(made.one), made.deduct, by=made.one, **fields)
    assert not Claim.objects.exists()


def test_a_leaf_that_rests_on_records_alone_takes_no_claim(made):
    refused("只按记录计", claims.add, made.of(made.one), made.judged, by=made.one, text="还有一项")


def test_a_claim_is_removed_at_its_own_stage_only_and_struck_out_later(made):
    unit = made.of(made.one)
    claim, other = (claims.add(unit, made.deduct, by=made.one, text=text) for text in ("多记的", "该记的"))
    claims.remove(claim, by=made.one)
    assert list(Claim.objects.all()) == [other]
    assert Claim.history.filter(history_type="-").count() == 1
    made.submit(made.one)

    refused("不能删除", claims.remove, other, by=made.lead)
    strikes.strike(made.of(made.one), made.deduct, f"claim:{other.pk}", by=made.lead, reason="不属本年度")

    assert scoring.outcome_of(made.of(made.one), "first").values[made.deduct.pk] == 40
    assert scoring.outcome_of(made.of(made.one), "self").values[made.deduct.pk] == Decimal("39.5")


def test_a_record_is_struck_out_with_a_reason_and_only_once(made):
    made.found(made.one, made.deduct, "activity:1", "activity:2")
    made.submit(made.one)
    unit = made.of(made.one)

    refused("请写明原因", strikes.strike, unit, made.deduct, "activity:1", by=made.lead, reason=" ")
    refused("没有这条记录", strikes.strike, unit, made.deduct, "activity:9", by=made.lead, reason="错")
    strike = strikes.strike(unit, made.deduct, "activity:1", by=made.lead, reason="已整改")
    refused("本来就不计入", strikes.strike, unit, made.deduct, "activity:1", by=made.lead, reason="再")
    assert scoring.outcome_of(unit, "first").values[made.deduct.pk] == Decimal("39.5")
    strikes.unstrike(strike, by=made.lead)

    assert scoring.outcome_of(unit, "first").values[made.deduct.pk] == 39
    assert not Strike.objects.exists()
    assert list(Strike.history.order_by("history_id").values_list("history_type", flat=True)) == ["+", "-"]


def test_a_figure_that_the_source_gave_moves_with_what_is_struck_out(made):
    made.found(made.one, made.deduct, "activity:1", "activity:2", amount=2, whole=6)
    made.submit(made.one)

    strikes.strike(made.of(made.one), made.deduct, "activity:1", by=made.lead, reason="已整改")

    assert scoring.outcome_of(made.of(made.one), "first").values[made.deduct.pk] == Decimal("39.5")


def test_nothing_is_struck_out_at_the_self_assessment_nor_under_points_by_hand(made):
    made.found(made.one, made.deduct, "activity:1")
    unit = made.of(made.one)
    refused("自评时不作", strikes.strike, unit, made.deduct, "activity:1", by=made.one, reason="我方")
    scores.enter(unit, made.deduct, by=made.one, given="40", reason="已整改")
    made.submit(made.one)

    refused("不起作用", strikes.strike, made.of(made.one), made.deduct, "activity:1", by=made.lead, reason="错")


def test_what_the_first_reviewer_struck_out_the_committee_overrules_by_points(made):
    made.found(made.one, made.deduct, "activity:1")
    made.submit(made.one)
    strike = strikes.strike(made.of(made.one), made.deduct, "activity:1", by=made.lead, reason="已整改")
    handing.pass_on(made.of(made.one), by=made.lead)
    strike.assessment = made.of(made.one)

    refused("不能取消", strikes.unstrike, strike, by=made.staff)


def test_points_by_hand_stand_for_a_veto_too():
    made = Made(extra=[("veto", VETO)]).open()
    made.found(made.one, made.veto, "activity:1")
    made.submit(made.one)
    handing.pass_on(made.of(made.one), by=made.lead)
    assert made.of(made.one).self_total == 0

    scores.enter(made.of(made.one), made.veto, by=made.staff, given="0", reason="经核实不属实")

    assert scoring.outcome_of(made.of(made.one), "review").vetoes == ()
