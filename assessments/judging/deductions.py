"""Points off for talking too long. Whole seconds; the time-keeper measures, judges do not.

A row begins with its first second and ends where the next one begins: 30 seconds over belongs to the row “30–59”, not
to “0–30”, and 60 to “60 and more”. The ends are there to be read and to be checked; what decides is where a row begins.
Not over the limit, or exactly at it, costs nothing.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from .exact import plain


@dataclass(frozen=True, slots=True)
class OvertimeRow:
    """Over the limit by `start` seconds up to `end` (None: and more) costs `points`."""

    start: int
    end: int | None
    points: Decimal

    def __str__(self):
        span = f"超时 {self.start} 秒及以上" if self.end is None else f"超时 {self.start}–{self.end} 秒"
        return f"{span}，扣 {plain(self.points)} 分"


@dataclass(frozen=True, slots=True)
class Deduction:
    """`points` off for `over` seconds; `row` is the one that bit, None when nobody measured or nothing was over."""

    points: Decimal = Decimal(0)
    over: int = 0
    row: OvertimeRow | None = None
    capped: bool = False

    def __str__(self):
        if self.row is None:
            return "未超时"
        return f"{self.row}" + (f"（最多扣 {plain(self.points)} 分）" if self.capped else "")


def deduction(seconds_used, limit_seconds, rows, most=None):
    """What so many seconds cost. `seconds_used` None: not measured. `most`: the largest deduction there is."""
    if seconds_used is None or limit_seconds is None or seconds_used <= limit_seconds:
        return Deduction()
    over = seconds_used - limit_seconds
    row = max((row for row in rows if row.start <= over), key=lambda row: row.start, default=None)
    if row is None:
        return Deduction(over=over)
    capped = most is not None and row.points > most
    return Deduction(points=most if capped else row.points, over=over, row=row, capped=capped)


def check_rows(rows):
    """Faults of the rows at set-up, in Chinese: overlaps, holes, an end, amounts that shrink; empty when sound."""
    rows = sorted(rows, key=lambda row: row.start)
    faults = [fault for row in rows for fault in _check_row(row)]
    for row, following in pairwise(rows):
        faults.extend(_check_neighbours(row, following))
    if rows and rows[-1].end is not None:
        faults.append(f"超时超过 {rows[-1].end} 秒没有规定，最后一档应为“及以上”。")
    return faults


def _check_row(row):
    if row.start < 0:
        yield f"“{row}”：起始秒数不能为负数。"
    if row.end is not None and row.end < row.start:
        yield f"“{row}”：起止秒数颠倒。"
    if row.points < 0:
        yield f"“{row}”：扣分不能为负数。"


def _check_neighbours(row, following):
    if row.end is None or following.start < row.end or following.start == row.start:
        yield f"“{row}”与“{following}”重叠。"
    elif following.start > row.end + 1:
        yield f"超时 {row.end + 1}–{following.start - 1} 秒没有规定。"
    if following.points < row.points:
        yield f"“{following}”比前一档扣得少。"
