"""What stands on a day: branches, terms, brands and their honours. How it stood earlier is read from the same rows."""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q

from alliances.models import Organization
from assessments.facts.records.once import Once
from branches.models import Branch, Brand, Honour

YEARS = 3  # of a branch's term, where nothing else is said


@dataclass(frozen=True, slots=True)
class Term:
    since: date | None
    month_only: bool
    years: int | None
    due_on: date | None

    @classmethod
    @lru_cache(maxsize=4096)
    def of(cls, since, month_only, years):
        """One for all who were elected on the same day."""
        return cls(since, month_only, years, due_day(since, month_only, years) if since and years else None)


def due_day(since, month_only, years):
    """The last day on which an election is still in time: the same day so many years later, or the month's last."""
    year, month = since.year + years, since.month
    last = monthrange(year, month)[1]
    return date(year, month, last if month_only else min(since.day, last))


@dataclass(frozen=True, slots=True)
class Body:
    """An organization or a branch: something that is elected, rated, and has a brand."""

    kind: str
    pk: int
    name: str
    term: Term
    until: date | None
    organization: int
    star: str = ""
    place: int = 0  # among its like

    @property
    def key(self):
        return f"{self.kind}:{self.pk}"

    def stands_on(self, day):
        return self.until is None or self.until >= day


@dataclass(frozen=True, slots=True)
class BrandRow:
    pk: int
    name: str
    organization: int | None
    branch: int | None
    alliance: int | None
    published_on: date
    ended_on: date | None

    @property
    def owner(self):
        if self.branch:
            return "branch", self.branch
        return ("organization", self.organization) if self.organization else ("alliance", self.alliance)

    def stands_on(self, day):
        return self.published_on <= day and (self.ended_on is None or self.ended_on > day)


@dataclass(frozen=True, slots=True)
class HonourRow:
    pk: int
    brand: int
    level: str
    rank: tuple  # the highest level has the smallest
    title: str
    granted_on: date
    withdrawn_on: date | None

    def holds_on(self, day):
        return self.granted_on <= day and (self.withdrawn_on is None or self.withdrawn_on > day)


def load_branches(records):
    """{organization: its branches}: those that stood on any day of the period."""
    rows = Branch.objects.on(records.scheme.since).filter(organization__committee=records.committee)
    rows = rows.order_by("order_number", "pk")
    fields = ("pk", "name", "term_since", "term_month_only", "until", "organization", "star")
    found, once = defaultdict(list), Once()
    for pk, name, since, month_only, until, organization, star in rows.values_list(*fields).iterator(chunk_size=5000):
        term = Term.of(since, month_only, YEARS)
        found[organization].append(Body("branch", pk, once[name], term, until, organization, once[star]))
    return found


def load_organizations(records):
    """{organization: itself}, in official order."""
    rows = Organization.objects.filter(committee=records.committee).order_by("order_number", "pk")
    fields = ("pk", "short_name", "term_since", "term_month_only", "term_years", "kind", "until")
    found = {}
    for place, (pk, name, since, month_only, years, kind, until) in enumerate(rows.values_list(*fields)):
        if not years and kind == Organization.Kind.BRANCH:
            years = YEARS
        found[pk] = Body("organization", pk, name, Term.of(since, month_only, years), until, pk, place=place)
    return found


def load_brands(records):
    """{owner as (kind, pk): its brands that were published by the day}."""
    began = Q(published_on__lte=records.last_day) & (Q(ended_on=None) | Q(ended_on__gt=records.scheme.since))
    rows = Brand.objects.filter(began, committee=records.committee, published__isnull=False).order_by("pk")
    fields = ("pk", "published__name", "organization", "branch", "alliance", "published_on", "ended_on")
    found, once = defaultdict(list), Once()
    for *row, published_on, ended_on in rows.values_list(*fields).iterator(chunk_size=5000):
        brand = BrandRow(*row, once[published_on], once[ended_on])
        found[brand.owner].append(brand)
    return found


def load_honours(records):
    """{brand: its levels granted by the day}, the highest first."""
    rows = Honour.objects.filter(brand__committee=records.committee, level__isnull=False)
    rows = rows.filter(granted_on__lte=records.last_day).order_by("level__order_number", "level", "-granted_on", "-pk")
    fields = ("pk", "brand", "level__name", "level__order_number", "level", "title", "granted_on", "withdrawn_on")
    found = defaultdict(list)
    for pk, brand, name, order_number, level, title, granted_on, withdrawn_on in rows.values_list(*fields):
        rank = order_number, level
        found[brand].append(HonourRow(pk, brand, name, rank, title, granted_on, withdrawn_on))
    return found
