"""Each rule of the docstring of `official` is a group of rows here."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.reports.numbers import change, exact, growth, official, parts_of, step_of
from desk.reports.reading import numbers_in


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        # 1 exact below a thousand
        (1, "件", "1件"),
        (13, "场次", "13场次"),
        (32, "件", "32件"),
        (100, "次", "100次"),
        (995, "人次", "995人次"),
        (999, "次", "999次"),
        (Decimal("32.50"), "小时", "32.5小时"),
        (Decimal("999.5"), "小时", "999.5小时"),
        # 2 and 3 cut to a step, 余 where something was cut off
        (1001, "次", "1000余次"),
        (1099, "次", "1000余次"),
        (1126, "次", "1100余次"),
        (2960, "人次", "2900余人次"),
        (9801, "次", "9800余次"),
        (Decimal("10000.01"), "元", "1万余元"),
        (12_980, "人次", "1.2万余人次"),
        (283_600, "元", "28万余元"),
        (Decimal("283600.00"), "元", "28万余元"),
        (1_234_567, "元", "123万余元"),
        (23_456_789, "元", "2345万余元"),
        (123_456_789, "元", "1.2亿余元"),
        (1_234_567_890, "元", "12.3亿余元"),
        (1_234_567_890_123, "元", "12345.6亿余元"),
        # 4 whole steps
        (1000, "次", "1000次"),
        (1200, "次", "1200次"),
        (9900, "人次", "9900人次"),
        (12_000, "人次", "1.2万人次"),
        (99_000, "元", "9.9万元"),
        (280_000, "元", "28万元"),
        (300_000, "元", "30万元"),
        (120_000_000, "元", "1.2亿元"),
        # 5 just under a round number
        (1979, "人次", "1900余人次"),
        (1980, "人次", "近2000人次"),
        (2970, "人次", "近3000人次"),
        (2969, "人次", "2900余人次"),
        (2980, "人次", "近3000人次"),
        (2999, "人次", "近3000人次"),
        (Decimal("2999.5"), "小时", "近3000小时"),
        (9899, "次", "9800余次"),
        (9901, "次", "近1万次"),
        (9999, "元", "近1万元"),
        (19_799, "元", "1.9万余元"),
        (19_801, "元", "近2万元"),
        (99_001, "元", "近10万元"),
        (297_000, "元", "近30万元"),
        (296_999, "元", "29万余元"),
        (299_900, "元", "近30万元"),
        (9_980_001, "元", "998万余元"),
        (9_990_001, "元", "近1000万元"),
        (99_990_001, "元", "近1亿元"),
        (99_980_001, "元", "9998万余元"),
        (299_000_000, "元", "近3亿元"),
        # 6 where 万 and 亿 begin
        (9800, "元", "9800元"),
        (10_000, "元", "1万元"),
        (100_000, "元", "10万元"),
        (10_000_000, "元", "1000万元"),
        (100_000_000, "元", "1亿元"),
        # 7 units that are counted out
        (Decimal("0.5"), "万元", "5000元"),
        (Decimal("28.36"), "万元", "28万余元"),
        (500, "万元", "500万元"),
        (12_000, "万元", "1.2亿元"),
        (Decimal("3.27"), "亿元", "3.2亿余元"),
        # 8 zero
        (0, "件", "0件"),
        (Decimal("0.00"), "元", "0元"),
        (0, "万元", "0万元"),
        # 9 decimals
        (Decimal("8843.5"), "小时", "8800余小时"),
        (Decimal("0.5"), "小时", "0.5小时"),
        # 10 percentages
        (Decimal("1250.5"), "%", "1250.5%"),
        # a number alone
        (1126, "", "1100余"),
    ],
)
def test_figure_in_official_style(value, unit, words):
    assert official(value, unit) == words


@pytest.mark.parametrize("value", [-1, Decimal("-0.01"), Decimal("NaN"), Decimal("Infinity"), -283_600])
def test_what_is_no_figure_is_refused(value):
    for write in (official, exact):
        with pytest.raises(ValueError, match="not a figure"):
            write(value, "元")


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (Decimal("283600.00"), "元", "283600元"),
        (1126, "人次", "1126人次"),
        (Decimal("8843.50"), "小时", "8843.5小时"),
        (Decimal("28.36"), "万元", "28.36万元"),
        (Decimal("1E+6"), "元", "1000000元"),
        (0, "件", "0件"),
    ],
)
def test_exact_figure(value, unit, words):
    assert exact(value, unit) == words


@pytest.mark.parametrize(
    ("value", "before", "unit", "words"),
    [
        (13, 1, "场次", "比上年同期增加12场次"),
        (29, 32, "件", "比上年同期减少3件"),
        (283_600, 100, "元", "比上年同期增加28万余元"),
        (5, 5, "件", "与上年同期持平"),
        (0, 5, "件", "比上年同期减少5件"),
        (5, 0, "件", "上年同期无记录"),
        (0, 0, "件", "上年同期无记录"),
        (Decimal("3.5"), 2, "万元", "比上年同期增加1.5万元"),
    ],
)
def test_change_since_last_year(value, before, unit, words):
    assert change(value, before, unit) == words


@pytest.mark.parametrize(
    ("value", "before", "words"),
    [
        (9, 8, "比上年同期增长12.5%"),
        (2, 3, "比上年同期下降33.3%"),
        (20, 10, "比上年同期增长100%"),
        (7, 7, "与上年同期持平"),
        (10_001, 10_000, "与上年同期基本持平"),
        (7, 0, "上年同期无记录"),
    ],
)
def test_growth_since_last_year(value, before, words):
    assert growth(value, before) == words


figures = st.decimals(min_value=0, max_value=10**13, places=2) | st.integers(0, 10**6)
units = st.sampled_from(["", "元", "人次", "万元", "亿元", "小时"])


@given(figures, units)
def test_words_read_back_claim_the_figure(value, unit):
    words = official(value, unit)

    [number] = numbers_in(words)

    assert number.claims(Decimal(value) * parts_of(unit).scale)


@given(figures)
def test_more_is_never_above_and_just_under_never_below_and_both_within_a_step(value):
    value = Decimal(value)
    words = official(value)

    [number] = numbers_in(words.replace("近", "").replace("余", ""))

    said = number.low
    if "余" in words:
        assert said < value < said + step_of(value)
    elif "近" in words:
        assert value < said <= value + min(step_of(value), said / 100)
    else:
        assert said == value


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_greater_figure_never_reads_smaller(one, other):
    low, high = sorted((one, other))

    [below], [above] = numbers_in(official(low)), numbers_in(official(high))

    assert below.low <= above.high
