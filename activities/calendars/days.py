"""How one day stands in a calendar: its number, what rests, what is worked, and whose festival it is.

What the page shows is safe text already, as an entry's is.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString

from portal.workdays import day_kind

WEEKDAYS = "一二三四五六日"


@dataclass
class Day:
    date: date
    is_out: bool  # of the month before or after, only there to fill the week
    is_today: bool
    entries: list = field(default_factory=list)
    bars: list = field(default_factory=list)  # those over several days
    href: str = ""

    def __post_init__(self):
        kind = day_kind(self.date)
        self.rest, self.off, self.work, self.festival = kind.rest, kind.off, kind.work, kind.festival
        day = self.date
        self.key = SafeString(f"{day.month:02}-{day.day:02}")
        self.words = SafeString(f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}")
        self.short = self.number = SafeString(day.day)
        if self.is_out and (day.day == 1 or day.weekday() == 0):
            self.number = SafeString(f"{day.month}月{day.day}日")  # 10月1日 after 30
        marks = ("is-rest", self.rest), ("is-out", self.is_out), ("is-today", self.is_today)
        self.css = SafeString("".join(f" {name}" for name, holds in marks if holds))
        self.note = escape(self._note())

    @property
    def all(self):
        return self.bars + self.entries

    @property
    def clashes(self):
        return any(entry.clashes for entry in self.entries)

    def _note(self):
        """中秋节 on its first day off, 国庆调休 on a day worked for it."""
        if self.work:
            return f"{self.festival.removesuffix('节')}调休" if self.festival else "调休"
        if self.off and not (self._yesterday.off and self._yesterday.festival == self.festival):
            return self.festival
        return ""

    @property
    def _yesterday(self):
        return day_kind(self.date - timedelta(days=1))


def days_between(first_day, last_day, today, period=None):
    count = (last_day - first_day).days + 1
    dates = [first_day + timedelta(days=number) for number in range(count)]
    return [Day(day, is_out=bool(period) and day not in period, is_today=day == today) for day in dates]
