"""一支部一品牌: how many branches have a published brand, how many have one in the making, which have none?

coverage(committee, user, day) -> Coverage(parts, total): parts by alliance, rows by organization, all that this person
looks after; in every line branches = published + making + without.
branches_in(part, committee, user, day, alliance=, organization=) -> the branches behind a figure
"""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q

from alliances.models import Alliance, Organization, Seat
from alliances.standing import standing
from branches.models import Branch, Brand

PARTS = {  # key in the address: what it is called
    "all": "支部",
    "published": "已有品牌",
    "making": "创建中",
    "without": "尚无品牌",
}


@dataclass
class Line:
    branches: int = 0
    published: int = 0
    making: int = 0
    without: int = 0

    def add(self, other):
        for name in ("branches", "published", "making", "without"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def percent(self):
        """Rounded down, so that 100 means all."""
        return self.published * 100 // self.branches if self.branches else None


@dataclass
class Row(Line):
    organization: Organization = None
    has_own: bool = False  # the organization's own brand is published


@dataclass
class Part(Line):
    alliance: Alliance | None = None  # None: units that sit in no alliance
    rows: list = field(default_factory=list)


@dataclass
class Coverage:
    parts: list
    total: Line


def coverage(committee, user, day):
    """Three queries, whatever the number of units. Chambers stand in it when they have branches."""
    counts = {row["organization"]: row for row in _counted(committee, day)}
    organizations = _organizations(committee, user, day, counts)
    seats = Seat.objects.on(day).filter(organization__committee=committee).select_related("alliance")
    seated = {seat.organization_id: seat.alliance for seat in seats}
    parts = {}
    for organization in organizations:
        alliance = seated.get(organization.pk)
        part = parts.setdefault(alliance and alliance.pk, Part(alliance=alliance))
        row = _row(organization, counts.get(organization.pk))
        part.rows.append(row)
        part.add(row)
    ordered = sorted(parts.values(), key=_official)
    total = Line()
    for part in ordered:
        total.add(part)
    return Coverage(ordered, total)


def branches_in(part, committee, user, day, alliance=None, organization=None):
    """An unknown part is all of them. `alliance` may be an id or an alliance, 0 the units in none."""
    rows = _marked(committee, day).filter(organization__in=_looked_after(committee, user, day))
    if part == "published":
        rows = rows.filter(is_published=True)
    elif part == "making":
        rows = rows.filter(is_published=False, is_making=True)
    elif part == "without":
        rows = rows.filter(is_published=False, is_making=False)
    if alliance is not None:
        seats = Seat.objects.on(day)
        seats = seats.filter(alliance=alliance) if alliance else seats
        sits = Q(organization__in=seats.values("organization"))
        rows = rows.filter(sits if alliance else ~sits)
    if organization is not None:
        rows = rows.filter(organization=organization)
    return rows.select_related("organization")


def without(committee, user, day, **where):
    """The branches that have not yet begun."""
    return branches_in("without", committee, user, day, **where)


def _looked_after(committee, user, day):
    """All units for the committee and its leaders, those of the alliance for its heads, the own unit for an officer."""
    organizations = Organization.objects.visible_to(user).filter(committee=committee)
    if user.is_staff or user.is_leader:
        return organizations
    if not user.is_officer:
        return organizations.none()
    seats = Seat.objects.on(day).filter(alliance__in=standing(user).heads)
    return organizations.filter(Q(pk=user.organization_id) | Q(pk__in=seats.values("organization")))


def _organizations(committee, user, day, counts):
    """Those that exist, without chambers; and whatever else still has branches, or the sum would be wrong."""
    member_units = Organization.objects.filter(committee=committee).on(day).units()
    rows = _looked_after(committee, user, day).filter(Q(pk__in=member_units.values("pk")) | Q(pk__in=list(counts)))
    own = Brand.objects.published().filter(committee=committee, organization=OuterRef("pk"), branch=None)
    return rows.annotate(has_own=Exists(own)).order_by("order_number", "pk")


def _marked(committee, day):
    """The branches of the day, each with whether its brand is published or in the making."""
    brands = Brand.objects.current().filter(committee=committee, branch=OuterRef("pk"))
    return (
        Branch.objects.on(day)
        .filter(organization__committee=committee)
        .annotate(
            is_published=Exists(brands.filter(published__isnull=False)),
            is_making=Exists(brands.filter(published=None)),
        )
    )


def _counted(committee, day):
    published, making = Q(is_published=True), Q(is_published=False, is_making=True)
    return (
        _marked(committee, day)
        .order_by()
        .values("organization")
        .annotate(branches=Count("pk"), published=Count("pk", filter=published), making=Count("pk", filter=making))
    )


def _row(organization, counts):
    row = Row(organization=organization, has_own=organization.has_own)
    if counts:
        row.branches, row.published, row.making = counts["branches"], counts["published"], counts["making"]
        row.without = row.branches - row.published - row.making
    return row


def _official(part):
    return (part.alliance is None, *((part.alliance.order_number, part.alliance.pk) if part.alliance else ()))
