"""One line of a to-do list, whatever it is about, with the names that components/todo.html reads.

An app answers `items_for(user, day) -> [Item]` and `rows_for(user, day) -> [queryset]` (the rows behind them, for
whoever only counts); desk/todo.py puts the apps together.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from portal.moments import moment_words


@dataclass(frozen=True)
class Item:
    kind: str
    thing: object
    title: str
    alliance: object  # or None
    verb: str  # the word on the button
    href: str  # where it is done
    whose: str
    since: str
    waits: str
    until: date | None
    late: bool
    since_at: datetime
    urgency: float  # what holds up others comes first


def by_urgency(items):
    """Overdue first; the longest waiting first in each kind."""
    return sorted(items, key=lambda item: (not item.late, item.urgency, item.since_at))


def line(*, thing, title, alliance, kind, verb, href, whose, since, until, urgency, today):
    """`since` the moment from which it waits; `until` the last day of the term, or None."""
    days = max((today - timezone.localdate(since)).days, 0)
    late = until is not None and today > until
    waits = f"已等 {days} 天" if days else "今天"
    words = f"{moment_words(since)}起"
    if late:
        waits = f"超过期限 {(today - until).days} 天"
    if until and not late:
        words += f"，期限{until.month}月{until.day}日"
    return Item(kind, thing, title, alliance, verb, href, whose, words, waits, until, late, since, urgency)


def end_of(day):
    """The moment for which a list is asked: now, or the end of another day."""
    if day is None or day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
