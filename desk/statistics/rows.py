"""What is a figure made of? Each of its activities with its part; the parts add up to the figure.

rows(scope, key, user)   a queryset of activities with `value`; of "alliances_active" a queryset of alliances
total(rows)              what stands at the foot of the list
lines(scope)             {key: [Line, …]} of all figures at once, in five queries, to be kept in a snapshot
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.utils import timezone

from activities.models import Activity, Outcome, Participation
from alliances.models import Alliance
from desk.statistics.counting import TAKEN_PART, conditions, counted, led
from desk.statistics.windows import Windows

ONE = Value(1)


class NoSuchFigure(LookupError):
    """The key names no figure of this scope."""


def rows(scope, key, user):
    acts = Activity.objects.visible_to(user).filter(counted(), _within(scope))
    own = acts.filter(led(scope))
    kind, _, name = key.partition(":")
    if key == "held":
        return own.annotate(value=ONE)
    if kind == "held" and name:
        return own.filter(type__name=name).annotate(value=ONE)
    if key == "expense":
        return own.filter(summary__expense__isnull=False).annotate(value=F("summary__expense"))
    if kind == "measure" and name:
        return own.filter(summary__outcomes__measure__name=name).annotate(value=F("summary__outcomes__value"))
    if key in ("units", "people"):
        return _taking_part(scope, key, acts.filter(conditions(scope)))
    if key == "alliances_active" and not scope.chosen.keys() & {"alliance", "organization"}:
        return _active(scope, own)
    raise NoSuchFigure(key)


def total(rows):
    return rows.order_by().aggregate(total=Sum("value"))["total"] or Decimal()


def _within(scope):
    return Windows({"now": scope.period}).condition()


def _taking_part(scope, key, acts):
    """Of all units how many came, and how many people the report says; of one unit its own row."""
    parts = Participation.objects.filter(TAKEN_PART, activity=OuterRef("pk")).order_by()
    if scope.organization is not None:
        own = parts.filter(organization=scope.organization)
        if key == "people":
            own = own.filter(present_count__gt=0)
        people = Subquery(own.values("present_count")[:1])
        return acts.filter(Exists(own)).annotate(value=ONE if key == "units" else people)
    if key == "people":
        return acts.filter(summary__head_count__isnull=False).annotate(value=F("summary__head_count"))
    units = parts.values("activity").values(number=Count("pk"))
    return acts.filter(Exists(parts)).annotate(value=Subquery(units))


def _active(scope, acts):
    joined = Activity.partners.through.objects.filter(activity__in=acts.values("pk"))
    held = Q(pk__in=acts.values("alliance")) | Q(pk__in=joined.values("alliance"))
    return Alliance.objects.filter(held, committee=scope.committee).annotate(value=ONE)


@dataclass(frozen=True)
class Line:
    """An activity's part in a figure, in words; of "alliances_active" an alliance's, without a number."""

    activity: int | None
    day: date | None
    words: str
    value: Decimal
    type_name: str = ""
    alliances: str = ""
    host: str = ""

    @property
    def identity(self):
        return self.activity or self.words


def lines(scope):
    found = defaultdict(list)
    acts = {act["pk"]: act for act in _acts(scope)}
    alliances = _alliances(scope, acts)
    own = {pk for pk, act in acts.items() if scope.organization in (None, act["host"])}
    for pk in own:
        line = _line(acts[pk], alliances[pk], 1)
        found["held"].append(line)
        found[f"held:{line.type_name}"].append(line)
        if (spent := acts[pk]["summary__expense"]) is not None:
            found["expense"].append(_line(acts[pk], alliances[pk], spent))
        if scope.organization is None and (people := acts[pk]["summary__head_count"]) is not None:
            found["people"].append(_line(acts[pk], alliances[pk], people))
    for pk, units, people in _units(scope):
        if pk in acts:
            found["units"].append(_line(acts[pk], alliances[pk], units))
            if scope.organization is not None and people:
                found["people"].append(_line(acts[pk], alliances[pk], people))
    for pk, measure, value in _outcomes(scope):
        if pk in own:
            found[f"measure:{measure}"].append(_line(acts[pk], alliances[pk], value))
    if not scope.chosen.keys() & {"alliance", "organization"}:
        found["alliances_active"] = _active_lines(scope, {name for pk in own for name in alliances[pk]})
    return {key: sorted(some, key=_by_day) for key, some in found.items()}


def _by_day(line):
    return line.day or date.min, line.activity or 0


def _active_lines(scope, active):
    names = Alliance.objects.filter(committee=scope.committee).values_list("name", flat=True)
    return [Line(None, None, name, Decimal(1)) for name in map(_short, names) if name in active]


def _line(act, alliances, value):
    return Line(
        act["pk"],
        timezone.localdate(act["starts_at"]),
        act["title"],
        Decimal(value),
        act["type__name"],
        "、".join(alliances) or "工委本级",
        act["host__short_name"] or "",
    )


def _acts(scope):
    fields = ("pk", "title", "starts_at", "type__name", "alliance__name", "host", "host__short_name")
    found = Activity.objects.filter(conditions(scope), counted(), _within(scope)).order_by()
    return found.values(*fields, "summary__head_count", "summary__expense")


def _alliances(scope, acts):
    """{activity: short names of the alliances that held it, the leading one first}."""
    found = {pk: [_short(act["alliance__name"])] if act["alliance__name"] else [] for pk, act in acts.items()}
    path = "activity__"
    joined = Activity.partners.through.objects.filter(
        conditions(scope, path), counted(path), Windows({"now": scope.period}).condition(path)
    )
    rows = joined.order_by("alliance__order_number").values_list("activity", "alliance__name")
    for pk, name in rows:
        if pk in found and _short(name) not in found[pk]:
            found[pk].append(_short(name))
    return found


def _short(name):
    return name.removesuffix("党建联盟") or name


def _units(scope):
    path = "activity__"
    rows = Participation.objects.filter(
        TAKEN_PART, conditions(scope, path), counted(path), Windows({"now": scope.period}).condition(path)
    )
    if scope.organization is not None:
        rows = rows.filter(organization=scope.organization)
    return rows.order_by().values_list("activity").annotate(Count("pk"), Sum("present_count"))


def _outcomes(scope):
    path = "report__activity__"
    rows = Outcome.objects.filter(led(scope, path), counted(path), Windows({"now": scope.period}).condition(path))
    return rows.order_by().values_list("report__activity", "measure__name", "value")
