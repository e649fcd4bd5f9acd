"""The way of an activity: its steps in words and dates, and the history newest first."""

from django.utils import timezone

from activities.holders import holder
from activities.models import Step
from activities.models.states import WAITING, State
from activities.permissions import sees_names
from portal.holding import limit_words
from portal.moments import moment_words


def progress(activity, steps):
    """The way in words and dates; the step that waits is the current one. Nothing for what was cancelled."""
    state = activity.state
    if state in (State.CANCELLED, State.DROPPED):
        return []
    first = {step.verb: step.at for step in steps}  # newest first, so the oldest stays
    last = {step.verb: step.at for step in reversed(steps)}
    out = next((step.at for step in reversed(steps) if step.state == State.PUBLISHED), None)
    planned = [("计划提交", first.get(Step.Verb.SUBMIT), state in (State.DRAFT, State.RETURNED))]
    planned.append(("审定发布", out, state in (State.PROPOSED, State.SUBMITTED)))
    over = activity.is_over()
    reports = [
        ("开展", activity.starts_at, state == State.PUBLISHED and not over),
        ("总结报送", last.get(Step.Verb.REPORT), state in (State.PUBLISHED, State.REPORT_RETURNED) and over),
        ("总结审定", last.get(Step.Verb.ACCEPT), state == State.REPORTED),
        ("办结", last.get(Step.Verb.ACCEPT), False),
    ]
    way = reports if activity.is_late_record and out is None else planned + reports
    return _marked(way, activity)


def _marked(way, activity):
    """Done steps with their day, the current one with the day it arrived when it waits for somebody else."""
    state = activity.state
    current = next((place for place, (_, _, now) in enumerate(way) if now), len(way))
    if state == State.DRAFT and len(way) == 4:
        current = 1  # a late record waits for its report
    arrived = f"{_short_day(activity.state_since)}送达" if state in WAITING else ""
    return [
        {
            "label": label,
            "note": _short_day(at) if place < current or label == "开展" else arrived if place == current else "",
            "state": "done" if place < current else "now" if place == current else "",
        }
        for place, (label, at, _) in enumerate(way)
    ]


def _short_day(at):
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日"


def trail(activity, steps, user):
    """Who has it now, then every line, newest first. Names of persons are for those who work on it."""
    with_names = sees_names(user, activity)
    now = holder(activity)
    entries = []
    if now:
        until = f"，{limit_words(now.until)}" if now.until else ""
        when = f"{moment_words(now.since)}起{until}"
        entries.append({"strong": activity.status["label"], "what": now.name, "when": when, "state": "now"})
    return entries + [_entry(step, with_names) for step in steps]


def _entry(step, with_names):
    verb, said, back = step.get_verb_display(), step.reason, step.verb in Step.RETURNS
    unit = step.by.unit if step.by else "系统"
    if step.verb in (Step.Verb.ANSWER, Step.Verb.LEAVE, Step.Verb.ROLL_CALL):
        what, said = said or verb, ""
    else:
        what = f"{unit} {verb}" if not back else unit
    if step.is_for_unit:
        what += f"（{unit}代录）"
    who = step.by.name if step.by and with_names else ""
    return {
        "strong": verb if back else "",
        "what": what,
        "when": moment_words(step.at),
        "who": who,
        "reason": said,
        "state": "back" if back else "",
    }
