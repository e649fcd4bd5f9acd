"""Which elections wait for a person? An officer: own terms that are over, soon over, or unknown. Staff: what units
filled in, to confirm.

lines_for and item_of make the lines of the list, rows_for the rows to count (see portal.todo).
"""

from datetime import date, datetime, time

from django.db.models import CharField, DateTimeField, Exists, F, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils import timezone

from branches.models import Term, TermProposal
from branches.terms.dates import add_months
from portal.todo import end_of, line

PART = "term"
MONTHS_AHEAD = 3
OVER, UNKNOWN = "over", "unknown"
KINDS = {  # state: what it is called, what the button says, how urgent beside the others' items
    "renew": ("换届待确认", "确认", 1.4),
    "mend": ("任期待确认", "确认", 1.5),
    OVER: ("换届", "办理", 3.3),
    UNKNOWN: ("任期不详", "补正", 5.6),
}


def lines_for(user, day=None):
    """As portal.todo.LINE. `owner`: the last day, of a term that has one."""
    term = Value(0, output_field=IntegerField())
    if user.is_staff:
        rows = _proposals(user).order_by()
        title = _name("term__organization__short_name", "term__branch__name")
        state, owner = Cast("kind", CharField()), Value("", output_field=CharField())
        return rows.values_list(Value(PART), state, "term_id", title, owner, F("at"), term)
    since = Value(end_of(day), output_field=DateTimeField())
    owner = Coalesce(Cast("due_on", CharField()), Value(""), output_field=CharField())
    title = _name("organization__short_name", "branch__name")
    rows = _terms(user, day).order_by()
    return rows.values_list(Value(PART), Value("", output_field=CharField()), "pk", title, owner, since, term)


def item_of(values, today):
    _, state, pk, title, due_on, since, _ = values
    until = date.fromisoformat(due_on[:10]) if due_on else None
    kind, verb, urgency = KINDS[state or (OVER if until else UNKNOWN)]
    if until:
        since = timezone.make_aware(datetime.combine(_noticed(until, today), time(8)))
    return line(
        thing=None,
        title=f"{title}换届" if until else f"{title}任期",
        alliance=None,
        kind=kind,
        verb=verb,
        href=reverse("term-mend" if not state and not until else "term-detail", args=[pk]),
        whose="",
        since=since,
        until=until,
        urgency=urgency,
        today=today,
        plain=True,
    )


def rows_for(user, day=None):
    return [_proposals(user) if user.is_staff else _terms(user, day)]


def _noticed(until, today):
    """The day from which it stands in the list, as far as it has come."""
    return min(add_months(until, -MONTHS_AHEAD), today)


def _name(organization, branch):
    return Concat(organization, Coalesce(branch, Value("")), output_field=CharField())


def _proposals(user):
    return TermProposal.objects.filter(committee=user.committee_id, state=TermProposal.State.WAITING)


def _terms(user, day):
    if not user.is_officer:
        return Term.objects.none()
    day = timezone.localdate(end_of(day))
    terms = Term.objects.current().standing(day).filter(committee=user.committee_id, organization=user.organization_id)
    waiting = TermProposal.objects.filter(term=OuterRef("pk"), state=TermProposal.State.WAITING)
    due = Q(due_on=None) | Q(due_on__lte=add_months(day, MONTHS_AHEAD))
    return terms.filter(due).exclude(Exists(waiting))
