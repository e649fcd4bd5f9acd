from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.facts import Facts
from assessments.scoring.working import Missing

from .made import happened, make_item, make_rule, of, score


@pytest.mark.parametrize(
    ("times", "points"),
    [(0, "5"), (1, "4.5"), (3, "3.5"), (10, "0"), (11, "0"), (300, "0")],
)
def test_deduct_half_a_point_each_until_nothing_is_left(times, points):
    # 三会一课未落实每例−0.5，扣完为止, a leaf of 5 points: 5 − 0.5 × 3 = 3.5; 5 − 0.5 × 11 = −0.5 → 0
    rule = make_rule("deduct_per_occurrence", "5", each="0.5", unit="例")

    assert score(rule, happened(times)).value == Decimal(points)


def test_deduct_says_how_it_came_about():
    rule = make_rule("deduct_per_occurrence", "5", each="0.5", unit="例")

    working = score(rule, happened(11))

    assert rule.words() == "从5分里每例扣0.5分，扣完为止。"
    assert rule.formula() == "5 − 0.5 × 例数"
    assert working.lines == ("5 − 0.5 × 11 = −0.5", "扣完为止 = 0")
    assert working.bites == ("扣完为止：−0.5 → 0",)
    assert working.inputs == "11 例"


@pytest.mark.parametrize(
    ("params", "full", "times", "points"),
    [
        ({"each": "0.5", "end": "below"}, "1", 4, "-1"),  # 1 − 0.5 × 4
        ({"each": "0.5", "base": "zero"}, "0", 3, "-1.5"),  # an extra of its own, without end
        ({"each": "0.5", "base": "zero"}, "1", 3, "-1"),  # at most the 1 point that it has
        ({"each": "0.5", "base": "zero", "end": "below"}, "1", 3, "-1.5"),
        ({"each": "0.5", "base": "zero", "floor": "-1.2"}, "0", 3, "-1.2"),
        ({"each": "2", "beyond": "2"}, "10", 2, "10"),  # two are forgiven
        ({"each": "2", "beyond": "2"}, "10", 5, "4"),  # 10 − 2 × 3
        ({"each": "2", "floor": "3"}, "10", 5, "3"),
        ({"each": "5"}, "40", 2, "30"),  # 无故缺席每次扣5, of 40
    ],
)
def test_deduct_from_the_points_or_on_its_own(params, full, times, points):
    assert score(make_rule("deduct_per_occurrence", full, **params), happened(times)).value == Decimal(points)


def test_deduct_counts_only_what_counts_and_tells_what_each_record_costs():
    rule = make_rule("deduct_per_occurrence", "5", each="0.5")
    late = make_item("a", text="一季度未落实")
    excused = make_item("b", text="二季度未落实（已请假，不计）", counts=False)

    working = score(rule, of(late, excused))

    assert working.value == Decimal("4.5")
    assert working.inputs == "1 次，另有 1 条不计"
    assert working.missing == (Missing("一季度未落实", Fraction(1, 2)),)


@pytest.mark.parametrize(
    ("times", "points"),
    [(0, "0"), (1, "0.5"), (3, "1.5"), (4, "2"), (5, "2"), (100, "2")],
)
def test_bonus_half_a_point_each_up_to_two(times, points):
    # 积极分子每增1人+0.5，最高+2
    rule = make_rule("bonus_per_occurrence_with_cap", "0", each="0.5", unit="人", cap="2")

    assert score(rule, Facts(amount=times)).value == Decimal(points)


def test_bonus_says_how_it_came_about():
    rule = make_rule("bonus_per_occurrence_with_cap", "0", each="0.5", unit="人", cap="2")

    working = score(rule, Facts(amount=5))

    assert rule.words() == "每人得0.5分，最高2分。"
    assert working.lines == ("0.5 × 5 = 2.5", "最高2分 = 2")
    assert working.bites == ("最高2分：2.5 → 2",)
    assert working.missing == ()


@pytest.mark.parametrize(("times", "points"), [(0, 0), (5, 10), (6, 12), (7, 12)])
def test_bonus_ends_at_the_points_of_its_leaf(times, points):
    # 集中学习每次2分封顶12: a leaf of 12 points
    assert score(make_rule("bonus_per_occurrence_with_cap", "12", each="2"), happened(times)).value == points


@pytest.mark.parametrize(
    ("times", "missing"),
    [
        (0, ("再增6次", 12)),
        (4, ("再增2次", 4)),
        (Fraction(9, 2), ("再增2次", 3)),  # 12 − 2 × 4.5; one and a half more, so two
        (6, None),
    ],
)
def test_bonus_names_the_acts_still_missing(times, missing):
    working = score(make_rule("bonus_per_occurrence_with_cap", "12", each="2"), Facts(amount=times))

    assert working.missing == ((Missing(*missing),) if missing else ())


def test_bonus_offers_the_records_that_do_not_count():
    rule = make_rule("bonus_per_occurrence_with_cap", "12", each="2")
    draft = make_item("b", text="9月业务互学（未报总结，不计）", counts=False)

    assert score(rule, of(make_item("a"), draft)).missing == (
        Missing("再增5次", Fraction(10)),
        Missing("9月业务互学（未报总结，不计）", Fraction(2)),
    )


def test_bonus_without_cap_and_points_goes_on():
    rule = make_rule("bonus_per_occurrence_with_cap", "0", each="2", unit="条")

    assert score(rule, happened(50)).value == 100
    assert rule.bounds(0) == (0, None)


def test_amounts_of_shared_records_add_up_exactly():
    rule = make_rule("bonus_per_occurrence_with_cap", "12", each="2")
    items = (make_item("a", amount=Fraction(1, 3)), make_item("b", amount=Fraction(2, 3)), make_item("c", amount=1))

    assert score(rule, of(*items)).value == 4  # 2 × (1/3 + 2/3 + 1)
    assert score(rule, of(*items, make_item("d", amount=Decimal("0.5")))).value == 5


@pytest.mark.parametrize(("times", "points"), [(0, 0), (1, 0), (2, 0), (3, 2), (Fraction(5, 2), 1)])
def test_bonus_begins_after_so_many(times, points):
    rule = make_rule("bonus_per_occurrence_with_cap", "12", each="2", beyond="2", unit="场")

    assert score(rule, Facts(amount=times)).value == points


def test_bonus_that_begins_later_says_so():
    rule = make_rule("bonus_per_occurrence_with_cap", "12", each="2", beyond="2", unit="场")

    working = score(rule, Facts(amount=3))

    assert rule.words() == "超过2场后，每场得2分，封顶12分。"
    assert working.lines == ("3场，超过2场的计 1 场", "2 × 1 = 2")
    assert working.missing == (Missing("再增5场", Fraction(10)),)
