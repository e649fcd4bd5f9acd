"""How much is unread and how much waits for a person: one query, asked by almost every page."""

from collections import Counter

from django.db.models import Count, Value

from desk import kinds, todo
from notices.models import Notice

UNREAD, TODO = "unread", "todo"


def counted(user):
    """Counter of unread notices and of what waits now; the second is the length of `todo.items_for`."""
    found = Counter()
    for kind, number in kinds.rows(user, query_of):
        found[kind] += number
    return found


def query_of(user, day):
    """The query itself: (kind, number) of each part of the portal. `day` may be a moment."""
    unread = _number_of(Notice.objects.visible_to(user).unread(), UNREAD)
    return unread.union(*(_number_of(rows, TODO) for rows in todo.rows_for(user, day)), all=True)


def _number_of(rows, kind):
    return rows.order_by().values_list(Value(kind)).annotate(Count("pk"))
