from decimal import Decimal

import pytest

from assessments.judging.scales import Scale, ScoreRefused, check_scale

TEN = Scale(Decimal(0), Decimal(10), 1)
HUNDRED = Scale(Decimal(0), Decimal(100), 0)
FROM_NINETY = Scale(Decimal(90), Decimal(100), 2)


@pytest.mark.parametrize(
    ("scale", "given", "mark"),
    [
        (TEN, "9.5", "9.5"),
        (TEN, " 9.5 ", "9.5"),
        (TEN, "９．５", "9.5"),  # full width, as a Chinese keyboard writes it
        (TEN, "９", "9.0"),
        (TEN, "+9", "9.0"),
        (TEN, "09.50", "9.5"),
        (TEN, "0", "0.0"),
        (TEN, "-0", "0.0"),
        (TEN, "10", "10.0"),
        (TEN, 7, "7.0"),
        (TEN, Decimal("7.5"), "7.5"),
        (HUNDRED, "100", "100"),
        (HUNDRED, Decimal("1E+2"), "100"),
        (FROM_NINETY, "90", "90.00"),
        (FROM_NINETY, "97.25", "97.25"),
    ],
)
def test_scale_takes_a_mark_on_it(scale, given, mark):
    assert str(scale.check(given)) == mark


@pytest.mark.parametrize(
    ("scale", "given", "sentence"),
    [
        (HUNDRED, "101", "“101”超出评分范围，应在 0 到 100 之间，只填整数。"),
        (HUNDRED, "-1", "“-1”超出评分范围，应在 0 到 100 之间，只填整数。"),
        (HUNDRED, "－１", "“-1”超出评分范围，应在 0 到 100 之间，只填整数。"),
        (FROM_NINETY, "89.99", "“89.99”超出评分范围，应在 90 到 100 之间，最多 2 位小数。"),
        (TEN, "9.55", "“9.55”小数位数过多，应在 0 到 10 之间，最多 1 位小数。"),
        (TEN, "9,5", "“9,5”不是分数，小数点请用“.”，应在 0 到 10 之间，最多 1 位小数。"),
        (TEN, "9，5", "“9,5”不是分数，小数点请用“.”，应在 0 到 10 之间，最多 1 位小数。"),
        (TEN, "9。5", "“9。5”不是分数，小数点请用“.”，应在 0 到 10 之间，最多 1 位小数。"),
        (TEN, "很好", "“很好”不是分数，请填数字，应在 0 到 10 之间，最多 1 位小数。"),
        (TEN, "九", "“九”不是分数，请填数字，应在 0 到 10 之间，最多 1 位小数。"),
        (TEN, "9分", "“9分”不是分数，请填数字，应在 0 到 10 之间，最多 1 位小数。"),
        (TEN, "", "没有填分数，应在 0 到 10 之间，最多 1 位小数。"),
        (TEN, "　", "没有填分数，应在 0 到 10 之间，最多 1 位小数。"),
        (TEN, None, "没有填分数，应在 0 到 10 之间，最多 1 位小数。"),
        (TEN, "9" * 5000, "填写的内容过长，不是分数，应在 0 到 10 之间，最多 1 位小数。"),
    ],
)
def test_scale_refuses_and_names_itself(scale, given, sentence):
    with pytest.raises(ScoreRefused) as refusal:
        scale.check(given)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "given",
    [
        *("NaN", "nan", "Infinity", "-inf", "1e2", "1E+2", "0x10", "1_0", "9.", ".5", "1 0"),
        *("٩", "½", "²", "9²", "①", "\x00", "9\n5"),
        *(True, float("nan"), [9]),
        *(Decimal("NaN"), Decimal("Infinity"), Decimal("1E+999999"), Decimal("1E-999999")),
    ],
)
def test_scale_refuses_what_python_would_call_a_number(given):
    with pytest.raises(ScoreRefused):
        HUNDRED.check(given)


@pytest.mark.parametrize(
    ("scale", "faults"),
    [
        (FROM_NINETY, []),
        (Scale(Decimal(100), Decimal(90)), ["评分下限 100 应小于上限 90。"]),
        (Scale(Decimal(-1), Decimal(10), 9), ["评分下限不能小于 0。", "评分的小数位数应在 0 到 4 之间。"]),
    ],
)
def test_scale_is_checked_at_set_up(scale, faults):
    assert check_scale(scale) == faults
