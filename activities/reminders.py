"""Who is reminded this morning? Everybody who owes something that the day's step speaks of, exactly once.

    remind(day)                       made and sent by this call; a second call on the same day makes nothing
    remind_by_hand(cells, by=, day=)  what the committee asks for itself, once a day for the same thing

Found out anew each morning from the ledger of activities, never kept in long timers. The row of a reminder is unique in
the database; who sends it claims it in the transaction that also writes its notices and deliveries. So two workers or
two beats send once, and a kill leaves the row unsent for the next run. What was reported or accepted counts as done; a
date that is only set does not stop the reminder, but the text names it.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from activities.duties.facts import facts_of_alliances, facts_of_organizations, owes, periods_of
from activities.duties.matrix import Owner
from activities.duties.states import Fact, Stage, nearest_to_done, shares
from activities.models import Activity, Duty, Reminder, ReminderStep
from activities.reminder_rules import step_due
from alliances.models import Alliance, Committee, Liaison, Organization, Seat
from letters.texts import worded
from notices.models import Notice
from notices.outbox import Message, notify_each, post_each
from portal.quarters import Period
from portal.workdays import caveat, is_workday, workdays_left

REPORTED = (Activity.State.REPORTED, Activity.State.ACCEPTED)
BY_HAND = "{alliance}{period}的{duty}还没有完成，期限{deadline}，请安排；已经开展的请报送总结。"
SITUATIONS = {
    Stage.HELD: "{day}的“{title}”已开展未报总结，报送后不再提醒。",
    Stage.PLANNED: "已排{day}“{title}”。",
    Stage.SUBMITTED: "{day}“{title}”的计划待审定。",
}
BATCH = 500  # rows of one statement


@dataclass(frozen=True)
class Debt:
    """A duty that an alliance (or unit) still owes in a period."""

    duty: Duty
    period: Period
    owner: Alliance | Organization
    stage: Stage = Stage.NOTHING
    fact: Fact | None = None


def remind(day):
    made = []
    if is_workday(day):
        for committee in Committee.objects.all():
            made += _remind_committee(committee, day)
    return made


def remind_by_hand(cells, *, by, day):
    made = []
    for cell in cells:
        debt = Debt(cell.column.duty, cell.column.period, cell.owner)
        if reminder := _unsent(debt, day, by):
            made += _send([(reminder, debt)], day)
    return made


def debts(committee, day):
    """What is owed in the periods of this and last year that have begun, by those who exist on the day."""
    for year in (day.year - 1, day.year):
        for owed_by, load, owners in _sides(committee, day):
            duties = Duty.objects.filter(committee=committee, year=year, owed_by=owed_by, is_reminded=True)
            duties = _without_sums(duties.select_related("committee").order_by("order_number", "pk"))
            if duties:
                facts = load(committee, year)
                for owner in owners:
                    for duty in duties:
                        yield from _debts_of(owner, duty, facts.get((duty.type_id, owner.pk), []), day)


def _without_sums(duties):
    """Who owes a theme day each quarter is not reminded of the year's one as well."""
    often = {duty.type_id for duty in duties if duty.period != Duty.Period.YEAR}
    return [duty for duty in duties if duty.period != Duty.Period.YEAR or duty.type_id not in often]


def _sides(committee, day):
    alliances = Alliance.objects.on(day).filter(committee=committee)
    organizations = Organization.objects.on(day).units().filter(committee=committee)
    yield Duty.OwedBy.ALLIANCE, facts_of_alliances, alliances
    yield Duty.OwedBy.ORGANIZATION, facts_of_organizations, organizations


def _debts_of(owner, duty, facts, day):
    owed = [period for period in periods_of(duty) if owes(owner, period)]
    done = shares(owed, facts, duty.times, lambda fact: fact.state in REPORTED)
    for period in owed:
        if period.first_day <= day and len(done[period.key].all) < duty.times:
            yield Debt(duty, period, owner, *nearest_to_done(period, facts, day))


def _remind_committee(committee, day):
    steps = list(ReminderStep.objects.filter(committee=committee).in_use())
    if not steps:
        return []
    told = _told(committee, day)
    due = {}
    for debt in debts(committee, day):
        step = step_due(day, debt.period, steps)
        if step and (key := _key(debt, step)) not in told:
            due[key] = debt, step
    unsent = _unsent_of(due, day)
    owed = [(unsent[key], debt) for key, (debt, _) in due.items() if key in unsent]
    return _send(owed, day) if owed else []


def _key(debt, step):
    return debt.duty.pk, _kind(debt), debt.owner.pk, debt.period.key, step.pk


def _unsent_of(due, day):
    """The rows of these reminders, made here or by somebody else, that nobody has sent; by key."""
    if not due:
        return {}
    Reminder.objects.bulk_create(
        [_new(debt, step, day) for debt, step in due.values()], batch_size=BATCH, ignore_conflicts=True
    )
    rows = Reminder.objects.filter(sent_at=None, duty__in={key[0] for key in due}).exclude(step=None)
    return {
        _key_of(row.duty_id, row.alliance_id, row.organization_id, row.period_key, row.step_id): row
        for row in rows.select_related("step", "duty", "alliance", "organization")
    }


def _told(committee, day):
    """What was sent before, so that an ordinary morning asks once and not for each debt."""
    sent = Reminder.objects.sent().filter(duty__committee=committee, duty__year__gte=day.year - 1).exclude(step=None)
    rows = sent.values_list("duty", "alliance", "organization", "period_key", "step")
    return {_key_of(*row) for row in rows}


def _key_of(duty, alliance, organization, period_key, step):
    return duty, Owner.ALLIANCE if alliance else Owner.ORGANIZATION, alliance or organization, period_key, step


def _kind(debt):
    return Owner.ALLIANCE if isinstance(debt.owner, Alliance) else Owner.ORGANIZATION


def _unsent(debt, day, by):
    """The one row of today's reminder by hand, made here or by somebody else, as long as nobody has sent it."""
    Reminder.objects.bulk_create([_new(debt, None, day, by)], ignore_conflicts=True)
    key = {"duty": debt.duty, _kind(debt): debt.owner, "period_key": debt.period.key, "step": None, "made_on": day}
    return Reminder.objects.filter(sent_at=None, **key).select_related("duty", "alliance", "organization").first()


def _new(debt, step, day, by=None):
    owner = {_kind(debt): debt.owner}
    period = {"period_key": debt.period.key, "due_on": debt.period.last_day}
    return Reminder(duty=debt.duty, step=step, made_on=day, by=by, **owner, **period)


@transaction.atomic
def _send(owed, day):
    """Those of a committee's (reminder, debt) that were sent by this call."""
    claimed = Reminder.objects.filter(pk__in=[reminder.pk for reminder, _ in owed]).claim()
    owed = [(reminder, debt) for reminder, debt in owed if reminder.pk in claimed]
    messages = [_message(reminder, debt, day) for reminder, debt in owed]
    notify_each(messages)
    if to_groups := [message for message in messages if message.alliance]:
        post_each(owed[0][1].duty.committee, to_groups)
    return [reminder for reminder, _ in owed]


def _message(reminder, debt, day):
    return Message(
        users=_recipients(reminder, debt, day),
        kind=Notice.Kind.REMINDER,
        title=f"{debt.owner.short_name}：{debt.duty.name}（{debt.period.label}）{reminder.occasion}",
        body=_text(reminder, debt, day),
        link=f"{reverse('duty-matrix')}?year={debt.duty.year}",
        key=f"reminder-{reminder.pk}",
        alliance=debt.owner if isinstance(debt.owner, Alliance) else None,
    )


def _text(reminder, debt, day):
    deadline = debt.period.last_day
    words = {
        "alliance": debt.owner,
        "duty": debt.duty.name,
        "period": debt.period.label,
        "deadline": _chinese(deadline),
        "left": workdays_left(day, deadline),
    }
    text = worded(reminder.step.wording if reminder.step_id else BY_HAND, words)
    if debt.stage in SITUATIONS:
        starts_on = debt.fact.starts_on
        planned = f"{starts_on.month}月{starts_on.day}日"
        text += worded(SITUATIONS[debt.stage], {"day": planned, "title": debt.fact.title})
    return text + (caveat(day, deadline) if day <= deadline else "")


def _recipients(reminder, debt, day):
    """Officers of 片长 and 副片长 (or of the unit); one level up as the step says."""
    if isinstance(debt.owner, Alliance):
        seats, alliance = debt.owner.seats.on(day).at_the_head(), debt.owner.pk
        organizations = seats.values("organization")
    else:
        organizations = [debt.owner.pk]
        alliance = Seat.objects.on(day).filter(organization=debt.owner).values_list("alliance", flat=True).first()
    told = Q(post=User.Post.OFFICER, organization__in=organizations)
    if reminder.step_id and reminder.step.tell_liaison:
        told |= Q(pk__in=Liaison.objects.on(day).filter(alliance=alliance).exclude(user=None).values("user"))
    if reminder.step_id and reminder.step.tell_committee:
        told |= Q(post=User.Post.STAFF)
    return User.objects.active().filter(told, committee=debt.duty.committee_id)


def _chinese(day):
    return f"{day.year}年{day.month}月{day.day}日"
