"""The way of a task in words and dates, and its history newest first."""

from django.utils import timezone

from activities.models import TaskStep
from activities.tasklist.states import IN_HAND, TaskState
from portal.holding import Holder
from portal.moments import moment_words

TASKS = {
    TaskState.RAISED: "交办",
    TaskState.ASSIGNED: "办理并报办结",
    TaskState.RETURNED: "再办并重新报办结",
    TaskState.REPORTED: "核查",
}


def holder(task):
    """Who has it now; nobody once it is closed or dropped."""
    if task.state not in TASKS:
        return None
    in_hand = task.state in IN_HAND
    name = answering(task) if in_hand else task.raiser_name
    return Holder(name, TASKS[task.state], task.state_since, task.due_on if in_hand else None)


def answering(task):
    return f"{task.alliance.short_name}片长单位" if task.alliance_id else str(task.organization)


def progress(task, steps):
    """提出 → 交办 → 报办结 → 核查办结. Steps newest first."""
    if task.state == TaskState.DROPPED:
        return []
    last = {step.verb: step.at for step in reversed(steps)}
    verbs = TaskStep.Verb
    way = [
        ("提出", last.get(verbs.RAISE), False),
        ("交办", last.get(verbs.ASSIGN), task.state == TaskState.RAISED),
        ("办理、报办结", last.get(verbs.REPORT), task.state in IN_HAND),
        ("核查办结", last.get(verbs.CLOSE), task.state == TaskState.REPORTED),
    ]
    current = next((place for place, (_, _, now) in enumerate(way) if now), len(way))
    return [
        {
            "label": label,
            "note": _day(at) if place < current else "",
            "state": "done" if place < current else "now" if place == current else "",
        }
        for place, (label, at, _) in enumerate(way)
    ]


def trail(task, steps):
    """Who has it now, then every line, newest first."""
    entries = []
    if now := holder(task):
        until = f"，期限{now.until.month}月{now.until.day}日" if now.until else ""
        when = f"{moment_words(now.since)}起{until}"
        entries.append({"strong": task.status["label"], "what": now.name, "when": when, "state": "now"})
    return entries + [_entry(step) for step in steps]


def _entry(step):
    unit, verb, back = step.by.unit if step.by else "系统", step.get_verb_display(), step.verb in TaskStep.RETURNS
    what = unit if back else f"{unit} {verb}"
    if step.is_for_unit:
        what += f"（{unit}代录）"
    return {
        "strong": verb if back else "",
        "what": what,
        "when": moment_words(step.at),
        "who": step.by.name if step.by else "",
        "reason": step.reason,
        "state": "back" if back else "",
    }


def _day(at):
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日"
