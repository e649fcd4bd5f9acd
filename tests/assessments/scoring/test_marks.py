from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.facts import Facts

from .made import make_rule, score


def marks(*given):
    return Facts(marks=tuple(Decimal(mark) for mark in given))


SPEECH = marks("94.8", "95.7", "94.1", "97.65", "90.9")


def test_trimmed_mean_to_two_decimals():
    # 97.65 and 90.9 go; (94.8 + 95.7 + 94.1) ÷ 3 = 284.6 ÷ 3 = 94.8666… → 94.87
    assert score(make_rule("trimmed_mean", "100", decimals=2), SPEECH).value == Decimal("94.87")
    assert score(make_rule("trimmed_mean", "100"), SPEECH).value == Fraction(2846, 30)


def test_trimmed_mean_is_scaled_after_its_rounding():
    # 94.87 of 100 is 18.974 of 20
    working = score(make_rule("trimmed_mean", "20", decimals=2, out_of="100"), SPEECH)

    assert working.value == Decimal("18.974")
    assert working.lines == (
        "去掉最高 97.65",
        "去掉最低 90.9",
        "平均（94.1 + 94.8 + 95.7）÷ 3，保留2位小数 = 94.87",
        "20 × 94.87 ÷ 100 = 18.974",
    )


@pytest.mark.parametrize(
    ("params", "given", "value", "answered"),
    [
        ({}, ["9", "8"], "0", False),  # two marks, two to drop
        ({"when_few": "mean"}, ["9", "8"], "8.5", True),
        ({"least": 5, "when_few": "median"}, ["9", "8", "1"], "8", True),
        ({"least": 5}, ["9", "8", "7", "6", "1"], "7", True),
        ({"drop_high": 2, "drop_low": 0}, ["9", "8", "7", "6"], "6.5", True),
        ({"drop_high": 0, "drop_low": 0}, ["9", "8"], "8.5", True),
        ({}, [], "0", False),
        ({"when_few": "mean"}, [], "0", False),
        ({}, ["9", "9", "9"], "9", True),
    ],
)
def test_trimmed_mean_with_few_marks(params, given, value, answered):
    working = score(make_rule("trimmed_mean", "10", **params), marks(*given))

    assert (working.value, working.answered) == (Decimal(value), answered)


def test_trimmed_mean_of_an_extra_without_points_has_no_highest():
    rule = make_rule("trimmed_mean", "0", drop_high=0, drop_low=0)

    assert (rule.bounds(0), score(rule, marks("9", "8")).value) == ((0, None), Decimal("8.5"))


def test_trimmed_mean_says_itself():
    rule = make_rule("trimmed_mean", "20", decimals=2, out_of="100")

    assert rule.words() == "去掉1个最高分、1个最低分，其余取平均，保留2位小数，100分制折算为20分；不足3份的不计分。"
    assert score(rule, marks("9", "8")).bites == ("评分 2 份，少于 3 份，不计分",)
