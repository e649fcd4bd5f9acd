"""Which letters wait for a unit's officer, to receive or to answer; and which replies wait for the committee?

lines_for and item_of make the lines of the list, rows_for the rows to count (see portal.todo).
"""

from datetime import date

from django.db.models import CharField, IntegerField, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from letters.models import Recipient
from letters.models.states import RecipientState, State
from portal.todo import line

PART = "letter_part"
KINDS = {  # state: what it is called in the list, what the button says, how urgent beside the others' items
    RecipientState.WAITING: ("公文签收", "签收", 1.3),
    RecipientState.RECEIVED: ("公文回复", "回复", 1.6),
    RecipientState.RETURNED: ("回复退回", "补充", 1.2),
    RecipientState.REPLIED: ("回复审核", "审核", 1.25),
}
GAP = "｜"  # between the unit and the deadline


def lines_for(user, day=None):
    """As portal.todo.LINE. `owner`: the unit and the deadline."""
    until = Coalesce(Cast("due_on", CharField()), Value(""))
    words = Concat("organization__short_name", Value(GAP), until, output_field=CharField())
    term = Value(0, output_field=IntegerField())
    state = Cast("state", CharField())
    rows = _parts(user).order_by()
    return rows.values_list(Value(PART), state, "letter_id", "letter__title", words, "state_since", term)


def item_of(values, today):
    _, state, pk, title, words, since, _ = values
    kind, verb, urgency = KINDS[state]
    unit, _, until = words.rpartition(GAP)
    owes = state != RecipientState.REPLIED
    return line(
        thing=None,
        title=title,
        alliance=None,
        kind=kind,
        verb=verb,
        href=reverse("letter-detail", args=[pk]),
        whose=unit,
        since=since,
        until=date.fromisoformat(until[:10]) if until and owes else None,
        urgency=urgency,
        today=today,
        plain=True,
    )


def rows_for(user, day=None):
    return [_parts(user)]


def _parts(user):
    parts = Recipient.objects.filter(letter__committee=user.committee_id, letter__state=State.ISSUED)
    if user.is_staff:
        return parts.filter(state=RecipientState.REPLIED)
    if not user.is_officer:
        return parts.none()
    owing = Q(state=RecipientState.WAITING) | Q(
        state__in=[RecipientState.RECEIVED, RecipientState.RETURNED], letter__reply_workdays__isnull=False
    )
    return parts.filter(owing, organization=user.organization_id)
