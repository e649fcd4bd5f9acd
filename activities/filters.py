"""Which activities does an address ask for? Read from the query string; what makes no sense is left out.

?alliance=3 (0: 工委本级) &organization= &type= &state= (or open: not closed) &period=2026Q3 | 2026 | 2026-07
&from=2026-01-01 &to=2026-03-31 &q=swxcb &sort=-starts_at
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.dateparse import parse_date

from activities.models import Activity, Participation
from activities.models.states import State
from alliances.models import Organization
from portal.asked import whole_number
from portal.quarters import Period, period_of

SORTS = ("starts_at", "title", "host", "alliance", "type", "state")
ORDERS = {  # official order, never by name or id
    "host": "host__order_number",
    "alliance": "alliance__order_number",
    "type": "type__order_number",
}
NEWEST = "-starts_at"
YEARS = range(1921, 2200)  # beyond them a moment in Shanghai may have no moment in UTC


@dataclass(frozen=True)
class Filters:
    alliance: int | None = None
    organization: int | None = None
    type: int | None = None
    state: str = ""
    period: Period | None = None
    first_day: date | None = None
    last_day: date | None = None
    words: str = ""
    sort: str = NEWEST

    @classmethod
    def read(cls, query):
        state = query.get("state", "")
        sort = query.get("sort", "")
        return cls(
            alliance=whole_number(query.get("alliance")),
            organization=whole_number(query.get("organization")),
            type=whole_number(query.get("type")),
            state=state if state in State.values else "",
            period=_period(query.get("period") or query.get("quarter")),
            first_day=_day(query.get("from")),
            last_day=_day(query.get("to")),
            words=query.get("q", "").replace("\x00", "").strip()[:60],
            sort=sort if sort.removeprefix("-") in SORTS else NEWEST,
        )

    @property
    def chosen(self):
        """Whether anything narrows the list."""
        return self != Filters(sort=self.sort)

    def apply(self, activities):
        activities = self._of_units(activities)
        if self.type is not None:
            activities = activities.filter(type=self.type)
        if self.state:
            activities = activities.filter(state=self.state)
        if self.period:
            activities = activities.starting_in(self.period)
        if self.first_day or self.last_day:
            days = Period(self.first_day or date(YEARS[0], 1, 1), self.last_day or date(YEARS[-1], 12, 31), "", "")
            activities = activities.starting_in(days)
        if self.words:
            activities = activities.filter(self._named())
        return activities.order_by(*self._order())

    def _of_units(self, activities):
        if self.alliance == 0:
            activities = activities.filter(alliance=None)
        elif self.alliance is not None:
            activities = activities.of_alliance(self.alliance)
        if self.organization is not None:
            rows = Participation.objects.filter(organization=self.organization)
            activities = activities.filter(Q(host=self.organization) | Q(pk__in=rows.values("activity")))
        return activities

    def _named(self):
        """In the title or the place, or by the name or pinyin initials of the host or of a unit that takes part."""
        units = Organization.objects.filter(search_key__icontains=self.words.lower())
        rows = Participation.objects.filter(organization__in=units)
        text = Q(title__icontains=self.words) | Q(place__icontains=self.words) | Q(base__name__icontains=self.words)
        return text | Q(host__in=units) | Q(pk__in=rows.values("activity"))

    def _order(self):
        sign = "-" if self.sort.startswith("-") else ""
        field = self.sort.removeprefix("-")
        return (f"{sign}{ORDERS.get(field, field)}", NEWEST, "-pk")


def _period(value):
    try:
        period = period_of(value or "")
    except ValueError:
        return None
    return period if period.first_day.year in YEARS else None


def _day(value):
    try:
        day = parse_date(value or "")
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def states_to_choose(user):
    """Plans of others are not seen by members, so their states are not offered either."""
    seen = State if user.is_staff or user.is_officer or user.is_leader else Activity.PUBLIC
    return [(state.value, state.label) for state in seen]
