"""The periods an office counts in: years, half-years, quarters, months.

Quarter.of(day)  Quarter(2026, 3).next()  .previous()  .first_day  .last_day  .label  .short_label
year_period(2026)  half_year(2026, 1)  quarters_of(2026)  months_of(2026)  -> Period(first_day, last_day, label, key)
period_of(key)  "2026" | "2026H1" | "2026Q3" | "2026-07" -> Period, ValueError for anything else
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

NUMERALS = "一二三四"
KEY = re.compile(r"(?P<year>\d{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?", re.ASCII)


@dataclass(frozen=True)
class Period:
    """A stretch of whole days with a name for people (`label`) and one for programs (`key`)."""

    first_day: date
    last_day: date
    label: str
    key: str

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self):
        return self.label


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    def __post_init__(self):
        if not (MINYEAR <= self.year <= MAXYEAR and 1 <= self.number <= 4):
            raise ValueError(f"no such quarter: {self.year}Q{self.number}")

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return _last_day(self.year, self.number * 3)

    @property
    def short_label(self) -> str:
        return f"{NUMERALS[self.number - 1]}季度"

    @property
    def label(self) -> str:
        return f"{self.year}年第{self.short_label}"

    @property
    def key(self) -> str:
        return f"{self.year:04}Q{self.number}"

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day, self.label, self.key)

    def next(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    def previous(self) -> "Quarter":
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self):
        return self.label


def year_period(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), f"{year}年", f"{year:04}")


def half_year(year: int, number: int) -> Period:
    first_day = date(year, number * 6 - 5, 1)
    return Period(first_day, _last_day(year, number * 6), f"{year}年{'上下'[number - 1]}半年", f"{year:04}H{number}")


def month_period(year: int, month: int) -> Period:
    first_day = date(year, month, 1)
    return Period(first_day, _last_day(year, month), f"{year}年{month}月", f"{year:04}-{month:02}")


def quarters_of(year: int) -> list[Period]:
    return [Quarter(year, number).period for number in range(1, 5)]


def months_of(year: int) -> list[Period]:
    return [month_period(year, month) for month in range(1, 13)]


def period_of(key: str) -> Period:
    """The period a key names; ValueError when it names none, so a bad query string is one `except`."""
    match = KEY.fullmatch(key)
    if not match:
        raise ValueError(f"no such period: {key!r}")
    year = int(match["year"])
    if match["half"]:
        return half_year(year, int(match["half"]))
    if match["quarter"]:
        return Quarter(year, int(match["quarter"])).period
    if match["month"]:
        return month_period(year, int(match["month"]))
    return year_period(year)


def _last_day(year, month):
    return date(year, month, monthrange(year, month)[1])
