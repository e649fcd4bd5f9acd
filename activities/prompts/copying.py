"""照此复制: a draft for the next month that has none yet, to be changed before it goes out."""

from datetime import timedelta

from django.db import transaction

from activities.models import Prompt

COPIED = ("committee", "title", "required_items", "free_items", "note", "type")


@transaction.atomic
def copy(prompt, *, by, day):
    month = free_month(prompt.committee_id, max(_next(prompt.month), day))
    return Prompt.objects.create(month=month, created_by=by, **{name: getattr(prompt, name) for name in COPIED})


def free_month(committee, day):
    """The first month from that day on that has no prompt yet."""
    taken = set(Prompt.objects.filter(committee=committee).values_list("month", flat=True))
    month = day.replace(day=1)
    while month in taken:
        month = _next(month)
    return month


def _next(month):
    return (month + timedelta(days=31)).replace(day=1)
