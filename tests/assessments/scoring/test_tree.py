from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.facts import Facts
from assessments.scoring.tree import compute, compute_values
from assessments.scoring.working import Missing

from .made import frames_of, happened, make_item, make_leaf, make_parent, of

SHARE = {"kind": "proportion"}
BONUS = {"kind": "bonus_per_occurrence_with_cap", "each": "2"}
THIRD = Facts(amount=1, whole=3)


def values_of(*roots, facts, decimals=2, **more):
    found = compute_values(roots, facts, frames_of(*roots), decimals, **more)
    return found.total, found.values


def test_parts_add_up_to_what_is_shown():
    # 10 ÷ 3 is 3.33 three times: 9.99, though the whole would be 10
    roots = [make_parent("A", *(make_leaf(id, SHARE) for id in (1, 2, 3)), points="30")]

    total, values = values_of(*roots, facts=dict.fromkeys((1, 2, 3), THIRD))

    assert total == Decimal("9.99")
    assert values == {1: Decimal("3.33"), 2: Decimal("3.33"), 3: Decimal("3.33"), "A": Decimal("9.99")}


@pytest.mark.parametrize(
    ("decimals", "value"), [(0, "1"), (1, "0.6"), (2, "0.63"), (3, "0.625"), (4, "0.625")]
)  # 5 × 1 ÷ 8 = 0.625
def test_a_node_is_rounded_half_up_once(decimals, value):
    leaf = make_leaf(1, SHARE, "5")

    assert values_of(leaf, facts={1: Facts(amount=1, whole=8)}, decimals=decimals)[0] == Decimal(value)


def test_a_weighted_leaf_is_rounded_after_its_weight_only():
    # 10 × 1 ÷ 3 × 45 % = 1.5 → 2; rounded before it would be 3 × 45 % = 1.35 → 1
    leaf = make_leaf(1, SHARE, weight="45")

    assert values_of(leaf, facts={1: THIRD}, decimals=0)[1] == {1: Decimal(2)}


def test_cap_and_floor_of_a_node_stand_before_its_weight():
    capped = make_leaf(1, BONUS, "10", cap="6", weight="50")
    floored = make_leaf(2, {"kind": "deduct_per_occurrence", "each": "9", "base": "zero"}, "0", floor="-4", weight="50")

    _, values = values_of(capped, floored, facts={1: happened(5), 2: happened(1)})

    assert values == {1: Decimal(3), 2: Decimal(-2)}


def test_a_parent_has_its_own_cap_and_that_of_its_join():
    def parent(**fields):
        return make_parent("A", make_leaf(1, BONUS), make_leaf(2, BONUS), points="20", **fields)

    facts = {1: happened(5), 2: happened(4)}

    assert values_of(parent(), facts=facts)[0] == 18
    assert values_of(parent(cap="15"), facts=facts)[0] == 15
    assert values_of(parent(join="sum", ends={"cap": "12"}), facts=facts)[0] == 12
    assert values_of(parent(join="sum", ends={"cap": "12"}, cap="11"), facts=facts)[0] == 11
    assert values_of(parent(join="sum", ends={"floor": "19"}), facts=facts)[0] == 19
    assert values_of(parent(join="sum", ends={"floor": "19"}, floor="19.5"), facts=facts)[0] == Decimal("19.5")


def test_a_parent_is_counted_once():
    leaf = make_leaf(1, BONUS)
    roots = [make_parent("A", make_parent("B", make_parent("C", leaf, points="10"), points="10"), points="10")]

    total, values = values_of(*roots, facts={1: happened(3)})

    assert total == 6
    assert values == {1: 6, "A": 6, "B": 6, "C": 6}


def test_points_by_hand_replace_what_was_computed_before_the_weight():
    leaf = make_leaf(1, BONUS, weight="50")
    other = make_leaf(2, BONUS, weight="50")

    outcome = compute((leaf, other), {1: happened(3), 2: happened(1)}, frames_of(leaf, other), 2, {1: Decimal("9")})

    assert outcome.values == {1: Decimal("4.5"), 2: Decimal(1)}
    assert outcome.workings[1].value == 6  # what the rule says stays to be seen
    assert outcome.lines(leaf) == ("改定 9 分", "9 × 50% = 4.5")


def test_points_by_hand_do_not_pass_the_cap():
    leaf = make_leaf(1, BONUS, cap="5")

    assert values_of(leaf, facts={}, given={1: Decimal(9)})[0] == 5


def test_a_leaf_without_facts_has_nothing():
    total, values = values_of(make_leaf(1, BONUS), make_leaf(2), facts={})

    assert (total, values) == (0, {1: 0, 2: 0})


def test_vetoes_are_gathered_and_one_of_them_takes_all():
    leaf = make_leaf(1, BONUS)
    lower = make_leaf(2, {"kind": "veto", "effect": "grade_at_most", "grade": "二星"}, "0", is_extra=True)
    zero = make_leaf(3, {"kind": "veto", "effect": "total_zero"}, "0", is_extra=True)
    facts = {1: happened(3), 2: happened(1)}

    lowered = compute((leaf, lower, zero), facts, frames_of(leaf, lower, zero), 2)
    nothing = compute((leaf, lower, zero), facts | {3: happened(1)}, frames_of(leaf, lower, zero), 2)

    assert (lowered.total, [veto.effect for veto in lowered.vetoes]) == (6, ["grade_at_most"])
    assert (nothing.total, nothing.sum_of_tops) == (0, 6)
    assert [veto.effect for veto in nothing.vetoes] == ["grade_at_most", "total_zero"]


def test_lines_lead_from_leaf_to_total():
    third, two = make_leaf(1, SHARE), make_leaf(2, BONUS)
    minus = make_leaf(3, {"kind": "deduct_per_occurrence", "each": "0.5", "base": "zero"}, "0", is_extra=True)
    root = make_parent("A", third, two, minus, points="20", weight="70", cap="5")

    outcome = compute((root,), {1: THIRD, 2: happened(1), 3: happened(1)}, frames_of(root), 2)

    assert outcome.lines(third) == ("10 × 1 ÷ 3 ≈ 3.3333", "四舍五入 = 3.33")
    assert outcome.lines(minus) == ("−0.5 × 1 = −0.5",)
    assert outcome.lines(root) == ("3.33 + 2 − 0.5 = 4.83", "4.83 × 70% = 3.381", "四舍五入 = 3.38")
    capped = compute((root,), {1: THIRD, 2: happened(2)}, frames_of(root), 2)
    assert capped.lines(root) == ("3.33 + 4 + 0 = 7.33", "最高5分 = 5", "5 × 70% = 3.5")


def test_missing_is_gathered_with_what_it_brings_to_the_total():
    absent = make_item("a", text="一季度未落实")
    first = make_leaf(1, {"kind": "deduct_per_occurrence", "each": "2"})
    root = make_parent("A", first, make_leaf(2, BONUS), points="20", weight="50")
    other = make_leaf(3, SHARE, weight="50")

    outcome = compute((root, other), {1: of(absent), 2: happened(4), 3: THIRD}, frames_of(root, other), 2)

    assert outcome.missing == (
        Missing("再完成2次", Fraction(10, 3), 3),  # 20/3 × 50 %
        Missing("一季度未落实", Fraction(1), 1),
        Missing("再增1次", Fraction(1), 2),
    )


def test_unanswered_names_what_people_have_yet_to_enter():
    choice = make_leaf(1, {"kind": "levels", "levels": [{"name": "好", "points": "10"}]})
    share = make_leaf(2, SHARE)

    def unanswered(facts, given=None):
        return compute((choice, share), facts, frames_of(choice, share), 2, given).unanswered

    assert unanswered({}) == (1, 2)
    assert unanswered({1: Facts(choice="好"), 2: THIRD}) == ()
    assert unanswered({2: THIRD}, {1: Decimal(5)}) == ()


def test_frames_may_come_from_a_function():
    leaf = make_leaf(1, BONUS)

    assert compute_values((leaf,), {1: happened(2)}, frames_of(leaf).get, 2).total == 4
