"""Key tasks that fall due in a period, and how each stood at the end of a day, read from its trail."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from activities.models import Task, TaskStep

VERBS = TaskStep.Verb
TOLD = (VERBS.ASSIGN, VERBS.REPORT, VERBS.WITHDRAW, VERBS.RETURN, VERBS.CLOSE, VERBS.DROP)


@dataclass(slots=True)
class TaskRow:
    """`reported_on`: the day of the report that stands; one that was returned or taken back does not."""

    pk: int
    title: str
    due_on: date
    is_of_committee: bool
    reported_on: date | None = None
    closed_on: date | None = None
    is_dropped: bool = False

    @property
    def key(self):
        return f"task:{self.pk}"


def load(records):
    """{(kind, pk) of who has it: its tasks}, by their term. Two queries."""
    tasks = Task.objects.filter(committee=records.committee, due_on__range=_days(records.period))
    tasks = tasks.exclude(state=Task.State.RAISED)
    found, rows = defaultdict(list), {}
    fields = ("pk", "title", "due_on", "raiser", "alliance", "organization")
    for pk, title, due_on, raiser, alliance, organization in tasks.order_by("due_on", "pk").values_list(*fields):
        rows[pk] = row = TaskRow(pk, title, due_on, raiser is None)
        found["alliance" if alliance else "organization", alliance or organization].append(row)
    later = _go_through_steps(records, rows)
    return {owner: [row for row in own if row.pk not in later] for owner, own in found.items()}


def _go_through_steps(records, rows):
    """What the trail says up to the day; keys of those that were only given afterwards."""
    steps = TaskStep.objects.filter(
        task__committee=records.committee, task__due_on__range=_days(records.period), verb__in=TOLD
    )
    end, later = _end_of(records.day), set()
    for pk, verb, at in steps.order_by("at", "pk").values_list("task", "verb", "at").iterator(chunk_size=5000):
        row = rows.get(pk)
        if row is None:
            continue
        if at >= end:
            if verb == VERBS.ASSIGN:
                later.add(pk)
        elif verb == VERBS.REPORT:
            row.reported_on = timezone.localtime(at).date()
        elif verb in (VERBS.WITHDRAW, VERBS.RETURN):
            row.reported_on = None
        elif verb == VERBS.CLOSE:
            row.closed_on = timezone.localtime(at).date()
        elif verb == VERBS.DROP:
            row.is_dropped = True
    return later


def _days(period):
    return period.first_day, period.last_day


def _end_of(day):
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
