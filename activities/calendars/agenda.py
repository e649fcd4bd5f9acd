"""The list by day, for the phone and the page of its own: days with entries, and the breaks between them."""

from dataclasses import dataclass
from datetime import timedelta

from activities.calendars.days import days_between
from activities.calendars.entries import span_words

LONGEST = timedelta(days=366)  # one page of the agenda
NUMERALS = "零一二三四五六七八九十"


@dataclass
class Group:
    """What stands under one heading: a day with its rows, or a break of several days without any."""

    day: object
    words: str
    rows: list  # (clock, entry, which of its days: 9月28日至30日，第一天)
    note: str = ""


def window(from_day, to_day, month):
    """The days asked for; without any, the month. Never longer than a year."""
    if from_day is None:
        return month.first_day, month.last_day
    if to_day is None or to_day < from_day:
        to_day = max(month.last_day, from_day) if from_day in month else _end_of_month(from_day)
    return from_day, min(to_day, from_day + LONGEST)


def agenda_of(entries, first_day, last_day, today):
    days = days_between(first_day, last_day, today)
    by_date = {day.date: day for day in days}
    for entry in entries:
        if not entry.is_month_only:
            for day in entry.days(first_day, last_day):
                by_date[day].entries.append(entry)
    return groups_of(days)


def groups_of(days):
    """Days of the month page or of the agenda; those without entries are left out, breaks are named."""
    groups = []
    for day in days:
        if day.is_out:
            continue
        if day.all or day.is_today:
            groups.append(Group(day, day.words, [_row(entry, day.date) for entry in day.all], day.note))
        elif day.off:
            _add_rest_day(groups, day)
    return groups


def _add_rest_day(groups, day):
    before = groups[-1] if groups else None
    goes_on = before and not before.rows and before.day.off and before.day.festival == day.festival
    if goes_on and before.until == day.date - timedelta(days=1):
        before.until = day.date
        first = before.day.date
        month = f"{day.date.month}月" if day.date.month != first.month else ""
        before.words = f"{first.month}月{first.day}日至{month}{day.date.day}日"
        return
    group = Group(day, day.words, [], f"{day.festival}放假")
    group.until = day.date
    groups.append(group)


def _row(entry, date):
    if entry.first_day == entry.last_day:
        return entry.clock or "全天", entry, ""
    number = (date - entry.first_day).days + 1
    clock = entry.clock if number == 1 and entry.clock else "全天"
    last = date == entry.last_day
    return clock, entry, f"{span_words(entry)}，{'最后一天' if last else _ordinal(number)}"


def _ordinal(number):
    return f"第{NUMERALS[number]}天" if number <= 10 else f"第{number}天"


def _end_of_month(day):
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
