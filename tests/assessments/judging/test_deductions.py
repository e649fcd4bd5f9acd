from decimal import Decimal

import pytest

from assessments.judging.deductions import Deduction, OvertimeRow, check_rows, deduction

FREE = OvertimeRow(0, 30, Decimal(0))
HALF = OvertimeRow(30, 59, Decimal("0.5"))
WHOLE = OvertimeRow(60, None, Decimal(1))
YANGMING = (FREE, HALF, WHOLE)


@pytest.mark.parametrize(
    ("seconds", "points", "row"),
    [
        (0, "0", None),
        (300, "0", None),
        (360, "0", None),  # exactly on time
        (361, "0", FREE),
        (389, "0", FREE),
        (390, "0.5", HALF),  # 30 over: the row that begins there
        (419, "0.5", HALF),
        (420, "1", WHOLE),
        (9999, "1", WHOLE),
    ],
)
def test_deduction_of_a_six_minute_speech(seconds, points, row):
    found = deduction(seconds, 360, YANGMING, most=Decimal(1))

    assert found == Deduction(Decimal(points), max(0, seconds - 360), row)


def test_deduction_needs_a_time_and_a_limit():
    assert deduction(None, 360, YANGMING) == deduction(500, None, YANGMING) == Deduction()


def test_deduction_is_never_more_than_the_most():
    found = deduction(425, 360, YANGMING, most=Decimal("0.8"))

    assert (found.points, found.capped) == (Decimal("0.8"), True)
    assert str(found) == "超时 60 秒及以上，扣 1 分（最多扣 0.8 分）"


def test_deduction_below_the_first_row_is_free():
    late = OvertimeRow(10, None, Decimal(2))

    assert deduction(365, 360, (late,)) == Deduction(over=5)
    assert deduction(370, 360, (late,)) == Deduction(Decimal(2), 10, late)


def test_deduction_does_not_depend_on_the_order_of_rows():
    assert deduction(395, 360, YANGMING[::-1]) == deduction(395, 360, YANGMING)


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (YANGMING, []),
        ((), []),
        ((OvertimeRow(0, 29, Decimal(0)), HALF, WHOLE), []),  # 29 and 30, 59 and 60: one second follows the other
        ((FREE, WHOLE), ["超时 31–59 秒没有规定。"]),
        ((FREE, HALF), ["超时超过 59 秒没有规定，最后一档应为“及以上”。"]),
        (
            (OvertimeRow(0, 40, Decimal(0)), HALF, WHOLE),
            ["“超时 0–40 秒，扣 0 分”与“超时 30–59 秒，扣 0.5 分”重叠。"],
        ),
        (
            (OvertimeRow(0, None, Decimal(0)), WHOLE),
            ["“超时 0 秒及以上，扣 0 分”与“超时 60 秒及以上，扣 1 分”重叠。"],
        ),
        (
            (FREE, HALF, OvertimeRow(60, None, Decimal("0.2"))),
            ["“超时 60 秒及以上，扣 0.2 分”比前一档扣得少。"],
        ),
        ((OvertimeRow(-5, None, Decimal(1)),), ["“超时 -5 秒及以上，扣 1 分”：起始秒数不能为负数。"]),
        ((OvertimeRow(9, 5, Decimal(0)), WHOLE), ["“超时 9–5 秒，扣 0 分”：起止秒数颠倒。", "超时 6–59 秒没有规定。"]),
        ((OvertimeRow(0, None, Decimal(-1)),), ["“超时 0 秒及以上，扣 -1 分”：扣分不能为负数。"]),
    ],
)
def test_rows_are_checked_for_holes_and_overlaps(rows, faults):
    assert check_rows(rows) == faults
