"""The month as a page: weeks from Monday, entries in their days, those over several days as bars in lanes."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from activities.calendars.days import days_between
from activities.calendars.entries import span_words

LINES = 3  # entries a day shows; when there are more, one less and “还有 n 项”
LANES = 3  # bars that lie under each other in a week
DOTS = [mark_safe("<span></span>" * number) for number in range(4)]  # noqa: S308 -- the dots of the mini month


@dataclass
class Bar:
    entry: object
    column: int
    span: int
    lane: int
    goes_on: str  # classes: cut at the left or right edge

    @property
    def css(self):
        lane = f" l{self.lane}" if self.lane > 1 else ""
        return SafeString(f"a{self.entry.tint} c{self.column} s{self.span}{lane}{self.goes_on}{self.entry.past}")


@dataclass
class Week:
    days: list
    bars: list

    @property
    def lanes(self):
        return max((bar.lane for bar in self.bars), default=0)


def weeks_of(period, entries, today, agenda):
    """Every day of the weeks that hold the month; only those of the month carry entries. `agenda`: address of the list
    by day, to which the numbers lead."""
    first = period.first_day - timedelta(days=period.first_day.weekday())
    last = period.last_day + timedelta(days=6 - period.last_day.weekday())
    days = days_between(first, last, today, period)
    by_date = {day.date: day for day in days}
    for day in days:
        day.href = escape(f"{agenda.replace(period.key, f'{day.date:%Y-%m}')}#d-{day.key}")
    for entry in entries:
        if entry.is_month_only:
            continue
        for day in entry.days(period.first_day, period.last_day):
            (by_date[day].entries if entry.first_day == entry.last_day else by_date[day].bars).append(entry)
    return [_week(days[number : number + 7], period) for number in range(0, len(days), 7)]


def _week(days, period):
    bars, unplaced = _bars(days, period)
    for day in days:
        _settle(day, sum(entry in unplaced for entry in day.bars))
    return Week(days, bars)


def _settle(day, hidden_bars):
    """Which entries the day shows, and how many it only counts."""
    shown = LINES if len(day.entries) <= LINES and not hidden_bars else LINES - 1
    day.lines = day.entries[:shown]
    day.more = len(day.entries) - len(day.lines) + hidden_bars
    count = len(day.all)
    day.dots = DOTS[min(count, len(DOTS) - 1)]
    day.count = SafeString(f"{day.date.month}月{day.date.day}日，{count} 项活动")


def _bars(days, period):
    """The longest first into the highest free lane; what finds none is counted in its days."""
    lanes, bars, unplaced = [set() for _ in range(LANES)], [], set()
    known = {entry.pk: entry for day in days for entry in day.bars}
    for entry in sorted(known.values(), key=lambda entry: (entry.first_day, -entry.last_day.toordinal(), entry.pk)):
        columns = [number for number, day in enumerate(days, start=1) if entry in day.bars]
        lane = next((number for number, taken in enumerate(lanes, start=1) if not taken.intersection(columns)), None)
        if lane is None:
            unplaced.add(entry)
            continue
        lanes[lane - 1].update(columns)
        bars.append(_bar(entry, days, columns, lane))
    return bars, unplaced


def _bar(entry, days, columns, lane):
    before = " is-from" if entry.first_day < days[columns[0] - 1].date else ""
    after = " is-on" if entry.last_day > days[columns[-1] - 1].date else ""
    bar = Bar(entry, columns[0], len(columns), lane, before + after)
    clock = "" if before or not entry.clock else f"{entry.clock} "
    bar.text = format_html("{}{}", clock, entry.title)
    bar.label = format_html("{} {} {}", entry.owner, span_words(entry), entry.title)
    return bar
