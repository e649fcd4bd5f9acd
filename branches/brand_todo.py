"""Which brands wait for a person? Reviews, what came back, own drafts.

lines_for and item_of make the lines of the list, rows_for the rows to count (see portal.todo).
"""

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils import timezone

from alliances.models import Seat
from alliances.standing import standing
from branches.brand_querysets import written_by
from branches.models import BrandVersion
from branches.models.brand_states import IN_HAND, WAITING, State
from portal.todo import line
from portal.workdays import add_workdays

PART = "brand"
KINDS = {  # state: what it is called in the list, what the button says, how urgent beside the activities' items
    State.PROPOSED: ("品牌初审", "初审", 0.2),
    State.SUBMITTED: ("品牌审定", "审定", 1.2),
    State.RETURNED: ("品牌退回", "修改", 2.2),
    State.DRAFT: ("品牌草稿", "续写", 6.2),
}


def lines_for(user, day=None):
    """As portal.todo.LINE."""
    unit = Concat("brand__organization__short_name", Coalesce("brand__branch__name", Value("")))
    owner = Coalesce("brand__alliance__name", unit, output_field=CharField())
    title = Case(When(name="", then=Concat(owner, Value("的品牌"))), default="name", output_field=CharField())
    review = Case(When(state__in=WAITING, then="brand__committee__review_days"), default=0, output_field=IntegerField())
    state = Cast("state", CharField())
    return _versions(user).order_by().values_list(Value(PART), state, "brand_id", title, owner, "state_since", review)


def item_of(values, today):
    _, state, pk, title, owner, since, term = values
    kind, verb, urgency = KINDS[state]
    return line(
        thing=None,
        title=title,
        alliance=None,
        kind=kind,
        verb=verb,
        href=reverse("brand-edit" if state in IN_HAND else "brand-detail", args=[pk]),
        whose=owner,
        since=since,
        until=add_workdays(timezone.localdate(since), term) if state in WAITING else None,
        urgency=urgency,
        today=today,
        plain=True,
    )


def rows_for(user, day=None):
    return [_versions(user)]


def _versions(user):
    """Every version of which the next step is this person's."""
    # The states again, beside the conditions of which they follow, for the index: most versions are published.
    versions = BrandVersion.objects.filter(brand__committee=user.committee_id, brand__ended_on=None, state__in=KINDS)
    if user.is_staff:
        return versions.filter(Q(state=State.SUBMITTED) | _without_lead() | Q(state=State.DRAFT, created_by=user))
    if not user.is_officer:
        return versions.none()
    waits = written_by(user, "brand__") & Q(state__in=IN_HAND)
    if leads := standing(user).leads:
        seats = Seat.objects.on(timezone.localdate()).filter(alliance__in=leads)
        waits |= Q(state=State.PROPOSED, brand__organization__in=seats.values("organization"))
    return versions.filter(waits)


def _without_lead():
    """Handed to a 片长单位 that is none any more."""
    seats = Seat.objects.on(timezone.localdate())
    lead = Exists(seats.leading().filter(alliance=OuterRef("alliance")))
    return Q(state=State.PROPOSED) & ~Q(Exists(seats.filter(lead, organization=OuterRef("brand__organization"))))
