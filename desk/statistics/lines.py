"""Of what are all figures of a scope made? Every activity with its part in each, in words, to be kept in a snapshot.

now, before = lines(scope)     {key: [Line, …]} of the period and of last year's same dates; three queries
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Sum, Value
from django.utils import timezone

from activities.models import Activity, Outcome, Participation
from desk.statistics.counting import NO_MONEY, OWN, TAKEN_PART, conditions, counted, led
from desk.statistics.figures import BEFORE, NOW, windows_of

COLUMNS = ("activity_", "measure_", "units_", "people_", "value_")


@dataclass(frozen=True)
class Line:
    """An activity's part in a figure; of "alliances_active" an alliance's, without a number and a day."""

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

    @property
    def place(self):
        return self.day or date.min, self.activity or 0


def lines(scope):
    windows = windows_of(scope)
    acts = {act["pk"]: act for act in _acts(scope, windows)}
    _name_alliances(scope, windows, acts)
    _add_parts(scope, windows, acts)
    found = {NOW: defaultdict(list), BEFORE: defaultdict(list)}
    active = {NOW: {}, BEFORE: {}}
    for act in acts.values():
        day = timezone.localdate(act["starts_at"])
        for when in windows.keys_of[windows.number_of(day)]:
            for key, value in _values(scope, act):
                found[when][key].append(_line(act, day, value))
            if _is_own(scope, act):
                active[when] |= act["alliances"]
    if not scope.chosen.keys() & {"alliance", "organization"}:
        for when, names in active.items():
            in_order = sorted(names.items(), key=lambda one: (one[1], one[0]))
            found[when]["alliances_active"] = [Line(None, None, name, Decimal(1)) for name, _ in in_order]
    for some in (*found[NOW].values(), *found[BEFORE].values()):
        some.sort(key=lambda line: line.place)
    return found[NOW], found[BEFORE]


def _values(scope, act):
    """(key, value) of each figure in which the activity has a part."""
    of_unit = scope.organization is not None
    if _is_own(scope, act):
        yield "held", 1
        yield f"held:{act['type__name']}", 1
        if act["summary__expense"] is not None:
            yield "expense", act["summary__expense"]
        if not of_unit and act["summary__head_count"] is not None:
            yield "people", act["summary__head_count"]
        yield from ((f"measure:{name}", value) for name, value in act["outcomes"])
    if act["units"]:
        yield "units", act["units"]
    if of_unit and act["people"]:
        yield "people", act["people"]


def _is_own(scope, act):
    """Of one unit what it led; what it only came to is there for its own row."""
    return scope.organization is None or (act["host"] or OWN) == scope.organization


def _line(act, day, value):
    alliances = "、".join(act["alliances"]) or "工委本级"
    host = act["host__short_name"] or ""
    return Line(act["pk"], day, act["title"], Decimal(value), act["type__name"], alliances, host)


def _acts(scope, windows):
    fields = ("pk", "title", "starts_at", "type__name", "alliance__name", "alliance__order_number", "host")
    rows = Activity.objects.filter(conditions(scope), counted(), windows.condition()).order_by()
    for act in rows.values(*fields, "host__short_name", "summary__head_count", "summary__expense"):
        yield {**act, "alliances": {}, "outcomes": [], "units": 0, "people": 0}


def _name_alliances(scope, windows, acts):
    """{short name: place in the official order}, the leading one first."""
    for act in acts.values():
        if act["alliance__name"]:
            act["alliances"][_short(act["alliance__name"])] = act["alliance__order_number"]
    path = "activity__"
    rows = Activity.partners.through.objects.filter(conditions(scope, path), counted(path), windows.condition(path))
    rows = rows.order_by("alliance__order_number", "alliance")
    for pk, name, place in rows.values_list("activity", "alliance__name", "alliance__order_number"):
        if pk in acts:
            acts[pk]["alliances"].setdefault(_short(name), place)


def _short(name):
    return name.removesuffix("党建联盟") or name


def _add_parts(scope, windows, acts):
    """What the reports gave and which units came, by one query. What is accepted meanwhile is left out as a whole."""
    rows = _outcomes(scope, windows).union(_units(scope, windows), all=True)
    for pk, measure, units, people, value in rows:
        if pk not in acts:
            continue
        if measure:
            acts[pk]["outcomes"].append((measure, value))
        else:
            acts[pk]["units"], acts[pk]["people"] = units, people or 0


def _outcomes(scope, windows):
    path = "report__activity__"
    rows = Outcome.objects.filter(led(scope, path), counted(path), windows.condition(path)).order_by()
    return rows.annotate(
        activity_=F("report__activity"),
        measure_=F("measure__name"),
        units_=Value(0),
        people_=Value(0),
        value_=F("value"),
    ).values_list(*COLUMNS)


def _units(scope, windows):
    path = "activity__"
    rows = Participation.objects.filter(TAKEN_PART, conditions(scope, path), counted(path), windows.condition(path))
    if scope.organization is not None:
        rows = rows.filter(organization=scope.organization)
    rows = rows.order_by().values(activity_=F("activity"), measure_=Value(""))
    return rows.annotate(units_=Count("pk"), people_=Sum("present_count"), value_=NO_MONEY).values_list(*COLUMNS)
