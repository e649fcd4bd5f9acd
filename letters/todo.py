"""Which letters wait for the committee? Those to approve, those to issue, own drafts. Those of a batch are one line.

lines_for and item_of make the lines of the list, rows_for the rows to count (see portal.todo).
"""

from django.db.models import Case, CharField, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter
from letters.models.states import UNISSUED, Kind, State
from portal.todo import line
from portal.workdays import add_workdays

PART = "letter"
BATCH = "batch-"  # before the state of letters that are one line
KINDS = {  # state: what it is called in the list, what the button says, how urgent beside the others' items
    State.SUBMITTED: ("公文审批", "审批", 1.15),
    State.APPROVED: ("公文印发", "印发", 2.1),
    State.DRAFT: ("公文草稿", "续写", 6.1),
}


def lines_for(user, day=None):
    """As portal.todo.LINE."""
    letters = _letters(user)
    kind = Case(*(When(kind=kind.value, then=Value(kind.label)) for kind in Kind), output_field=CharField())
    review = Case(When(state=State.SUBMITTED, then="committee__review_days"), default=0, output_field=IntegerField())
    state = Cast("state", CharField())
    together = Letter.objects.filter(batch=OuterRef("batch"), state=OuterRef("state")).order_by().values("batch")
    number = Cast(Subquery(together.annotate(number=Count("pk")).values("number")), CharField())
    return letters.order_by().values_list(
        Value(PART),
        Case(When(batch=None, then=state), default=Concat(Value(BATCH), state)),
        Coalesce("batch_id", "pk"),
        Coalesce("batch__title", "title"),
        Case(When(batch=None, then=kind), default=Concat(kind, Value("，共 "), number, Value(" 份"))),
        "state_since",
        review,
    )


def item_of(values, today):
    _, state, pk, title, owner, since, term = values
    of_batch, state = state.startswith(BATCH), state.removeprefix(BATCH)
    kind, verb, urgency = KINDS[state]
    page = "letter-edit" if state == State.DRAFT else "letter-detail"
    return line(
        thing=None,
        title=title,
        alliance=None,
        kind=kind,
        verb="送审" if of_batch and state == State.DRAFT else verb,
        href=reverse("letter-batch" if of_batch else page, args=[pk]),
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
    """Every letter of which the next step is this person's; of a batch the first in each state stands for all."""
    earlier = Letter.objects.filter(batch=OuterRef("batch"), state=OuterRef("state"), pk__lt=OuterRef("pk"))
    letters = Letter.objects.filter(~Exists(earlier), committee=user.committee_id, state__in=UNISSUED)
    if user.is_staff:
        return letters.exclude(Q(state=State.DRAFT) & ~Q(created_by=user))
    if user.is_leader:
        return letters.filter(state=State.SUBMITTED)
    return letters.none()
