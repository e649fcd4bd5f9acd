"""Which terms does an address ask for? Read from the query string; what makes no sense is left out.

?show= (due when nothing is said) &within=6 &year=2026 &alliance= &organization= &level= &q=
"""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from branches.terms.dates import add_months
from portal.asked import whole_number
from portal.quarters import year_period

DUE, OVERDUE, UNKNOWN, ALL = "due", "overdue", "unknown", "all"
OWED, RENEWED, OPEN, EARLY = "owed", "renewed", "open", "early"
TABS = ((DUE, "临届"), (OVERDUE, "逾期"), (UNKNOWN, "任期不详"), (ALL, "全部"))
OF_YEAR = {OWED: "应换届", RENEWED: "已换届", OPEN: "应换未换", EARLY: "提前换届"}
WITHIN = (3, 6, 12, 24)
LEVELS = (("units", "党组织"), ("branches", "党支部"))
NONE = 0  # ?alliance=0: units that sit in none


@dataclass(frozen=True)
class Filters:
    show: str = DUE
    within: int = 6
    year: int | None = None
    alliance: int | None = None
    organization: int | None = None
    level: str = ""
    words: str = ""

    @classmethod
    def read(cls, query, day):
        show, level = query.get("show", ""), query.get("level", "")
        show = show if show in dict(TABS) or show in OF_YEAR else DUE
        within, year = whole_number(query.get("within")), whole_number(query.get("year"))
        return cls(
            show=show,
            within=within if within in WITHIN else 6,
            year=(year if year and 1990 <= year <= 2100 else day.year) if show in OF_YEAR else None,
            alliance=whole_number(query.get("alliance")),
            organization=whole_number(query.get("organization")),
            level=level if level in dict(LEVELS) else "",
            words=query.get("q", "").replace("\x00", "").strip()[:60],
        )

    @property
    def is_narrowed(self):
        return bool(self.alliance is not None or self.organization or self.level or self.words)

    @property
    def title(self):
        if self.show in OF_YEAR:
            return f"{self.year}年{OF_YEAR[self.show]}"
        return {DUE: f"{self.within}个月内届满", OVERDUE: "逾期未换届", UNKNOWN: "任期不详", ALL: "全部任期"}[self.show]

    def apply(self, terms, day):
        return self._ordered(self._shown(self.narrowed(terms, day), day))

    def narrowed(self, terms, day):
        """By everything but what is shown."""
        terms = terms.standing(day)
        if self.alliance == NONE:
            terms = terms.without_alliance(day)
        elif self.alliance is not None:
            terms = terms.in_alliance(self.alliance, day)
        if self.organization:
            terms = terms.filter(organization=self.organization)
        if self.level:
            terms = terms.filter(branch__isnull=self.level == "units")
        if self.words:
            named = Q(organization__search_key__icontains=self.words) | Q(branch__search_key__icontains=self.words)
            terms = terms.filter(named)
        return terms

    def _shown(self, terms, day):
        if self.show in OF_YEAR:
            period = year_period(self.year)
            since, until = period.first_day, period.last_day
            rows = {
                OWED: terms.owed_in(since, until),
                RENEWED: terms.renewed_in(since, until),
                OPEN: terms.owed_in(since, until).exclude(closed_on__lte=until),
                EARLY: terms.early_in(since, until),
            }
            return rows[self.show]
        if self.show == DUE:
            return terms.due_by(add_months(day, self.within)).filter(due_on__gte=day)
        if self.show == OVERDUE:
            return terms.overdue(day)
        return terms.unknown() if self.show == UNKNOWN else terms.current()

    def _ordered(self, terms):
        if self.show in (DUE, OVERDUE):
            return terms.order_by("due_on", "pk")
        own_first = (F(part).asc(nulls_first=True) for part in ("branch__order_number", "branch_id"))
        return terms.order_by("organization__order_number", "organization_id", *own_first, "pk")


def counts(terms, day, within=6):
    """{tab: how many}: one query for the tabs."""
    last = add_months(day, within)
    return (
        terms.current()
        .order_by()
        .aggregate(
            due=_count(Q(due_on__gte=day, due_on__lte=last)),
            overdue=_count(Q(due_on__lt=day)),
            unknown=_count(Q(due_on=None)),
            all=_count(Q()),
        )
    )


def _count(condition):
    return Count("pk", filter=condition) if condition else Count("pk")
