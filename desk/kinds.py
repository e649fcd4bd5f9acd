"""Queries that are written once for all people of a kind, because writing them takes longer than answering them.

    rows(user, write)      write(user, moment) -> queryset of values: its rows for this person, now

Django needs many times as long to write the query of all that waits as the database needs to answer it, and for all
people of a kind (the same post, the same places in the same number of alliances) it is the same but for their keys and
the moment. So it is written once a day for a stand-in of each kind, and their own keys are put in the places of the
stand-in's. `write` must not ask the database, and read the post, the keys and an officer's standing only.
"""

from datetime import date, datetime, time
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

from accounts.models import User
from alliances.standing import Standing, standing

KINDS = 512  # kept at a time; a committee has some dozens, and there are two queries
USER, COMMITTEE, ORGANIZATION, FIRST_ALLIANCE = (-(2**40) - number for number in range(4))  # keys that no row has


class Kind(NamedTuple):
    """All that decides how the query reads, besides keys. The day stands in it as it is."""

    day: date
    post: str
    is_superuser: bool
    without_committee: bool
    without_organization: bool
    places: tuple  # of an officer: what standing() says, alliances by number


class Written(NamedTuple):
    statement: str
    parameters: tuple
    query: object
    columns: list  # expressions, which know how a value of the database is read


def rows(user, write):
    today, now = timezone.localdate(), timezone.now()
    alliances, places = _places(user)
    kind = Kind(today, user.post, user.is_superuser, user.committee_id is None, user.organization_id is None, places)
    if (written := _written(write, kind)) is None:
        return []
    own = {
        USER: user.pk,
        COMMITTEE: user.committee_id,
        ORGANIZATION: user.organization_id,
        _stored(_moment(today)): _stored(now),
        **{FIRST_ALLIANCE - number: alliance for number, alliance in enumerate(alliances)},
    }
    with connection.cursor() as cursor:
        cursor.execute(written.statement, [own.get(one, one) for one in written.parameters])
        return _read(written, cursor.fetchall())


@lru_cache(KINDS)
def _written(write, kind):
    """The query for the stand-in of this kind; None where it can have no rows."""
    stand_in = User(
        pk=USER,
        post=kind.post,
        is_superuser=kind.is_superuser,
        committee_id=None if kind.without_committee else COMMITTEE,
        organization_id=None if kind.without_organization else ORGANIZATION,
    )
    if kind.places:
        place = Standing(*(frozenset(FIRST_ALLIANCE - number for number in numbers) for numbers in kind.places))
        stand_in._standing = {kind.day: place}
    with connection.execute_wrapper(_refuse):
        query = write(stand_in, _moment(kind.day)).query
        compiler = query.get_compiler(connection=connection)
        try:
            statement, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
    return Written(statement, parameters, query, [expression for expression, *_ in compiler.select])


def _read(written, found):
    """As Django would read them: SQLite, for one, has moments as text."""
    compiler = written.query.get_compiler(connection=connection)
    if converters := compiler.get_converters(written.columns):
        return list(map(tuple, compiler.apply_converters(found, converters)))
    return found


def _places(user):
    """The officer's alliances, and standing() with their numbers in that list instead of their keys."""
    if not user.is_officer:
        return [], ()
    place = standing(user)
    sets = (place.leads, place.deputizes, place.takes_part, place.guides)
    alliances = sorted(frozenset(chain(*sets)))
    numbers = {alliance: number for number, alliance in enumerate(alliances)}
    return alliances, tuple(tuple(sorted(numbers[one] for one in each)) for each in sets)


def _moment(day):
    """A moment of this day that stands for now."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59, 987654)))


def _stored(moment):
    """As a parameter of a query has it."""
    return connection.ops.adapt_datetimefield_value(moment)


def _refuse(execute, sql, params, many, context):
    raise RuntimeError("the database was asked while the query for a stand-in was written")
