"""What stands on a day: branches, terms, brands and their honours. How it stood earlier is read from the same rows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import FilteredRelation, Q

from alliances.models import Organization
from assessments.facts.records.once import Once
from branches.models import Branch, Brand, Honour
from branches.terms.dates import end_of

YEARS = 3  # of a branch's term, where nothing else is said


@dataclass(frozen=True, slots=True)
class Term:
    since: date | None
    month_only: bool
    years: int | None
    due_on: date | None
    extended: bool = False

    @classmethod
    @lru_cache(maxsize=4096)
    def of(cls, since, month_only, years, extended_until=None):
        """One for all who were elected on the same day."""
        due_on = extended_until or end_of(since, month_only, years)
        return cls(since, month_only, years, due_on, extended_until is not None)


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


# Of the term in force, as `_in_force` joins it.
IN_FORCE = [f"in_force__{name}" for name in ("pk", "since", "month_only", "years", "extended_until", "extended_on")]


def _in_force(rows, last_day, *, own):
    """Each body beside its term of that day: an extension or a next term that came later is not known yet."""
    begun = Q(terms__since=None) | Q(terms__since__lte=last_day)
    going_on = Q(terms__closed_on=None) | Q(terms__closed_on__gt=last_day)
    of_itself = Q(terms__branch=None) if own else Q()
    return rows.annotate(in_force=FilteredRelation("terms", condition=begun & going_on & of_itself))


def _term(in_force, copy, last_day):
    """Of the term in force; where none is, as the body itself says (`copy`)."""
    pk, since, month_only, years, extended_until, extended_on = in_force
    if pk is None:
        return Term.of(*copy)
    known = extended_until is not None and extended_on <= last_day
    return Term.of(since, month_only, years, extended_until if known else None)


def load_branches(records):
    """{organization: its branches}: those that stood on any day of the period."""
    last_day = records.last_day
    rows = Branch.objects.on(records.scheme.since).filter(organization__committee=records.committee)
    rows = _in_force(rows, last_day, own=False).order_by("order_number", "pk")
    fields = ("pk", "name", "term_since", "term_month_only", "until", "organization", "star", *IN_FORCE)
    found, once, before = defaultdict(list), Once(), None
    for row in rows.values_list(*fields).iterator(chunk_size=5000):
        pk, name, since, month_only, until, organization, star, *in_force = row
        if pk == before:  # two terms in force would be a fault of the data; a branch counts once
            continue
        before, term = pk, _term(in_force, (since, month_only, YEARS), last_day)
        found[organization].append(Body("branch", pk, once[name], term, until, organization, once[star]))
    return found


def load_organizations(records):
    """{organization: itself}, in official order."""
    rows = Organization.objects.filter(committee=records.committee)
    rows = _in_force(rows, records.last_day, own=True).order_by("order_number", "pk")
    fields = ("pk", "short_name", "term_since", "term_month_only", "term_years", "kind", "until", *IN_FORCE)
    found = {}
    for place, row in enumerate(rows.values_list(*fields)):
        pk, name, since, month_only, years, kind, until, *in_force = row
        if not years and kind == Organization.Kind.BRANCH:
            years = YEARS
        term = _term(in_force, (since, month_only, years), records.last_day)
        found[pk] = Body("organization", pk, name, term, until, pk, place=place)
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
