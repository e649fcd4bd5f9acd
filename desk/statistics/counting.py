"""The arithmetic of all statistics, in one query: what counts, where it belongs, and how it is summed.

Only what is 办结 counts. 场次 counts an activity once; 单位次 once for each unit that came; 人次 is what reports say.
Of one unit (`scope.organization`, or grouped by it) 场次, 支出 and 成效 are those of the activities it led, 单位次 and
人次 its own, so that the units and what is nobody's add up to the whole. An alliance has all that it led or held with
others: what several held stands with each of them, and once in the whole.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, DecimalField, F, IntegerField, Q, Sum, Value, When
from django.utils import timezone

from activities.models import Activity, Outcome, Participation

State = Activity.State
ACTS, JOINED, PARTS, JOINED_PARTS, OUTCOMES, JOINED_OUTCOMES, WAITING = range(7)
WHOLE = (ACTS, PARTS, OUTCOMES)  # what makes the sum; the joined ones stand with further alliances only
TAKEN_PART = Q(present_count__gt=0) | Q(present_count=None, answer=Participation.Answer.ATTENDING)
ALL = frozenset({"units", "outcomes", "joined", "waiting"})
OWN = 0  # 工委本级, as the filters have it: what no alliance or unit leads
NOTHING = Value(None, output_field=IntegerField())
NO_MONEY = Value(Decimal(0), output_field=DecimalField(max_digits=14, decimal_places=2))
COLUMNS = ("kind_", "stretch_", "lead_", "detail_", "group_", "number_", "people_", "money_")


@dataclass(frozen=True)
class Grouping:
    """By what the rows of a table are told apart: where that stands in each kind of record."""

    acts: str
    parts: str
    outcomes: str


GROUPINGS = {
    "alliance": Grouping("alliance", "activity__alliance", "report__activity__alliance"),
    "organization": Grouping("host", "organization", "report__activity__host"),
    "type": Grouping("type", "activity__type", "report__activity__type"),
}


class Tally:
    """What was counted, by group, period and figure: "held", ("type", pk), "units", "people", "expense",
    ("measure", pk). Group None is the whole; OWN is what no alliance or unit leads."""

    def __init__(self, scope, by):
        self.sums = defaultdict(lambda: defaultdict(Decimal))
        self.active = defaultdict(set)  # key of the period → alliances that held something
        self.repeated = defaultdict(int)  # key of the period → how often an activity stands with one more alliance
        self.waiting = defaultdict(lambda: [0, 0])  # key of the period → [report due, report to be accepted]
        self._of_unit, self._by_unit = scope.organization is not None, by == "organization"

    def value(self, group, key, figure):
        """An exact number."""
        if figure == "alliances_active":
            return Decimal(len(self.active[key]))
        if figure == "people" and (self._of_unit or (self._by_unit and group is not None)):
            figure = "own_people"
        return self.sums[group, key][figure]

    @property
    def groups(self):
        return {group for group, _ in self.sums if group is not None}

    def pks_of(self, kind):
        """The types or measures that were met."""
        return {key[1] for found in self.sums.values() for key in found if isinstance(key, tuple) and key[0] == kind}

    def add(self, row, keys):
        kind, _, lead, detail, group, number, people, money = row
        for key in keys:
            if kind == WAITING:
                self.waiting[key][detail] += number
                continue
            if kind in (ACTS, JOINED) and lead is not None:
                self.active[key].add(lead)
            self.repeated[key] += number if kind == JOINED else 0
            groups = [None] if kind in WHOLE else []
            for one in groups if group is None else [*groups, group]:
                for figure, value in _parts(kind, detail, number, people or 0, money or 0):
                    self.sums[one, key][figure] += value


def _parts(kind, detail, number, people, money):
    """What a line of the query adds to which figures."""
    if kind in (ACTS, JOINED):
        return ("held", number), (("type", detail), number), ("people", people), ("expense", money)
    if kind in (PARTS, JOINED_PARTS):
        return ("units", number), ("own_people", people)
    return ((("measure", detail), money),)


def count(scope, windows, by=None, wants=ALL):
    """A Tally by one query. `by`: a key of GROUPINGS; `windows`: the periods to count in."""
    tally = Tally(scope, by)
    first, *more = [rows.values_list(*COLUMNS).order_by() for rows in _branches(scope, windows, by, wants)]
    for kind, stretch, lead, detail, group, *values in first.union(*more, all=True):
        is_grouped = by == "alliance" or (by in GROUPINGS and kind != JOINED)
        row = kind, stretch, lead, detail, (group or OWN) if is_grouped else None, *values
        tally.add(row, windows.keys_of[stretch])
    return tally


def conditions(scope, path=""):
    """Which activities the scope is about, whatever their state and day; `path` leads to the activity."""
    found = Q(**{f"{path}committee": scope.committee})
    if scope.type is not None:
        found &= Q(**{f"{path}type": scope.type})
    if scope.alliance == OWN:
        found &= Q(**{f"{path}alliance": None})
    elif scope.alliance is not None:
        joined = Activity.partners.through.objects.filter(alliance=scope.alliance).values("activity")
        found &= Q(**{f"{path}alliance": scope.alliance}) | Q(**{f"{path}pk__in": joined})
    return found


def led(scope, path=""):
    """Of one unit those it led."""
    found = conditions(scope, path)
    return found if scope.organization is None else found & Q(**{f"{path}host": scope.organization or None})


def counted(path=""):
    return Q(**{f"{path}state": State.ACCEPTED})


def held_but_open(now):
    """Over, and not yet 办结: the report is due, or to be accepted."""
    return Q(state__in=[State.REPORTED, State.REPORT_RETURNED]) | Q(state=State.PUBLISHED, ends_at__lte=now)


def _branches(scope, windows, by, wants):
    """One SELECT for each kind of record; the first has a value in every column, so it gives the union its types."""
    grouping = GROUPINGS.get(by)
    yield _acts(scope, windows, grouping)
    if "joined" in wants:
        yield _joined(scope, windows, JOINED, by)
    if "units" in wants:
        yield _units(scope, windows, grouping)
    if "outcomes" in wants:
        yield _outcomes(scope, windows, grouping)
    if by == "alliance":
        yield _joined(scope, windows, JOINED_PARTS, by)
        yield _joined(scope, windows, JOINED_OUTCOMES, by)
    if "waiting" in wants:
        yield _waiting(scope, windows)


def _acts(scope, windows, grouping):
    rows = Activity.objects.filter(led(scope), counted(), windows.condition())
    return rows.values(
        kind_=Value(ACTS),
        stretch_=windows.stretch(),
        lead_=F("alliance"),
        detail_=F("type"),
        group_=F(grouping.acts) if grouping else NOTHING,
    ).annotate(number_=Count("pk"), people_=Sum("summary__head_count"), money_=Sum("summary__expense"))


def _units(scope, windows, grouping):
    path = "activity__"
    rows = Participation.objects.filter(TAKEN_PART, conditions(scope, path), counted(path), windows.condition(path))
    if scope.organization is not None:
        rows = rows.filter(organization=scope.organization)
    return rows.values(
        kind_=Value(PARTS),
        stretch_=windows.stretch(path),
        lead_=NOTHING,
        detail_=NOTHING,
        group_=F(grouping.parts) if grouping else NOTHING,
    ).annotate(number_=Count("pk"), people_=Sum("present_count"), money_=NO_MONEY)


def _outcomes(scope, windows, grouping):
    path = "report__activity__"
    rows = Outcome.objects.filter(led(scope, path), counted(path), windows.condition(path))
    return rows.values(
        kind_=Value(OUTCOMES),
        stretch_=windows.stretch(path),
        lead_=NOTHING,
        detail_=F("measure"),
        group_=F(grouping.outcomes) if grouping else NOTHING,
    ).annotate(number_=Count("pk"), people_=Value(0), money_=Sum("value"))


def _joined(scope, windows, kind, by):
    """What further alliances held together with the leading one; of the committee's own, all of them."""
    path = "activity__"
    whose = conditions if kind == JOINED_PARTS else led
    rows = Activity.partners.through.objects.filter(whose(scope, path), counted(path), windows.condition(path))
    rows = rows.exclude(alliance=F("activity__alliance"))
    detail, number, people, money = _JOINED[kind]
    if kind == JOINED_PARTS:
        rows = rows.filter(_taken_part(scope, f"{path}participations__"))
    if kind == JOINED_OUTCOMES:
        rows = rows.filter(activity__summary__outcomes__isnull=False)
    return rows.values(
        kind_=Value(kind),
        stretch_=windows.stretch(path),
        lead_=F("alliance"),
        detail_=detail,
        group_=F("alliance") if by == "alliance" else NOTHING,
    ).annotate(number_=number, people_=people, money_=money)


_REPORT, _PARTS, _OUTCOMES = "activity__summary__", "activity__participations", "activity__summary__outcomes__"
_JOINED = {  # what is told apart, how many, people, money
    JOINED: (F("activity__type"), Count("pk"), Sum(f"{_REPORT}head_count"), Sum(f"{_REPORT}expense")),
    JOINED_PARTS: (NOTHING, Count(_PARTS), Sum(f"{_PARTS}__present_count"), NO_MONEY),
    JOINED_OUTCOMES: (F(f"{_OUTCOMES}measure"), Count("pk"), Value(0), Sum(f"{_OUTCOMES}value")),
}


def _taken_part(scope, path):
    called = Q(**{f"{path}present_count__gt": 0})
    found = called | Q(**{f"{path}present_count__isnull": True, f"{path}answer": Participation.Answer.ATTENDING})
    return found if scope.organization is None else found & Q(**{f"{path}organization": scope.organization})


def _waiting(scope, windows):
    rows = Activity.objects.filter(led(scope), held_but_open(timezone.now()), windows.condition())
    return rows.values(
        kind_=Value(WAITING),
        stretch_=windows.stretch(),
        lead_=NOTHING,
        detail_=Case(When(state=State.REPORTED, then=1), default=0, output_field=IntegerField()),
        group_=NOTHING,
    ).annotate(number_=Count("pk"), people_=Value(0), money_=NO_MONEY)
