"""The figures of a scope in rows: by alliance, unit, type, quarter or month, always in official order, never by result.

found = table(asked)       Table(by, kinds, rows, total, figures, remarks, waiting); four or five queries
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import Q

from activities.models import ActivityType, Duty
from alliances.models import Alliance, Organization
from desk.statistics.counting import OWN, count
from desk.statistics.figures import BEFORE, NOW, figures_of, kinds_met, rows_href
from desk.statistics.windows import Windows, same_dates_last_year

PAGE = 100  # units of a page; the 88 of a city stand on one
HEADS = {"alliance": "联盟", "organization": "单位", "type": "活动类型", "quarter": "季度", "month": "月份"}


@dataclass(frozen=True)
class Cell:
    kind: object
    value: Decimal
    before: Decimal
    href: str
    before_href: str


@dataclass(frozen=True)
class Row:
    label: str
    thing: object  # the alliance, unit or type; None for 工委本级 and for times
    cells: list[Cell]
    query: str  # the page of this row alone


@dataclass(frozen=True)
class Table:
    by: str
    kinds: list
    rows: list[Row]
    total: list[Cell]
    figures: list
    remarks: list[str]
    waiting: list[int]  # reports due, reports to be accepted
    page: object = None

    @property
    def head(self):
        return HEADS[self.by]

    @property
    def is_empty(self):
        return not any(figure.value or figure.before for figure in self.figures)

    @property
    def next_by(self):
        """How the page of one row goes on."""
        return {"alliance": "quarter", "organization": "type", "type": "alliance"}.get(self.by, self.by)


def table(asked, page=None):
    """`page`: number of the page of units; None for all of them."""
    return table_of(asked.scope, asked.by, asked.periods, page)


def table_of(scope, by, periods=(), page=None):
    """`periods`: the rows of a table by time."""
    spans = {NOW: scope.period, BEFORE: scope.last_year.period}
    for number, period in enumerate(periods):
        spans |= {(NOW, number): period, (BEFORE, number): same_dates_last_year(period)}
    tally = count(scope, Windows(spans), by)
    found = kinds_met(scope, tally)
    shown = _columns(scope, by, found, tally)
    if periods:
        lines, listed = _by_time(scope, periods), None
    else:
        lines, listed = _by_thing(scope, by, tally, page)
    rows = [
        Row(label, thing, _cells(tally, shown, narrowed, group, now, before), narrowed.query)
        for label, thing, narrowed, group, now, before in lines
    ]
    total = _cells(tally, shown, scope, None, NOW, BEFORE)
    remarks = _remarks(scope, by, tally)
    return Table(by, shown, rows, total, figures_of(scope, tally, found), remarks, tally.waiting[NOW], listed)


def _cells(tally, kinds, scope, group, now, before):
    last_year = scope.last_year
    return [
        Cell(
            kind,
            tally.value(group, now, kind.source),
            tally.value(group, before, kind.source),
            rows_href(scope, kind.key),
            rows_href(last_year, kind.key),
        )
        for kind in kinds
    ]


def _columns(scope, by, kinds, tally):
    """What fits on a sheet: 场次, of them the type owed each quarter, then the sums that are not nothing."""
    theme = set()
    if by != "type" and scope.type is None:
        owed = Duty.objects.filter(committee=scope.committee, period=Duty.Period.QUARTER).values("type")
        theme = set(ActivityType.objects.filter(pk__in=owed).values_list("pk", flat=True))
    return [kind for kind in kinds if _is_shown(kind, theme, tally)]


def _is_shown(kind, theme, tally):
    if kind.key == "alliances_active":
        return False
    if isinstance(kind.source, tuple) and kind.source[0] == "type":
        return kind.source[1] in theme
    if kind.key in ("held", "units", "people"):
        return True
    return bool(tally.value(None, NOW, kind.source) or tally.value(None, BEFORE, kind.source))


def _by_time(scope, periods):
    for number, period in enumerate(periods):
        narrowed = replace(scope, since=period.first_day, until=period.last_day)
        yield period.label, None, narrowed, None, (NOW, number), (BEFORE, number)


def _by_thing(scope, by, tally, page):
    """(lines, page): those that stand in the period or have any figure; the committee's own last."""
    met = tally.groups
    chosen = getattr(scope, by)
    things = _things(scope, by, met - {OWN}) if chosen is None else _model(by).objects.filter(pk=chosen)
    listed = Paginator(things, PAGE).get_page(page) if page is not None and by == "organization" else None
    lines = [
        (_label(thing), thing, replace(scope, **{by: thing.pk}), thing.pk, NOW, BEFORE)
        for thing in (things if listed is None else listed)
    ]
    is_last = listed is None or not listed.has_next()
    if OWN in met and by != "type" and chosen in (None, OWN) and is_last:
        lines.append(("工委本级", None, replace(scope, **{by: OWN}), OWN, NOW, BEFORE))
    return lines, listed


def _model(by):
    return {"alliance": Alliance, "organization": Organization, "type": ActivityType}[by]


def _things(scope, by, met):
    rows = _model(by).objects.filter(committee=scope.committee)
    stood = Q(until=None) | Q(until__gte=scope.since) if by != "type" else Q(is_active=True)
    if by == "alliance":
        stood &= Q(since__lte=scope.until)
    return rows.filter(stood | Q(pk__in=met))


def _label(thing):
    return getattr(thing, "short_name", None) or str(thing)


def _remarks(scope, by, tally):
    """What somebody who adds up the column would stumble over."""
    found = []
    if by == "alliance" and scope.alliance is None and tally.repeated[NOW]:
        found.append(
            f"联办的活动在每个联盟各计一次，合计只计一次（本期重复{tally.repeated[NOW]}场次），所以各行之和大于合计。"
        )
    if by == "organization" and scope.organization is None:
        found.append("场次、支出和成效计在牵头单位，参与和人次计在到场的各单位。")
        people = tally.value(None, NOW, "people") - tally.sums[None, NOW]["own_people"]
        if people > 0:
            found.append(f"合计的人次以总结为准，其中{people:,}人次没有分单位点名。")
    return found
