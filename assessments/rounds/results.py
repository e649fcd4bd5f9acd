"""结果表: a row for each unit that the person may see, with what the scheme says is shown."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class ResultRow:
    assessment: object
    number: int  # 序号
    values: tuple[Decimal | None, ...]  # the tops, in the order of Table.columns; empty where only grades are shown
    adjustment: Decimal | None
    total: Decimal | None
    grade: str
    place: int | None
    note: str
    can_open: bool


@dataclass(frozen=True)
class Table:
    columns: tuple  # top indicators
    rows: tuple[ResultRow, ...]
    has_adjustment: bool
    has_totals: bool
    has_places: bool


def table(round, user):
    """Empty rows before the round is shown, except for the committee's staff."""
    raise NotImplementedError("follows")


def workbook(round, user, day):
    """The official layout as .xlsx: 序号, 单位, a column for each top indicator, 合计, 等次, 备注."""
    raise NotImplementedError("follows")
