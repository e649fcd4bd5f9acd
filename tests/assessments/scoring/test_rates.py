from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.facts import Facts
from assessments.scoring.working import Missing

from .made import make_item, make_rule, score


def attended(present, due, excused=0):
    """`due` after leave is taken out, as the sources hand it over."""
    return Facts(amount=present, whole=due, excused=excused)


@pytest.mark.parametrize(
    ("present", "due", "points"),
    [
        (5, 6, "12.5"),  # 15 × 5 ÷ 6
        (6, 6, "15"),
        (0, 6, "0"),
        (8, 6, "15"),  # more than was due earns no more
        (0, 0, "15"),  # nothing was due: full
        (Fraction(5, 2), 6, "6.25"),
    ],
)
def test_proportion_of_the_points(present, due, points):
    assert score(make_rule("proportion", "15"), attended(present, due)).value == Decimal(points)


def test_proportion_says_how_it_came_about():
    working = score(make_rule("proportion", "15", unit="次"), attended(5, 6))

    assert working.lines == ("15 × 5 ÷ 6 = 12.5",)
    assert working.inputs == "应做 6 次，完成 5 次"
    assert working.missing == (Missing("再完成1次", Fraction(5, 2)),)


def test_what_is_left_to_do_is_whole():
    working = score(make_rule("proportion", "12"), attended(Fraction(9, 2), 6))

    assert working.missing == (Missing("再完成2次", Fraction(3)),)


def test_proportion_that_does_not_end_says_about():
    working = score(make_rule("proportion", "10"), attended(1, 3))

    assert working.value == Fraction(10, 3)
    assert working.lines == ("10 × 1 ÷ 3 ≈ 3.3333",)


def test_proportion_of_nothing_due_by_the_schemes_word():
    rule = make_rule("proportion", "15", empty="zero")

    assert (score(rule, attended(0, 0)).value, score(rule, attended(0, 0)).bites) == (0, ("没有应做的，不得分",))
    assert score(make_rule("proportion", "15"), attended(0, 0)).bites == ("没有应做的，按满分计",)


@pytest.mark.parametrize("kind", ["proportion", "attendance_rate", "threshold_all_or_nothing"])
def test_rate_without_a_whole_waits(kind):
    params = {"threshold": "100"} if kind == "threshold_all_or_nothing" else {}

    working = score(make_rule(kind, "15", **params), Facts(amount=5))

    assert (working.value, working.answered) == (0, False)


@pytest.mark.parametrize(
    ("covered", "all", "points"), [(20, 20, 4), (19, 20, 0), (21, 20, 4), (0, 20, 0), (0, 0, 4), (9999, 10000, 0)]
)
def test_threshold_gives_all_or_nothing(covered, all, points):
    # 覆盖率100%得4分否则0
    rule = make_rule("threshold_all_or_nothing", "4", threshold="100")

    assert score(rule, attended(covered, all)).value == points


def test_threshold_says_how_it_came_about():
    rule = make_rule("threshold_all_or_nothing", "4", threshold="100", unit="个支部")

    working = score(rule, attended(19, 20))

    assert rule.words() == "达到100%得4分，否则0分。"
    assert working.lines == ("19 ÷ 20 × 100% = 95%", "未达到100% = 0")
    assert working.missing == (Missing("再完成1个支部", Fraction(4)),)


@pytest.mark.parametrize(("times", "points"), [(1, 1), (2, 4), (3, 4)])
def test_threshold_by_amount_with_something_for_less(times, points):
    rule = make_rule("threshold_all_or_nothing", "4", threshold="2", by="amount", otherwise="1")

    assert score(rule, Facts(amount=times)).value == points


# 到会率<80%扣1: an extra leaf; the rate in percent falls into a tier
BELOW_80 = {"kind": "tier", "tiers": [{"to": "80", "points": "-1"}, {"from": "80", "points": "0"}]}
# 出勤率100%加3: all or nothing of 3 points
ALL_THERE = {"kind": "threshold_all_or_nothing", "threshold": "100", "by": "amount"}


@pytest.mark.parametrize(
    ("present", "due", "points"),
    [(79, 100, -1), (80, 100, 0), (4, 5, 0), (3, 4, -1), (5, 5, 0), (0, 5, -1), (0, 0, 0)],
)
def test_attendance_below_80_percent_costs_a_point(present, due, points):
    assert score(make_rule("attendance_rate", "0", then=BELOW_80), attended(present, due)).value == points


@pytest.mark.parametrize(
    ("present", "due", "excused", "points"),
    [
        (6, 6, 0, 3),
        (5, 6, 0, 0),
        (5, 5, 1, 3),  # one of six with leave: five were due, five came
    ],
)
def test_full_attendance_earns_three(present, due, excused, points):
    assert score(make_rule("attendance_rate", "3", then=ALL_THERE), attended(present, due, excused)).value == points


def test_attendance_says_who_was_excused():
    working = score(make_rule("attendance_rate", "15", unit="次"), attended(4, 5, excused=1))

    assert working.inputs == "应到 6 次，批准请假 1 次，实到 4 次"
    assert working.lines == ("15 × 4 ÷ 5 = 12",)
    assert working.rule.formula() == "15 × 实到次数 ÷（应到次数 − 批准请假次数）"
    assert working.missing == (Missing("出勤率达到100%（现80%）", Fraction(3)),)


def test_attendance_names_the_absence_that_costs():
    absent = make_item("b", text="5月28日 业务互学，未参加，无请假记录", counts=False)
    facts = Facts(items=(make_item("a"), absent), amount=1, whole=2)

    missing = score(make_rule("attendance_rate", "10"), facts).missing

    assert Missing("5月28日 业务互学，未参加，无请假记录", Fraction(5)) in missing


def test_attendance_shows_the_rule_inside():
    working = score(make_rule("attendance_rate", "0", then=BELOW_80), attended(3, 4))

    assert working.lines == ("3 ÷ 4 × 100% = 75%", "75 属“80以下”档 = −1")
    assert [inner.value for inner in working.inner] == [-1]


def test_attendance_where_nothing_was_due_may_give_nothing():
    rule = make_rule("attendance_rate", "3", then=ALL_THERE, empty="zero")

    assert score(rule, attended(0, 0)).value == 0
    assert score(make_rule("attendance_rate", "3", then=ALL_THERE), attended(0, 0)).value == 3
