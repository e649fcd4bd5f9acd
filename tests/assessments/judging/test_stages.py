from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.judging.rules import POINTS, WEIGHTED
from assessments.judging.scales import Scale
from assessments.judging.stages import Term, check_criteria, check_weights, final_value, full_mark, stage_value

from .made import make_criteria


def test_stage_value_never_falls_below_nothing():
    assert stage_value(Fraction(284, 3), Decimal("0.5")) == Fraction(565, 6)  # 94.6666… - 0.5 = 94.1666…
    assert stage_value(Fraction(1, 3), Decimal(1)) == 0
    assert stage_value(None, Decimal(1)) is None


def test_final_value_is_exact():
    # 五四红旗团委: 答辩 90 × 40% = 36, 自评 95 × 12% = 11.4, 互评 89 × 24% = 21.36, 主办方 91 × 24% = 21.84; sum 90.6
    terms = [
        Term(stage, Fraction(value), Decimal(weight))
        for stage, (value, weight) in enumerate([(90, 40), (95, 12), (89, 24), (91, 24)])
    ]

    assert [term.product for term in terms] == [36, Fraction(114, 10), Fraction(2136, 100), Fraction(2184, 100)]
    assert final_value(terms) == Fraction(906, 10)


@pytest.mark.parametrize(
    ("weights", "faults"),
    [
        (["40", "12", "24", "24"], []),
        (["0", "100"], []),
        (["33.33", "33.33", "33.34"], []),
        (["40", "50"], ["各阶段权重合计应为 100，现为 90。"]),
        (["33.3", "33.3", "33.3"], ["各阶段权重合计应为 100，现为 99.9。"]),
        (["-10", "110"], ["阶段权重不能为负数。"]),
        ([], ["各阶段权重合计应为 100，现为 0。"]),
    ],
)
def test_weights_of_the_stages_add_up(weights, faults):
    assert check_weights([Decimal(weight) for weight in weights]) == faults


@pytest.mark.parametrize(
    ("weights", "scoring", "faults"),
    [
        (["70", "15", "10", "5"], WEIGHTED, []),
        (["5", "5"], POINTS, []),
        (["70", "15", "10"], WEIGHTED, ["评分项权重合计应为 100，现为 95。"]),
        (["10", "0"], POINTS, ["“第2项”的分值应大于 0。"]),
        ([], POINTS, ["还没有评分项。"]),
    ],
)
def test_weights_of_the_criteria_add_up(weights, scoring, faults):
    assert check_criteria(make_criteria(*weights), scoring) == faults


def test_full_mark_is_the_best_sheet():
    criteria = make_criteria("70", "30")

    assert full_mark(criteria, POINTS, Scale(Decimal(0), Decimal(10))) == 100
    assert full_mark(criteria, WEIGHTED, Scale(Decimal(0), Decimal(10))) == 10
