"""Whom does a scheme score? Everybody of its audience with a seat on at least one day of the period, in official order.

units_of(scheme) -> [Unit, …]    two queries

Alliances: all that stand on a day of the period. Organizations: those with a seat on a day of the period, by the
categories chosen; with none chosen all member units, that is without chambers. Branches: all that stand on the last
day, of such organizations, seated or not, for stars are given without regard to alliances.
A unit with too few days for Scheme.Midway.LEAST is in the list with `is_too_short`, so that it is shown as 不参评.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from alliances.models import Alliance, Organization, Seat
from assessments.models import Scheme
from branches.models import Branch

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a seat, both included, within the period."""

    alliance: int
    since: date
    until: date

    def __contains__(self, day):
        return self.since <= day <= self.until

    @property
    def days(self):
        return (self.until - self.since).days + 1


@dataclass(frozen=True, slots=True)
class Unit:
    """Who is scored. `alliance`, `organization`, `branch` are primary keys as in Assessment; `pk` is the subject's.

    spans         its days in seats, earliest first; of an alliance the days it stood, of a branch the whole period
    alliance      the last one of the period (of an alliance itself), None where it sat in none
    days          days of the spans together; period_days those of the period
    """

    kind: str
    pk: int
    name: str
    organization: int | None
    alliance: int | None
    branch: int | None
    spans: tuple[Span, ...]
    period_days: int
    is_too_short: bool = False

    @property
    def since(self):
        return self.spans[0].since if self.spans else None

    @property
    def until(self):
        return self.spans[-1].until if self.spans else None

    @property
    def days(self):
        return sum(span.days for span in self.spans)

    @property
    def key(self):
        """Names the unit among those of a scheme: ("organization", 5)."""
        return self.kind, self.pk

    def sits_on(self, day):
        spans = self.spans
        if len(spans) == 1:  # nearly all, and asked millions of times
            return spans[0].since <= day <= spans[0].until
        return any(day in span for span in spans)

    def alliance_on(self, day):
        """In which alliance it sat on the day, or None."""
        return next((span.alliance for span in self.spans if day in span), None)


def units_of(scheme):
    return UNITS[scheme.audience](scheme)


def spans_within(scheme):
    """{organization: its spans}: the seats of the committee within the period, as long as both sides exist."""
    seats = Seat.objects.filter(alliance__committee=scheme.committee_id).between(scheme.since, scheme.until)
    fields = ("organization", "alliance", "since", "until", "organization__until", "alliance__until")
    spans = defaultdict(list)
    for organization, alliance, since, *ends in seats.order_by("since", "pk").values_list(*fields):
        first, last = max(since, scheme.since), min([scheme.until, *filter(None, ends)])
        if first <= last:
            spans[organization].append(Span(alliance, first, last))
    return {organization: tuple(found) for organization, found in spans.items()}


def _alliances(scheme):
    living = Q(until=None) | Q(until__gte=scheme.since)
    found = Alliance.objects.filter(living, committee=scheme.committee_id, since__lte=scheme.until)
    return [
        Unit(
            "alliance",
            row.pk,
            row.name,
            None,
            row.pk,
            None,
            (Span(row.pk, *_clipped(scheme, row.since, row.until)),),
            _days(scheme),
        )
        for row in found.order_by("order_number", "pk")
    ]


def _organizations(scheme):
    spans = spans_within(scheme)
    found = _of_categories(Organization.objects.filter(committee=scheme.committee_id), scheme)
    units = []
    for pk, name in found.order_by("order_number", "pk").values_list("pk", "short_name"):
        if own := spans.get(pk):
            short = scheme.midway == Scheme.Midway.LEAST and sum(span.days for span in own) < scheme.midway_days
            units.append(Unit("organization", pk, name, pk, own[-1].alliance, None, own, _days(scheme), short))
    return units


def _branches(scheme):
    spans = spans_within(scheme)
    living = Organization.objects.filter(committee=scheme.committee_id).on(scheme.until)
    organizations = _of_categories(living, scheme)
    found = Branch.objects.on(scheme.until).filter(organization__in=organizations.values("pk"))
    rows = found.order_by("organization__order_number", "organization", "order_number", "pk")
    units = []
    for pk, name, organization, owner in rows.values_list("pk", "name", "organization", "organization__short_name"):
        seats = spans.get(organization, ())
        alliance = seats[-1].alliance if seats else None
        whole = (Span(alliance, scheme.since, scheme.until),)
        units.append(Unit("branch", pk, f"{owner}{name}", organization, alliance, pk, whole, _days(scheme)))
    return units


def _of_categories(organizations, scheme):
    chosen = list(scheme.categories.values_list("pk", flat=True)) if scheme.pk else []
    return organizations.filter(category__in=chosen) if chosen else organizations.units()


def _clipped(scheme, since, until):
    return max(since, scheme.since), min(until or scheme.until, scheme.until)


def _days(scheme):
    return (scheme.until - scheme.since + ONE_DAY).days


UNITS = {
    Scheme.Audience.ALLIANCE: _alliances,
    Scheme.Audience.ORGANIZATION: _organizations,
    Scheme.Audience.BRANCH: _branches,
}
