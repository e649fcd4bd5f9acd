"""Who is reminded of a task this morning? Whoever has it, at the same steps as the duties (`ReminderStep` rows).

A step of a task is a line of its trail, unique in the database: two beats remind once, and a term that was moved
reminds anew.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from activities.models import ReminderStep, Task, TaskStep
from activities.reminder_rules import step_due
from activities.tasklist.announcements import owning_users
from activities.tasklist.states import IN_HAND
from alliances.models import Committee, Liaison, Seat
from letters.texts import worded
from notices.models import Notice
from notices.outbox import notify
from portal.quarters import Period
from portal.workdays import caveat, is_workday, workdays_left

WORDING = "{alliance}承办的“{duty}”还没有报办结，期限{deadline}"


def remind(day):
    made = []
    if is_workday(day):
        for committee in Committee.objects.all():
            made += _remind_committee(committee, day)
    return made


def _remind_committee(committee, day):
    steps = list(ReminderStep.objects.filter(committee=committee).in_use())
    if not steps:
        return []
    tasks = Task.objects.filter(committee=committee, state__in=IN_HAND).with_names().order_by("due_on", "pk")
    told = set(
        TaskStep.objects.filter(task__in=tasks.order_by(), verb=TaskStep.Verb.REMIND)
        .order_by()
        .values_list("task", "reminder", "due_on")
    )
    made = []
    for task in tasks:
        step = step_due(day, _period(task, day), steps)
        if step and (task.pk, step.pk, task.due_on) not in told and _send(task, step, day):
            made.append(f"{task.owner_name}：{task}，{step.name}")
    return made


def _period(task, day):
    """From the day it was given; a step longer than the task itself says nothing."""
    given = min(timezone.localdate(task.state_since), task.due_on)
    return Period(given, task.due_on, "", "")


@transaction.atomic
def _send(task, step, day):
    key = {"task": task, "verb": TaskStep.Verb.REMIND, "reminder": step, "due_on": task.due_on}
    line, is_new = TaskStep.objects.get_or_create(**key, defaults={"state": task.state, "reason": step.name})
    if is_new:
        notify(
            _recipients(task, step, day),
            kind=Notice.Kind.REMINDER,
            title=f"{task.owner.short_name}：{task.title}（{step.name}）",
            body=_text(task, day),
            link=task.get_absolute_url(),
            key=f"task-{task.pk}-reminder-{line.pk}",
        )
    return is_new


def _text(task, day):
    deadline = f"{task.due_on:%Y年%-m月%-d日}"
    words = worded(WORDING, {"alliance": task.owner_name, "duty": task.title, "deadline": deadline})
    left = workdays_left(day, task.due_on)
    if not left:
        return f"{words}，已经逾期，请尽快办理并报办结。"
    return f"{words}，还有{left}个工作日，请抓紧办理。{caveat(day, task.due_on)}"


def _recipients(task, step, day):
    """Officers of whoever has it; one level up as the step says."""
    told = Q(pk__in=owning_users(task, day).values("pk"))
    if step.tell_liaison:
        told |= Q(
            pk__in=Liaison.objects.on(day).filter(alliance__in=_alliances(task, day)).exclude(user=None).values("user")
        )
    if step.tell_committee:
        told |= Q(post=User.Post.STAFF)
    return User.objects.active().filter(told, committee=task.committee_id)


def _alliances(task, day):
    if task.alliance_id:
        return [task.alliance_id]
    return Seat.objects.on(day).filter(organization=task.organization_id).values("alliance")
