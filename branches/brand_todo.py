"""Which brands wait for a person? Reviews, what came back, own drafts.

items_for(user, day) -> [Item], rows_for(user, day) -> [queryset]: one query each besides the person's standing
"""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from alliances.models import Seat
from alliances.standing import standing
from branches.brand_holders import term_of
from branches.brand_querysets import written_by
from branches.models import BrandVersion
from branches.models.brand_states import IN_HAND, State
from portal.todo import by_urgency, end_of, line

KINDS = {  # state: what it is called in the list, what the button says, how urgent beside the activities' items
    State.PROPOSED: ("品牌初审", "初审", 0.2),
    State.SUBMITTED: ("品牌审定", "审定", 1.2),
    State.RETURNED: ("品牌退回", "修改", 2.2),
    State.DRAFT: ("品牌草稿", "续写", 6.2),
}


def items_for(user, day=None):
    today = timezone.localdate(end_of(day))
    versions = _versions(user).select_related(
        "brand__committee", "brand__branch__organization", "brand__organization", "brand__alliance", "brand__published"
    )
    return by_urgency(_item(version, today) for version in versions.order_by("state_since", "pk"))


def rows_for(user, day=None):
    return [_versions(user)]


def _versions(user):
    """Every version of which the next step is this person's."""
    versions = BrandVersion.objects.filter(brand__committee=user.committee_id, brand__ended_on=None)
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
    led = seats.filter(alliance__in=seats.leading().values("alliance"))
    return Q(state=State.PROPOSED) & ~Q(brand__organization__in=led.values("organization"))


def _item(version, today):
    kind, verb, urgency = KINDS[version.state]
    brand = version.brand
    return line(
        thing=version,
        title=str(version),
        alliance=brand.alliance,
        kind=kind,
        verb=verb,
        href=reverse("brand-edit", args=[brand.pk]) if version.is_in_hand else brand.get_absolute_url(),
        whose=str(brand.owner),
        since=version.state_since,
        until=term_of(version),
        urgency=urgency,
        today=today,
    )
