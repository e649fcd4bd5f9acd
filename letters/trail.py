"""The way of a letter: who has it now, its steps in words and dates, and the history newest first."""

from django.utils import timezone

from letters.models import LetterStep
from letters.models.states import State
from letters.permissions import sees_all_parts
from portal.holding import Holder, limit_words
from portal.moments import moment_words
from portal.workdays import add_workdays

TASKS = {State.DRAFT: "起草", State.SUBMITTED: "审批", State.APPROVED: "编号印发"}


def holder(letter, waiting=None):
    """Who has it now, or None when it is closed. `waiting`: how many units still owe something, when it is out."""
    if letter.state in TASKS:
        until = None
        if letter.state == State.SUBMITTED:
            until = add_workdays(timezone.localdate(letter.state_since), letter.committee.review_days)
        return Holder(str(letter.committee), TASKS[letter.state], letter.state_since, until)
    if letter.state != State.ISSUED:
        return None
    if waiting is None:
        waiting = letter.recipients.exclude(state="closed").count()
    task = "签收、回复" if letter.asks_reply else "签收"
    return Holder(f"{waiting}个单位", task, letter.state_since, letter.reply_due)


def progress(letter, steps):
    """The way in words and dates; the step that waits is the current one. Nothing for what is void."""
    if letter.state == State.VOID:
        return []
    last = {step.verb: step.at for step in reversed(steps)}  # newest first, so the newest stays
    order = [State.DRAFT, State.SUBMITTED, State.APPROVED, State.ISSUED, State.CLOSED]
    place = order.index(letter.state)
    way = [("起草提交", "submit"), ("审批", "approve"), ("印发", "issue"), ("办结", "finish")]
    return [
        {
            "label": label,
            "note": _short_day(last.get(verb)) if number < place else "",
            "state": "done" if number < place else "now" if number == place else "",
        }
        for number, (label, verb) in enumerate(way)
    ]


def trail(letter, steps, user, waiting=None):
    """Who has it now, then every line. Names of persons are for the committee; a unit sees units."""
    with_names = sees_all_parts(user, letter)
    now, entries = holder(letter, waiting), []
    if now and (with_names or letter.state == State.ISSUED):
        until = f"，{limit_words(now.until)}" if now.until else ""
        when = f"{moment_words(now.since)}起{until}"
        name = now.name if with_names else "主送单位"
        entries.append({"strong": letter.status["label"], "what": name, "when": when, "state": "now"})
    return entries + [_entry(step, with_names) for step in steps]


def _entry(step, with_names):
    verb, back = step.get_verb_display(), step.verb in LetterStep.RETURNS
    unit = step.by.unit if step.by else "系统"
    what = unit if back else f"{unit} {verb}"
    if step.recipient_id and str(step.recipient.organization) != unit:
        what += f"（{step.recipient.organization}）"
    if step.is_for_unit:
        what += "代录"
    return {
        "strong": verb if back else "",
        "what": what,
        "when": moment_words(step.at),
        "who": step.by.name if step.by and with_names else "",
        "reason": step.reason,
        "state": "back" if back else "",
    }


def _short_day(at):
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日"
