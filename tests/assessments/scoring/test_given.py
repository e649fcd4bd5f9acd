from decimal import Decimal

import pytest

from assessments.scoring.facts import Facts

from .made import make_rule, score


def discretion(**params):
    # 联盟未运转酌情−1至−2（需填理由）
    return make_rule("discretionary_range", "0", **({"low": "-1", "high": "-2"} | params))


def by_meeting():
    return make_rule("manual_by_meeting", "0", low="0", high="5")


@pytest.mark.parametrize(
    ("points", "reason", "faults"),
    [
        ("-1", "全年没有活动", []),
        ("-1.5", "全年没有活动", []),
        ("-2", "全年没有活动", []),
        ("0", "", []),  # it ran: nothing to take away, nothing to explain
        ("-2", "", ["酌情给分须写明理由（范围 −2 分至 −1 分（没有发生的记 0 分））。"]),
        ("-2", "  ", ["酌情给分须写明理由（范围 −2 分至 −1 分（没有发生的记 0 分））。"]),
        ("-3", "很差", ["−3 分不在范围内，应为 −2 分至 −1 分（没有发生的记 0 分）。"]),
        ("-0.5", "稍差", ["−0.5 分不在范围内，应为 −2 分至 −1 分（没有发生的记 0 分）。"]),
        ("1", "好", ["1 分不在范围内，应为 −2 分至 −1 分（没有发生的记 0 分）。"]),
        (
            "-3",
            "",
            [
                "−3 分不在范围内，应为 −2 分至 −1 分（没有发生的记 0 分）。",
                "酌情给分须写明理由（范围 −2 分至 −1 分（没有发生的记 0 分））。",
            ],
        ),
    ],
)
def test_discretion_stays_in_its_range_and_says_why(points, reason, faults):
    assert discretion().check_given(Decimal(points), reason) == faults


def test_discretion_that_holds_nothing_needs_a_reason_for_nothing():
    rule = discretion(low="0", high="2")

    assert rule.check_given(Decimal(0), "") == ["酌情给分须写明理由（范围 0 分至 2 分）。"]
    assert rule.check_given(Decimal(0), "没有新做法") == []


@pytest.mark.parametrize(
    ("facts", "value", "answered", "bites"),
    [
        (Facts(), 0, False, ()),
        (Facts(points=Decimal("-1.5"), reason="全年没有活动"), Decimal("-1.5"), True, ()),
        (Facts(points=Decimal(0)), 0, True, ()),
        (Facts(points=Decimal(-2)), 0, False, ("酌情给分须写明理由，−2 分未计",)),
        (Facts(points=Decimal(-9), reason="很差"), -2, True, ("范围下限：−9 → −2",)),
    ],
)
def test_discretion_counts_only_with_a_reason_and_within_its_range(facts, value, answered, bites):
    working = score(discretion(), facts)

    assert (working.value, working.answered, working.bites) == (value, answered, bites)


@pytest.mark.parametrize(
    ("points", "decision", "faults"),
    [
        ("3", "党委会〔2026〕8号", []),
        ("5", "党委会〔2026〕8号", []),
        ("6", "党委会〔2026〕8号", ["6 分不在范围内，应为 0 分至 5 分。"]),
        ("3", "", ["会议决定的分须写明会议名称和文号（范围 0 分至 5 分）。"]),
    ],
)
def test_points_by_meeting_need_its_document(points, decision, faults):
    assert by_meeting().check_given(Decimal(points), "表现突出", decision) == faults


def test_points_by_meeting_count_with_their_document():
    rule = by_meeting()

    backed = score(rule, Facts(points=Decimal(3), decision="工委会议纪要〔2026〕8号"))
    bare = score(rule, Facts(points=Decimal(3), reason="表现突出"))

    assert (backed.value, backed.answered, backed.inputs) == (3, True, "给 3 分：工委会议纪要〔2026〕8号")
    assert (bare.value, bare.answered) == (0, False)
    assert rule.words() == "由会议研究决定给 0 分至 5 分，须写明会议和文号。"


@pytest.mark.parametrize(
    ("low", "high", "bounds"), [("-1", "-2", (-2, 0)), ("-2", "-1", (-2, 0)), ("1", "3", (0, 3)), ("0", "5", (0, 5))]
)
def test_range_may_be_written_either_way_round(low, high, bounds):
    assert discretion(low=low, high=high).bounds(0) == bounds


@pytest.mark.parametrize(
    ("kind", "full", "params", "points", "reason", "faults"),
    [
        ("proportion", "15", {}, "12", "核实后更正", []),
        ("proportion", "15", {}, "16", "核实后更正", ["16 分不在范围内，应为 0 分至 15 分。"]),
        ("proportion", "15", {}, "12", "", ["改分须写明理由。"]),
        ("deduct_per_occurrence", "0", {"each": "1", "base": "zero"}, "1", "更正", ["1 分不在范围内，应不高于 0 分。"]),
        ("bonus_per_occurrence_with_cap", "0", {"each": "1"}, "-1", "更正", ["−1 分不在范围内，应不低于 0 分。"]),
        (
            "bonus_per_occurrence_with_cap",
            "0",
            {"each": "1", "cap": "2"},
            "3",
            "更正",
            ["3 分不在范围内，应为 0 分至 2 分。"],
        ),
    ],
)
def test_points_by_hand_stay_within_what_the_rule_can_give(kind, full, params, points, reason, faults):
    assert make_rule(kind, full, **params).check_given(Decimal(points), reason) == faults


def test_points_by_hand_of_a_rule_that_holds_another():
    tenfold = {"kind": "deduct_per_occurrence", "each": "1", "base": "zero", "floor": "-1"}
    result = make_rule("multiplier", "0", factor="10", inner=tenfold)
    points = make_rule("multiplier", "0", factor="2", inner={"kind": "discretionary_range", "low": "-1", "high": "-2"})

    # what the whole can give; but where a person's points go into the rule inside, its range
    assert result.check_given(Decimal(-10), "核实后更正") == []
    assert result.check_given(Decimal(-11), "核实后更正") == ["−11 分不在范围内，应为 −10 分至 0 分。"]
    assert points.check_given(Decimal(-2), "全年没有活动") == []
    assert points.check_given(Decimal(-4), "全年没有活动") == [
        "−4 分不在范围内，应为 −2 分至 −1 分（没有发生的记 0 分）。"
    ]
