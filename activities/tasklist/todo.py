"""Which tasks wait for a person? To do, to do again, to check, to give to somebody.

lines_for and item_of make the lines of the list, rows_for the rows to count (see portal.todo).
"""

from datetime import date

from django.db.models import CharField, IntegerField, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from activities.models import Task
from activities.tasklist.states import IN_HAND, OPEN, TaskState
from alliances.standing import standing
from portal.todo import line

PART = "task"
KINDS = {  # state: what it is called, what the button says, how urgent beside the others' items
    TaskState.REPORTED: ("任务核查", "核查", 1.3),
    TaskState.RETURNED: ("任务退回", "再办", 2.1),
    TaskState.ASSIGNED: ("重点任务", "办理", 3.2),
    TaskState.RAISED: ("任务待交办", "交办", 5.5),
}
GAP = "｜"  # between the owner and the term


def lines_for(user, day=None):
    """As portal.todo.LINE. `owner`: who has it and the term, which only binds whoever it was given to."""
    name = Coalesce("alliance__name", "organization__short_name", output_field=CharField())
    owner = Concat(name, Value(GAP), Cast("due_on", CharField()), output_field=CharField())
    term = Value(0, output_field=IntegerField())
    state, title = Cast("state", CharField()), Cast("title", CharField())
    return _tasks(user).order_by().values_list(Value(PART), state, "pk", title, owner, "state_since", term)


def item_of(values, today):
    _, state, pk, title, words, since, _ = values
    kind, verb, urgency = KINDS[state]
    owner, _, until = words.rpartition(GAP)
    return line(
        thing=None,
        title=title,
        alliance=None,
        kind=kind,
        verb=verb,
        href=reverse("task-report" if state in IN_HAND else "task-detail", args=[pk]),
        whose=owner,
        since=since,
        until=date.fromisoformat(until[:10]) if state in IN_HAND else None,
        urgency=urgency,
        today=today,
        plain=True,
    )


def rows_for(user, day=None):
    return [_tasks(user)]


def _tasks(user):
    """Every task of which the next step is this person's."""
    tasks = Task.objects.filter(committee=user.committee_id, state__in=OPEN)
    mine = Q(state__in=[TaskState.RAISED, TaskState.REPORTED])
    if user.is_staff:
        return tasks.filter(mine, raiser=None)
    if not user.is_officer:
        return tasks.none()
    given = Q(organization=user.organization_id)
    if leads := standing(user).leads:
        given |= Q(alliance__in=leads)
    return tasks.filter(given & Q(state__in=IN_HAND) | Q(raiser=user.organization_id) & mine)
