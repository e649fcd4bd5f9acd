"""Which units are reminded of an election this morning? Those with a term at a step, each step of a term exactly once.

Found out anew each morning from the terms, so a missed day is caught up, with the latest step only. A committee's
morning is one transaction under its lock: a kill leaves nothing half said, and of two workers the second finds all
told; should they meet all the same, the unique rows stop one. On days of rest nobody is reminded: a step before or on
the last day then stands on the workday before, one after it waits for the next. Who is told of several terms gets one
message. An extension moves the end and so begins the steps anew; so does the next term.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from alliances.models import Committee, Liaison, Seat
from branches.models import Term, TermReminder, TermReminderStep
from branches.terms.dates import add_months, day_words, months_between
from branches.terms.following import fill_gaps
from letters.texts import worded
from notices.models import Notice
from notices.outbox import notify
from portal.workdays import caveat, is_workday, nearest_workday_before

MOST_LINES = 20  # of one message


@dataclass(frozen=True)
class Due:
    term: Term
    step: TermReminderStep
    number: int  # of the month after the end; 0 before and on the day


def remind(day):
    """The reminders made by this call."""
    made = []
    if is_workday(day):
        for committee in Committee.objects.all():
            made += _remind_committee(committee, day)
    return made


def step_due(due_on, day, steps):
    """(step, number) that a term with this end is at on this day, or None: the latest that has come, no other."""
    best = None
    for step in steps:
        found = _occurrence(due_on, day, step.months_left)
        if found and (best is None or found[0] > best[0]):
            best = (found[0], step, found[1])
    return best and best[1:]


def _occurrence(due_on, day, months_left):
    """(the day of the step's latest occurrence, its number)"""
    if months_left >= 0:
        on = nearest_workday_before(add_months(due_on, -months_left))
        return (on, 0) if on <= day else None
    months = months_between(due_on, day) if day > due_on else 0
    number = months // -months_left * -months_left
    return (add_months(due_on, number), number) if number else None


@transaction.atomic
def _remind_committee(committee, day):
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    fill_gaps(committee)
    steps = list(TermReminderStep.objects.filter(committee=committee).in_use())
    dues = list(_dues(committee, steps, day)) if steps else []
    rows = TermReminder.objects.bulk_create(
        [
            TermReminder(term=due.term, step=due.step, due_on=due.term.due_on, number=due.number, made_on=day)
            for due in dues
        ],
        batch_size=500,
    )
    if rows:
        _tell(committee, dues, day, key=f"terms-{rows[0].pk}")
    return rows


def _dues(committee, steps, day):
    """Those at a step that were not told so yet."""
    last = add_months(day, max(step.months_left for step in steps) + 1)
    terms = Term.objects.filter(committee=committee).due_by(last).standing(day).with_names()
    told = TermReminder.objects.filter(term__committee=committee, term__closed_on=None)
    told = set(told.values_list("term", "step", "due_on", "number"))
    for term in terms:
        found = step_due(term.due_on, day, steps)
        if found and (term.pk, found[0].pk, term.due_on, found[1]) not in told:
            yield Due(term, *found)


def _tell(committee, dues, day, key):
    by_unit, by_person = defaultdict(list), defaultdict(list)
    for due in dues:
        by_unit[due.term.organization_id].append(due)
    officers = _officers(by_unit)
    for unit, some in by_unit.items():
        for person in officers[unit]:
            by_person[person] += some
    for person, due in _told_above(committee, dues, day):
        by_person[person].append(due)
    groups = defaultdict(list)  # people who are told the same are told together
    for person, some in by_person.items():
        groups[tuple(dict.fromkeys(some))].append(person)
    people = User.objects.in_bulk(list(by_person))
    for some, persons in groups.items():
        title, body, link = _text(some, day)
        told = [people[person] for person in persons]
        notify(told, kind=Notice.Kind.REMINDER, title=title, body=body, link=link, key=key)


def _officers(organizations):
    found = defaultdict(list)
    rows = User.objects.active().filter(post=User.Post.OFFICER)
    for person, unit in rows.values_list("pk", "organization"):
        if unit in organizations:
            found[unit].append(person)
    return found


def _told_above(committee, dues, day):
    """(person, due): one level up, as the steps say."""
    seats = Seat.objects.on(day).filter(alliance__committee=committee)
    alliances, leads = {}, {}
    for alliance, organization, role in seats.values_list("alliance", "organization", "role"):
        alliances[organization] = alliance
        if role == Seat.Role.LEAD:
            leads[alliance] = organization
    officers = _officers(set(leads.values()))
    liaisons = defaultdict(list)
    rows = Liaison.objects.on(day).filter(alliance__committee=committee, user__is_active=True)
    for alliance, person in rows.values_list("alliance", "user"):
        liaisons[alliance].append(person)
    staff = list(User.objects.active().staff_of(committee).values_list("pk", flat=True))
    for due in dues:
        alliance = alliances.get(due.term.organization_id)
        told = [*officers.get(leads.get(alliance), [])] if due.step.tell_lead else []
        told += liaisons.get(alliance, []) if due.step.tell_liaison else []
        told += staff if due.step.tell_committee else []
        for person in told:
            yield person, due


def _text(dues, day):
    first = dues[0].term
    lines = [_line(due, day) for due in dues[:MOST_LINES]]
    if len(dues) > MOST_LINES:
        lines.append(f"……共{len(dues)}个，其余请在换届管理里查看。")
    if note := caveat(day):
        lines.append(note)
    if len(dues) == 1:
        return f"{first.subject}：{dues[0].step.name}", "\n".join(lines), first.get_absolute_url()
    units = {due.term.organization_id for due in dues}
    link = reverse("term-list") + "?show=all"
    if len(units) == 1:
        return (
            f"{first.organization}：{len(dues)}个换届提醒",
            "\n".join(lines),
            f"{link}&organization={first.organization_id}",
        )
    return f"换届提醒：{len(units)}个单位{len(dues)}个党组织", "\n".join(lines), reverse("term-list") + "?show=overdue"


def _line(due, day):
    term = due.term
    words = {
        "subject": term.subject,
        "unit": term.organization.short_name,
        "since": term.since_words,
        "until": day_words(term.due_on),
        "left": term.left(day),
    }
    return worded(due.step.wording, words)
