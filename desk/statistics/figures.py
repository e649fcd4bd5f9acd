"""What was held in a period and what came of it: every figure once, beside the same dates of last year.

    scope = Scope(committee, date(2023, 1, 1), date(2023, 7, 31))         also alliance=pk, organization=pk, type=pk
    figures(scope)  -> [Figure(key, name, unit, value, before, href)]     three queries at any number of rows

Keys: "held" 场次 · "held:联合主题党日" … · "alliances_active" 开展活动的联盟 · "units" 参与单位次 · "people" 人次 ·
"expense" 支出 · "measure:助农消费" …
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from activities.models import ActivityType, Measure
from alliances.models import Committee
from desk.statistics.counting import count
from desk.statistics.windows import Windows, same_dates_last_year
from portal.quarters import Period

NOW, BEFORE = "now", "before"
IN_USE, NONE = Q(is_active=True), Q(pk__in=[])


@dataclass(frozen=True)
class Scope:
    """A period, whole days, of a committee; perhaps of one alliance (0: 工委本级), unit or type, by their pk."""

    committee: Committee
    since: date
    until: date
    alliance: int | None = None
    organization: int | None = None
    type: int | None = None

    @property
    def period(self):
        return Period(self.since, self.until, "本期", NOW)

    @property
    def last_year(self):
        """The same choice, the same dates of last year."""
        before = same_dates_last_year(self.period)
        return replace(self, since=before.first_day, until=before.last_day)

    @property
    def chosen(self):
        """{"alliance": 3}: what narrows it."""
        chosen = {"alliance": self.alliance, "organization": self.organization, "type": self.type}
        return {name: pk for name, pk in chosen.items() if pk is not None}

    @property
    def query(self):
        return urlencode({"since": self.since, "until": self.until, **self.chosen})


@dataclass(frozen=True)
class Kind:
    """A figure without its value. `source`: where the Tally keeps it."""

    key: str
    name: str
    unit: str
    source: object
    decimals: int = 0


UNITS = Kind("units", "参与单位", "单位次", "units")


@dataclass(frozen=True)
class Figure:
    key: str
    name: str
    unit: str
    value: Decimal
    before: Decimal
    href: str
    before_href: str = ""
    decimals: int = 0

    @property
    def difference(self):
        return self.value - self.before


def figures(scope):
    """All of them, in the order in which they are reported."""
    tally = count(scope, windows_of(scope))
    return figures_of(scope, tally, kinds_met(scope, tally))


def windows_of(scope):
    return Windows({NOW: scope.period, BEFORE: scope.last_year.period})


def figures_of(scope, tally, kinds):
    last_year = scope.last_year
    return [
        Figure(
            kind.key,
            kind.name,
            kind.unit,
            tally.value(None, NOW, kind.source),
            tally.value(None, BEFORE, kind.source),
            rows_href(scope, kind.key),
            rows_href(last_year, kind.key),
            kind.decimals,
        )
        for kind in kinds
    ]


def rows_href(scope, key):
    return f"{reverse('statistics-rows')}?{scope.query}&{urlencode({'key': key})}"


def kinds_met(scope, tally):
    return kinds(scope, Q(pk__in=tally.pks_of("type")), Q(pk__in=tally.pks_of("measure")))


def kinds(scope, types=NONE, measures=NONE):
    """The figures of a scope: every type and measure in use, and those no longer used that were met. Two queries."""
    types = Q(pk=scope.type) if scope.type else IN_USE | types
    types = ActivityType.objects.filter(types, committee=scope.committee)
    measures = Measure.objects.filter(IN_USE | measures, committee=scope.committee)
    return [*_first(scope), *map(type_kind, types), *_middle(scope), *map(measure_kind, measures)]


def kind_of(scope, key):
    """The figure that a key names, also one no longer in use; None when there is none."""
    family, _, name = key.replace("\x00", "").partition(":")
    if name and family == "held":
        type_ = ActivityType.objects.filter(committee=scope.committee, name=name).first()
        return type_ and type_kind(type_)
    if name and family == "measure":
        measure = Measure.objects.filter(committee=scope.committee, name=name).first()
        return measure and measure_kind(measure)
    return next((kind for kind in (*_first(scope), *_middle(scope)) if kind.key == key), None)


def type_kind(type_):
    return Kind(f"held:{type_.name}", type_.name, "场次", ("type", type_.pk))


def measure_kind(measure):
    return Kind(f"measure:{measure.name}", measure.name, measure.unit, ("measure", measure.pk), measure.decimals)


def _first(scope):
    return [Kind("held", "活动" if scope.organization is None else "牵头活动", "场次", "held")]


def _middle(scope):
    if scope.organization is not None:
        found = [Kind("units", "参加活动", "次", "units"), Kind("people", "到场人员", "人次", "people")]
    else:
        found = [UNITS, Kind("people", "参加人员", "人次", "people")]
    if scope.alliance is None and scope.organization is None:
        found.insert(0, Kind("alliances_active", "开展活动的联盟", "个", "alliances_active"))
    return [*found, Kind("expense", "支出", "元", "expense", 2)]
