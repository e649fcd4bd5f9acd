from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.judging.exact import rounded
from assessments.judging.joining import Part, join, judge_total
from assessments.judging.rules import BY_CRITERION, MEAN, MEDIAN, POINTS, TRIMMED, WEIGHTED, Rule

from .made import ONE_AND_ONE, PLAIN_MEAN, make_criteria, make_sheet, make_sheets

ONE = make_criteria("10")

# 阳明区演讲比赛: 内容70 语言表达15 形象风度10 综合印象5, every mark from 90 to 100, one highest and one lowest dropped.
# Totals = 0.70 a + 0.15 b + 0.10 c + 0.05 d
#   judge 1: 66.50 + 14.10 + 9.60 + 4.60 = 94.80
#   judge 2: 67.20 + 14.25 + 9.50 + 4.75 = 95.70
#   judge 3: 65.10 + 14.40 + 9.70 + 4.90 = 94.10
#   judge 4: 68.25 + 14.70 + 9.90 + 4.80 = 97.65
#   judge 5: 63.70 + 13.50 + 9.20 + 4.50 = 90.90
YANGMING = make_criteria("70", "15", "10", "5")
SPEECH = make_sheets(
    ["95", "94", "96", "92"],
    ["96", "95", "95", "95"],
    ["93", "96", "97", "98"],
    ["97.5", "98", "99", "96"],
    ["91", "90", "92", "90"],
)


@pytest.mark.parametrize(
    ("rule", "marks", "value"),
    [
        (Rule(MEAN), ["8", "9", "9.5"], Fraction(265, 30)),  # 26.5 / 3
        (Rule(MEDIAN), ["8", "9.5", "9"], Fraction(9)),
        (Rule(MEDIAN), ["8", "9.5", "9", "7"], Fraction(17, 2)),  # between 8 and 9
        (Rule(MEDIAN), ["8"], Fraction(8)),
        (Rule(MEDIAN), ["8", "9"], Fraction(17, 2)),
        (Rule(TRIMMED, 1, 1, least=3), ["10", "8", "9", "9.5", "1"], Fraction(265, 30)),  # 10 and 1 go
        (Rule(TRIMMED, 2, 1, least=4), ["10", "8", "9", "9.5", "1"], Fraction(17, 2)),  # 10, 9.5 and 1 go
        (Rule(TRIMMED, 1, 1, least=3), ["9", "9", "9"], Fraction(9)),
        (Rule(TRIMMED, 0, 0), ["8", "9", "9.5"], Fraction(265, 30)),
    ],
)
def test_join_by_hand(rule, marks, value):
    assert join(make_sheets(*marks), ONE, rule).value == value


def test_join_trims_the_totals_of_a_speech():
    joined = join(SPEECH, YANGMING, ONE_AND_ONE, WEIGHTED)

    # 97.65 and 90.90 go; (94.80 + 95.70 + 94.10) / 3 = 284.60 / 3 = 94.8666…
    exact = ["94.80", "95.70", "94.10", "97.65", "90.90"]
    assert joined.judge_totals == {judge: Decimal(total) for judge, total in enumerate(exact, start=1)}
    assert joined.total == Part(value=Fraction(2846, 30), kept=(1, 2, 3), high=(4,), low=(5,))
    assert (joined.value, joined.divisor, joined.kept, joined.dropped) == (Fraction(2846, 30), 3, (1, 2, 3), (5, 4))
    assert str(rounded(joined.value, 2)) == "94.87"


def test_join_trims_inside_every_criterion_and_then_weighs():
    joined = join(SPEECH, YANGMING, Rule(TRIMMED, 1, 1, BY_CRITERION, least=3), WEIGHTED)

    # 内容: 95 + 96 + 93 = 284 / 3, without 97.5 and 91   × 0.70 = 66.2666…
    # 语言表达: 94 + 95 + 96 = 285 / 3, without 98 and 90   × 0.15 = 14.25
    # 形象风度: 96 + 95 + 97 = 288 / 3, without 99 and 92   × 0.10 =  9.60
    # 综合印象: 92 + 95 + 96 = 283 / 3, without 98 and 90   × 0.05 =  4.7166…    sum 94.8333…
    assert joined.criterion_means == {1: Fraction(284, 3), 2: Fraction(95), 3: Fraction(96), 4: Fraction(283, 3)}
    assert joined.dropped == {1: (5, 4), 2: (5, 4), 3: (5, 4), 4: (5, 3)}
    assert joined.kept == {1: (1, 2, 3), 2: (1, 2, 3), 3: (1, 2, 3), 4: (1, 2, 4)}
    assert (joined.value, joined.divisor, joined.total) == (Fraction(569, 6), 3, None)
    assert str(rounded(joined.value, 2)) == "94.83"


def test_join_takes_the_median_of_every_criterion():
    sheets = make_sheets(["5", "1"], ["1", "5"], ["3", "3"])

    joined = join(sheets, make_criteria("5", "5"), Rule(MEDIAN, per=BY_CRITERION))

    assert (joined.value, joined.criterion_means) == (Fraction(6), {1: Fraction(3), 2: Fraction(3)})


def test_join_by_total_shows_the_mean_of_all_sheets_for_a_criterion():
    # A trimmed total says nothing about which marks of a criterion count, so all of them are in its mean.
    joined = join(make_sheets(["5", "4"], ["3", "3"], ["1", "2"]), make_criteria("5", "5"), ONE_AND_ONE)

    assert (joined.value, joined.criterion_means) == (Fraction(6), {1: Fraction(3), 2: Fraction(3)})


def test_judge_total_adds_points_or_weighs():
    marks, criteria = {1: Decimal("27.5"), 2: Decimal("38")}, make_criteria("30", "70")

    assert judge_total(marks, criteria, POINTS) == Decimal("65.5")
    assert judge_total(marks, criteria, WEIGHTED) == Decimal("34.85")  # 8.25 + 26.60


def test_join_divides_by_the_sheets_that_are_there():
    # Judges 2 and 4 stood aside: 9 + 8 + 9.5 = 26.5, divided by 3 and not by 5.
    joined = join(make_sheets("9", None, "8", None, "9.5"), ONE, PLAIN_MEAN)

    assert (joined.value, joined.divisor, joined.kept) == (Fraction(265, 30), 3, (1, 3, 5))


def test_join_drops_the_same_judge_whatever_the_order():
    sheets = make_sheets("9", "8", "9", "8", "8.5")

    forwards, backwards = join(sheets, ONE, ONE_AND_ONE), join(sheets[::-1], ONE, ONE_AND_ONE)

    assert forwards == backwards
    assert (forwards.total.low, forwards.total.high, forwards.value) == ((2,), (3,), Fraction(17, 2))


@pytest.mark.parametrize(
    ("when_few", "value", "used"),
    [("refuse", None, ""), (MEAN, Fraction(17, 2), MEAN), (MEDIAN, Fraction(17, 2), MEDIAN)],
)
def test_join_with_few_sheets_does_what_was_fixed(when_few, value, used):
    joined = join(make_sheets("8", "9"), ONE, Rule(TRIMMED, 1, 1, least=5, when_few=when_few))

    assert (joined.value, joined.rule_used, joined.few) == (value, used, True)
    assert joined.why_none == ("" if value else "有效评分表 2 份，少于规定的 5 份，不计分。")


def test_join_of_no_sheets_is_no_value():
    joined = join([], ONE, Rule(MEAN))

    assert (joined.value, joined.why_none, joined.divisor, joined.kept) == (None, "没有有效评分表。", 0, ())


def test_join_refuses_what_the_caller_must_not_hand_over():
    with pytest.raises(ValueError, match="lacks the mark for criterion 2"):
        join(make_sheets(["5"]), make_criteria("5", "5"), PLAIN_MEAN)
    with pytest.raises(ValueError, match="two sheets of one judge"):
        join([make_sheet(1, "5"), make_sheet(1, "6")], ONE, PLAIN_MEAN)


def test_join_is_exact_where_floats_are_not():
    # 8.0 + 8.0 + 8.9 = 24.9 = 3 × 8.3: equal. As floats the first is 8.299999999999999.
    assert (8.0 + 8.0 + 8.9) / 3 < 8.3
    one, other = join(make_sheets("8.0", "8.0", "8.9"), ONE, PLAIN_MEAN), join(make_sheets("8.3"), ONE, PLAIN_MEAN)
    assert one.value == other.value
