"""Who is reminded of a reply this morning? Units whose reply the day's step speaks of, before it is due and after.

    remind(day)                           made and sent by this call; a second call on the same day makes nothing
    remind_by_hand(recipients, by=, day=) what the committee asks for itself, once a day for the same unit

The row of a reminder is unique in the database; who sends it claims it in the transaction that also writes its notices.
A step that was missed is not made up for: the latest one that is due is the only one.
"""

from datetime import timedelta

from django.db import transaction

from accounts.models import User
from letters.models import Recipient, ReplyReminder, ReplyReminderStep
from letters.texts import worded
from notices.models import Notice
from notices.outbox import notify
from portal.workdays import caveat, is_workday, workdays_between, workdays_left

BY_HAND = "《{title}》请在{deadline}前回复，请尽快办理。"
OVERDUE_BY_HAND = "《{title}》的回复期限是{deadline}，已经超过，请尽快回复。"


def remind(day):
    if not is_workday(day):
        return []
    steps = {}
    for step in ReplyReminderStep.objects.filter(is_active=True):
        steps.setdefault(step.committee_id, []).append(step)
    parts = list(_owing().filter(letter__committee__in=steps))
    told = _told()
    made = []
    for part in parts:
        step = step_due(day, part.due_on, part.letter.issued_on, steps[part.letter.committee_id])
        if step is None or (part.pk, step.pk, part.due_on) in told:
            continue
        reminder = _unsent(part, step, day)
        if reminder and _send(reminder, part, day):
            made.append(reminder)
    return made


def remind_by_hand(recipients, *, by, day):
    made = []
    for part in _owing().filter(pk__in=[one.pk for one in recipients]):
        reminder = _unsent(part, None, day, by=by)
        if reminder and _send(reminder, part, day):
            part.letter.record("remind", by=by, recipient=part)
            made.append(reminder)
    return made


def step_due(day, due_on, issued_on, steps):
    """The step of a reply due on `due_on`, or None. Positive ones come before it is due, the others after."""
    if day > due_on:
        late = workdays_between(due_on + timedelta(days=1), day)
        reached = [step for step in steps if step.workdays_left <= 0 and late >= max(1, -step.workdays_left)]
    else:
        left = workdays_left(day, due_on)
        # A step longer than the whole term says nothing: three days need not be counted down from the first.
        whole = workdays_between(issued_on, due_on) - 1 if issued_on else left
        reached = [step for step in steps if 0 < step.workdays_left <= whole and left <= step.workdays_left]
    return min(reached, key=lambda step: step.workdays_left, default=None)


def _owing():
    return Recipient.objects.owing_reply().select_related("organization", "letter")


def _told():
    """What was sent before to those who still owe, so that an ordinary morning asks once and not for each part."""
    sent = ReplyReminder.objects.sent().exclude(step=None).filter(recipient__in=Recipient.objects.owing_reply())
    return set(sent.values_list("recipient", "step", "due_on"))


def _unsent(part, step, day, by=None):
    """The one row of this reminder, made here or by somebody else, as long as nobody has sent it."""
    fresh = ReplyReminder(recipient=part, step=step, due_on=part.due_on, made_on=day, by=by)
    ReplyReminder.objects.bulk_create([fresh], ignore_conflicts=True)
    rows = ReplyReminder.objects.filter(recipient=part, step=step, sent_at=None)
    rows = rows.filter(made_on=day) if step is None else rows.filter(due_on=part.due_on)
    return rows.select_related("step", "recipient__organization", "recipient__letter").first()


@transaction.atomic
def _send(reminder, part, day):
    if not reminder.claim():
        return False
    people = User.objects.officers_of([part.organization_id]).filter(committee=part.letter.committee_id)
    if reminder.step_id and reminder.step.tell_committee:
        people = (people | User.objects.staff_of(part.letter.committee_id)).distinct()
    notify(
        people,
        kind=Notice.Kind.REMINDER,
        title=f"{part.organization}：《{part.letter.title}》{reminder.occasion}",
        body=_text(reminder, part, day),
        link=part.letter.get_absolute_url(),
        key=f"reply-reminder-{reminder.pk}",
    )
    return True


def _text(reminder, part, day):
    by_hand = OVERDUE_BY_HAND if part.due_on < day else BY_HAND
    due = part.due_on
    words = {
        "unit": part.organization.short_name,
        "title": part.letter.title,
        "number": part.letter.number,
        "deadline": f"{due.year}年{due.month}月{due.day}日",
        "left": workdays_left(day, due),
    }
    text = worded(reminder.step.wording if reminder.step_id else by_hand, words)
    return text + (caveat(day, due) if day <= due else "")
