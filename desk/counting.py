"""How much is unread and how much waits for a person: one query, asked by almost every page.

Writing this query takes Django many times as long as the database needs to answer it, and for all people of a kind (the
same post, the same places in the same number of alliances) it is the same but for their keys and the moment. So it is
written once a day for a stand-in of each kind, and their own keys are put in the places of the stand-in's.
"""

from collections import Counter
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Value
from django.utils import timezone

from accounts.models import User
from alliances.standing import Standing, standing
from desk import todo
from notices.models import Notice

KINDS = 256  # kept at a time; a committee has some dozens
UNREAD, TODO = "unread", "todo"
USER, COMMITTEE, ORGANIZATION, FIRST_ALLIANCE = (-(2**40) - number for number in range(4))  # keys that no row has


def counted(user):
    """Counter of unread notices and of what waits now; the second is the length of `todo.items_for`."""
    today, now = timezone.localdate(), timezone.now()
    alliances, places = _places(user)
    statement, parameters = _written(
        Kind(today, user.post, user.is_superuser, user.committee_id is None, user.organization_id is None, places)
    )
    own = {
        USER: user.pk,
        COMMITTEE: user.committee_id,
        ORGANIZATION: user.organization_id,
        _stored(_moment(today)): _stored(now),
        **{FIRST_ALLIANCE - number: alliance for number, alliance in enumerate(alliances)},
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, [own.get(one, one) for one in parameters])
        rows = cursor.fetchall()
    found = Counter()
    for kind, number in rows:
        found[kind] += number
    return found


def query_of(user, day):
    """The query itself: (kind, number) of each part of the portal. `day` may be a moment."""
    unread = _number_of(Notice.objects.visible_to(user).unread(), UNREAD)
    return unread.union(*(_number_of(rows, TODO) for rows in todo.rows_for(user, day)), all=True)


class Kind(NamedTuple):
    """All that decides how the query reads, besides keys. The day stands in it as it is."""

    day: date
    post: str
    is_superuser: bool
    without_committee: bool
    without_organization: bool
    places: tuple  # of an officer: what standing() says, alliances by number


@lru_cache(KINDS)
def _written(kind):
    """SQL and parameters for the stand-in of this kind."""
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
        return query_of(stand_in, _moment(kind.day)).query.sql_with_params()


def _places(user):
    """The officer's alliances, and standing() with their numbers in that list instead of their keys."""
    if not user.is_officer:
        return [], ()
    place = standing(user)
    sets = (place.leads, place.deputizes, place.takes_part, place.guides)
    alliances = sorted(frozenset().union(*sets))
    numbers = {alliance: number for number, alliance in enumerate(alliances)}
    return alliances, tuple(tuple(sorted(numbers[one] for one in each)) for each in sets)


def _moment(day):
    """A moment of this day that stands for now."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59, 987654)))


def _stored(moment):
    """As a parameter of a query has it."""
    return connection.ops.adapt_datetimefield_value(moment)


def _refuse(execute, sql, params, many, context):
    raise RuntimeError("rows_for asked the database while the query for a stand-in was written")


def _number_of(rows, kind):
    return rows.order_by().values_list(Value(kind)).annotate(Count("pk"))
