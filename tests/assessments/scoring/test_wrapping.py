from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.facts import Facts
from assessments.scoring.working import GRADE_AT_MOST, NO_GRADE, TOTAL_ZERO, Missing, Veto

from .made import happened, make_item, make_rule, of, score
from .test_tiers import BY_LABEL

HALF_EACH = {"kind": "deduct_per_occurrence", "each": "0.5"}
TIERS = {"kind": "tier", "labels": BY_LABEL, "per": "item"}


def project(key, label, group, **fields):
    return make_item(key, label=label, group=group, **fields)


def test_of_one_project_only_the_highest_counts():
    # 同一项目就高: the project won at county, then at city level; another one at town level
    rule = make_rule("take_highest_dedupe", "0", inner=TIERS)

    working = score(rule, of(project("a", "县", "甲"), project("b", "市", "甲"), project("c", "镇", "乙")))

    assert working.value == 8  # 6 + 2
    assert working.lines == ("市 6 + 镇 2 = 8",)
    assert working.bites == ("同一项目“甲”就高，不累计：记录a",)


def test_records_without_a_group_all_count():
    rule = make_rule("take_highest_dedupe", "0", inner=TIERS)

    assert score(rule, of(project("a", "县", ""), project("b", "县", ""))).value == 8


def test_of_equal_ones_one_is_taken_even_when_all_is_the_same():
    rule = make_rule("take_highest_dedupe", "0", inner=TIERS)

    assert score(rule, of(project("a", "县", "甲"), project("b", "县", "甲"))).value == 4
    assert score(rule, of(project("a", "县", "甲"), project("a", "县", "甲"))).value == 4


def test_of_one_case_only_one_deduction_counts():
    # 同一案件同一部门不累计
    rule = make_rule("take_highest_dedupe", "5", inner=HALF_EACH)
    items = [make_item(f"a{place}", group="某案") for place in range(3)]

    assert score(rule, of(*items, make_item("b"))).value == 4  # 5 − 0.5 × 2


def test_what_does_not_count_takes_no_place_of_its_group():
    rule = make_rule("take_highest_dedupe", "0", inner=TIERS)

    assert score(rule, of(project("a", "县", "甲"), project("b", "省", "甲", counts=False))).value == 4


def test_highest_moves_a_given_figure_too():
    rule = make_rule("take_highest_dedupe", "5", inner=HALF_EACH)
    items = tuple(make_item(f"a{place}", group="某案") for place in range(3))

    assert score(rule, Facts(items=items, amount=4)).value == 4  # four, of which two fall away


@pytest.mark.parametrize(
    ("flags", "factor", "value"),
    [
        # 催办后仍未落实加倍: of four, one after the reminder: 5 − 0.5 × (3 + 2)
        ((("催办后",), (), (), ()), "2", "2.5"),
        # 其他干部减半: 5 − 0.5 × (2 + 2 × 0.5)
        ((("催办后",), ("催办后",), (), ()), "0.5", "3.5"),
        (((), ()), "2", "4"),
        ((("其他",), ("催办后", "其他")), "2", "3.5"),  # 5 − 0.5 × 3
    ],
)
def test_marked_records_count_more_than_once(flags, factor, value):
    rule = make_rule("multiplier", "5", flag="催办后", factor=factor, inner=HALF_EACH)

    items = [make_item(f"a{place}", flags=each) for place, each in enumerate(flags)]

    assert score(rule, of(*items)).value == Decimal(value)


def test_doubling_ends_where_nothing_is_left():
    rule = make_rule("multiplier", "5", flag="催办后", factor="2", inner=HALF_EACH)

    working = score(rule, happened(6, flags=("催办后",)))

    assert rule.words() == "从5分里每次扣0.5分，扣完为止；标有“催办后”的加倍计。"
    assert working.lines == ("其中 6 条标有“催办后”，加倍计", "5 − 0.5 × 12 = −1", "扣完为止 = 0")
    assert working.bites == ("扣完为止：−1 → 0",)


@pytest.mark.parametrize("full", [Decimal("5.00"), 5])
def test_points_by_hand_stay_in_range_however_the_full_mark_is_written(full):
    rule = make_rule("multiplier", "5", factor="0.5", inner=HALF_EACH)

    assert rule.bounds(full) == (0, Decimal("2.5"))


def test_doubling_moves_a_given_figure_by_the_marked_records():
    rule = make_rule("multiplier", "5", flag="催办后", factor="2", inner=HALF_EACH)

    assert score(rule, Facts(items=(make_item("a", flags=("催办后",)),), amount=4)).value == Decimal("2.5")


def test_a_whole_result_is_multiplied():
    # 平台扣分×10: an extra; the platform took away 0.3
    rule = make_rule(
        "multiplier", "0", factor="10", inner={"kind": "deduct_per_occurrence", "each": "0.1", "base": "zero"}
    )

    working = score(rule, happened(3))

    assert working.value == -3
    assert working.lines == ("−0.1 × 3 = −0.3", "−0.3 × 10 = −3")
    assert score(rule, happened(3)).missing[0] == Missing("第1条", Fraction(1))


def test_three_rules_inside_each_other():
    # of one project the highest, doubled after the reminder, at most 9
    rule = make_rule(
        "multiplier", "0", flag="创新", factor="2", cap="9", inner={"kind": "take_highest_dedupe", "inner": TIERS}
    )
    items = [project("a", "县", "甲", flags=("创新",)), project("b", "市", "甲"), project("c", "镇", "乙")]

    # 甲: 县 4 doubled is 8, more than 市 6; 8 + 2 = 10 → 9
    assert score(rule, of(*items)).value == 9


@pytest.mark.parametrize(
    ("effect", "grade", "says"),
    [
        (TOTAL_ZERO, "", "总分计0分"),
        (GRADE_AT_MOST, "二星", "最高评为二星"),
        (NO_GRADE, "", "不评定等次"),
    ],
)
def test_veto_bites_when_it_happens(effect, grade, says):
    rule = make_rule("veto", "0", effect=effect, condition="档案严重缺失", **({"grade": grade} if grade else {}))

    never = score(rule, of(make_item("a", counts=False)))
    once = score(rule, of(make_item("b", text="2025年档案缺失")))

    assert (never.value, never.veto, never.bites) == (0, None, ())
    assert (once.value, once.veto) == (0, Veto(effect, grade, "档案严重缺失：2025年档案缺失"))
    assert once.bites == (f"一票否决，{says}（档案严重缺失：2025年档案缺失）",)
    assert rule.words() == f"一票否决：档案严重缺失的，{says}。"


def test_veto_on_a_leaf_with_points_takes_them():
    rule = make_rule("veto", "5", effect="no_grade", at_least="2")

    assert [score(rule, happened(times)).value for times in (0, 1, 2, 3)] == [5, 5, 0, 0]


def test_veto_bites_from_inside():
    rule = make_rule(
        "multiplier", "0", flag="重大", factor="3", inner={"kind": "veto", "effect": "total_zero", "at_least": "3"}
    )

    assert score(rule, of(make_item("a"), make_item("b"))).veto is None
    assert score(rule, of(make_item("a", flags=("重大",)))).veto.effect == TOTAL_ZERO


def test_a_rule_inside_that_waits_makes_the_whole_wait():
    rule = make_rule("multiplier", "0", factor="2", inner={"kind": "discretionary_range", "low": "-1", "high": "-2"})

    assert score(rule, Facts()).answered is False
    assert score(rule, Facts(points=Decimal(-1), reason="全年没有活动")).answered is True


def test_the_highest_is_found_after_doubling_inside():
    doubled = {"kind": "multiplier", "flag": "创新", "factor": "2", "inner": TIERS}
    rule = make_rule("take_highest_dedupe", "0", inner=doubled)

    # 县 4 doubled is 8, more than 市 6 of the same project
    assert score(rule, of(project("a", "县", "甲", flags=("创新",)), project("b", "市", "甲"))).value == 8


def test_units_are_compared_by_what_the_rule_inside_sees():
    rule = make_rule("multiplier", "10", flag="创新", factor="2", inner={"kind": "ratio_to_top"})
    new, old = of(make_item("a", flags=("创新",))), of(make_item("b"))

    peers = [rule.measure(new), rule.measure(old)]

    assert peers == [2, 1]
    assert [score(rule, each, peers=peers).value for each in (new, old)] == [10, 5]
