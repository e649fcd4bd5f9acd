"""Which days did staff enter or correct? What this process knows of the rows, without a query for each page.

Every LOOK_AGAIN seconds the cache is asked, where whoever read the rows last left them for KEPT seconds: so a change
reaches every process within a minute. The process that made it reads the rows anew as soon as they are committed.
Without the cache each process reads the rows for itself; without the database too it goes on with what it knew.
"""

import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field

from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from redis import RedisError

KEY = "special-days"
LOOK_AGAIN = 20
KEPT = 30


@dataclass(frozen=True)
class Entered:
    days: tuple = ()  # (day, kind, festival)
    noticed: tuple = ()  # years whose notice was entered
    # What workdays made of them, kept as long as they hold.
    years: dict = field(default_factory=dict, compare=False)
    terms: dict = field(default_factory=dict, compare=False)


class _Shelf:
    entered = Entered()
    look_at = 0.0  # by the monotonic clock
    changed = False  # by this process: the cache is behind


def entered() -> Entered:
    if time.monotonic() >= _Shelf.look_at:
        _look()
    return _Shelf.entered


def changed():
    """Rows were written, and are committed."""
    _Shelf.changed, _Shelf.look_at = True, 0.0


def keep(known):
    """Tests: know this and do not look, unless rows are written."""
    _Shelf.entered, _Shelf.look_at, _Shelf.changed = known, float("inf"), False


def _look():
    _Shelf.look_at = time.monotonic() + LOOK_AGAIN  # first, so that one thread looks and the others go on
    found = None if _Shelf.changed else _from_cache()
    if found is None:
        found = _from_database()
    if found is not None and found != (_Shelf.entered.days, _Shelf.entered.noticed):
        _Shelf.entered = Entered(*found)


def _from_cache():
    try:
        return cache.get(KEY)
    except (RedisError, OSError):
        return None


def _from_database():
    # A failed query would spoil the caller's transaction on PostgreSQL.
    guard = transaction.atomic() if connection.in_atomic_block else nullcontext()
    written = _Shelf.changed
    _Shelf.changed = False
    try:
        with guard:
            found = _rows("SpecialDay", "day", "kind", "festival"), _rows("HolidayNotice", "year", flat=True)
    except DatabaseError:
        return None
    with suppress(RedisError, OSError):
        # Who only read must not write over what another has just changed.
        (cache.set if written else cache.add)(KEY, found, KEPT)
    return found


def _rows(model, *names, flat=False):
    return tuple(apps.get_model("portal", model).objects.order_by(names[0]).values_list(*names, flat=flat))
