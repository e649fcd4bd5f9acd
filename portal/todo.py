"""One line of a to-do list, whatever it is about, with the names that components/todo.html reads.

An app answers `rows_for(user, day) -> [queryset]`, the rows that wait, for whoever only counts them; and for the list
either `items_for(user, day) -> [Item]` or, so that several apps are asked by one query, `lines_for(user, day)`, those
rows as `values_list` of LINE, with `item_of(values, today) -> Item`. desk/todo.py puts the apps together.

`rows_for` never asks the database, and of the user it reads the post, the keys and an officer's standing only: its
query is kept for all people of a kind (desk/counting.py).
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from portal.holding import limit_words
from portal.moments import moment_words

# The part's name, the state or kind, the key, title and owner in words, since when, the term in workdays (or 0).
LINE = ("part", "state", "key", "title", "owner", "since", "term")


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
    plain: bool = False  # without the alliance: `whose` says enough


def by_urgency(items):
    """Overdue first; the longest waiting first in each kind."""
    return sorted(items, key=lambda item: (not item.late, item.urgency, item.since_at))


def line(*, thing, title, alliance, kind, verb, href, whose, since, until, urgency, today, plain=False):
    """`since` the moment from which it waits; `until` the last day of the term, or None."""
    days = max((today - timezone.localdate(since)).days, 0)
    late = until is not None and today > until
    waits = f"已等 {days} 天" if days else "今天"
    words = f"{moment_words(since)}起"
    if late:
        waits = f"超过期限 {(today - until).days} 天"
    if until and not late:
        words += f"，{limit_words(until)}"
    return Item(kind, thing, title, alliance, verb, href, whose, words, waits, until, late, since, urgency, plain)


def end_of(day):
    """The moment for which a list is asked: now, or the end of another day; a moment is itself."""
    if isinstance(day, datetime):
        return day
    if day is None or day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
