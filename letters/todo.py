"""Which letters wait for the committee? Those to approve, those to issue, own drafts.

lines_for and item_of make the lines of the list, rows_for the rows to count (see portal.todo).
"""

from django.db.models import Case, CharField, IntegerField, Q, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter
from letters.models.states import UNISSUED, Kind, State
from portal.todo import line
from portal.workdays import add_workdays

PART = "letter"
KINDS = {  # state: what it is called in the list, what the button says, how urgent beside the others' items
    State.SUBMITTED: ("公文审批", "审批", 1.15),
    State.APPROVED: ("公文印发", "印发", 2.1),
    State.DRAFT: ("公文草稿", "续写", 6.1),
}


def lines_for(user, day=None):
    """As portal.todo.LINE."""
    kind = Case(*(When(kind=kind.value, then=Value(kind.label)) for kind in Kind), output_field=CharField())
    review = Case(When(state=State.SUBMITTED, then="committee__review_days"), default=0, output_field=IntegerField())
    state = Cast("state", CharField())
    return _letters(user).order_by().values_list(Value(PART), state, "pk", "title", kind, "state_since", review)


def item_of(values, today):
    _, state, pk, title, owner, since, term = values
    kind, verb, urgency = KINDS[state]
    return line(
        thing=None,
        title=title,
        alliance=None,
        kind=kind,
        verb=verb,
        href=reverse("letter-edit" if state == State.DRAFT else "letter-detail", args=[pk]),
        whose=owner,
        since=since,
        until=add_workdays(timezone.localdate(since), term) if state == State.SUBMITTED else None,
        urgency=urgency,
        today=today,
        plain=True,
    )


def rows_for(user, day=None):
    return [_letters(user)]


def _letters(user):
    """Every letter of which the next step is this person's."""
    letters = Letter.objects.filter(committee=user.committee_id, state__in=UNISSUED)
    if user.is_staff:
        return letters.exclude(Q(state=State.DRAFT) & ~Q(created_by=user))
    if user.is_leader:
        return letters.filter(state=State.SUBMITTED)
    return letters.none()
