"""Sign figures, so that they no longer change; and say what has changed in the records since.

    sign(scope, title, by=user, note="") -> Snapshot      WrongState when there is nothing to sign
    changes(snapshot) -> [Change, …]                       beside the snapshot, never inside

A figure is the sum of the rows that are kept with it, so no snapshot contradicts itself.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from activities.models import Activity, ActivityType
from alliances.models import Alliance, Organization
from desk.models import Snapshot, SnapshotFigure, SnapshotRow
from desk.statistics.figures import Scope, kinds
from desk.statistics.lines import lines
from desk.statistics.scopes import GROUPS
from desk.statistics.sheets import plain
from desk.statistics.tables import table_of
from portal.access import WrongState, require
from portal.audit import Act, record

MOST_ROWS = 100_000  # of one snapshot; a year of a large city has some thousands
BATCH = 1000
TITLE = 80


def can_sign(user, committee):
    return user.is_superuser or (user.is_staff and user.committee_id == committee.pk)


@transaction.atomic
def sign(scope, title, *, by, note=""):
    require(can_sign(by, scope.committee))
    title = _clean(title)
    _refuse(scope, title)
    now, before = lines(scope)
    if sum(map(len, now.values())) + sum(map(len, before.values())) > MOST_ROWS:
        raise WrongState("这个范围的明细太多，请缩短期间，或只签一个联盟、一种类型。")
    snapshot = Snapshot.objects.create(
        committee=scope.committee,
        tables=_tables(scope, now),
        title=title[:TITLE],
        since=scope.since,
        until=scope.until,
        scope=scope.chosen,
        scope_words=scope_words(scope)[:200],
        note=_clean(note)[:300],
        signed_by=by,
    )
    kept = []
    for place, kind in enumerate(_kinds(scope, now, before)):
        figure = SnapshotFigure.objects.create(
            snapshot=snapshot,
            order_number=place,
            key=kind.key,
            name=kind.name,
            unit=kind.unit,
            value=_sum(now.get(kind.key)),
            before=_sum(before.get(kind.key)),
        )
        kept += [_row(figure, line, is_before=False) for line in now.get(kind.key, ())]
        kept += [_row(figure, line, is_before=True) for line in before.get(kind.key, ())]
    SnapshotRow.objects.bulk_create(kept, batch_size=BATCH)
    record(
        Act.STEP, actor=by, subject=snapshot, verb="签定", after={"范围": snapshot.scope_words, "明细行数": len(kept)}
    )
    return snapshot


def _tables(scope, now):
    """The tables by alliance and by type, as texts: what a 通报 takes as its attachment. They agree with the rows."""
    found = []
    for by in ("alliance", "type"):
        table = table_of(scope, by)
        if any(figure.value != _sum(now.get(figure.key)) for figure in table.figures):
            raise WrongState("刚好有活动办结或改动，请再签一次。")
        found.append(
            {
                "title": f"{GROUPS[by]}统计",
                "columns": [table.head, *(f"{kind.name}（{kind.unit}）" for kind in table.kinds)],
                "rows": [[row.label, *(plain(cell.value) for cell in row.cells)] for row in table.rows],
                "totals": ["合计", *(plain(cell.value) for cell in table.total)],
                "remarks": table.remarks,
            }
        )
    return found


def _refuse(scope, title):
    today = timezone.localdate()
    if not title:
        raise WrongState("请写明快照的名称。")
    if scope.until < scope.since:
        raise WrongState("截止日期早于起始日期，没有可以签定的数字。")
    if scope.until > today:
        raise WrongState(f"{scope.until.year}年{scope.until.month}月{scope.until.day}日还没有到，到那一天再签。")


def _clean(text):
    """One line without what nobody sees: PostgreSQL refuses a zero byte, and titles stand in headings."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _sum(some):
    return sum((line.value for line in some or ()), Decimal())


def _row(figure, line, *, is_before):
    return SnapshotRow(
        figure=figure,
        is_before=is_before,
        activity=line.activity,
        day=line.day,
        words=line.words[:120],
        type_name=line.type_name[:40],
        alliances=line.alliances[:300],
        host=line.host[:80],
        value=line.value,
    )


def _kinds(scope, *found):
    """Those in use, and those no longer used of which there are lines."""
    keys = {key.partition(":") for some in found for key in some}
    types = [name for kind, _, name in keys if kind == "held" and name]
    measures = [name for kind, _, name in keys if kind == "measure"]
    return kinds(scope, Q(name__in=types), Q(name__in=measures))


def scope_of(snapshot):
    return Scope(snapshot.committee, snapshot.since, snapshot.until, **snapshot.scope)


def scope_words(scope):
    """市直机关工委 · 文化园 · 联合主题党日, as they are called today."""
    words = [scope.committee.short_name]
    if scope.alliance is not None:
        words.append(_name(Alliance, scope.alliance, "short_name"))
    if scope.organization is not None:
        words.append(_name(Organization, scope.organization, "short_name"))
    if scope.type is not None:
        words.append(_name(ActivityType, scope.type, "name"))
    return " · ".join(words)


def _name(model, pk, attribute):
    row = model.objects.filter(pk=pk).first() if pk else None
    return getattr(row, attribute) if row else "工委本级"


@dataclass(frozen=True)
class Part:
    """What a figure says otherwise of one activity; None: nothing."""

    name: str
    unit: str
    was: Decimal | None
    now: Decimal | None


@dataclass(frozen=True)
class Change:
    """An activity (or alliance) of which the records say something else than what was signed."""

    activity: int | None
    day: date | None
    words: str
    why: str  # 补录, 改数, 已删除 …
    is_before: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Standing:
    """The figures as signed, what the records say today, and which of them made the difference."""

    figures: list[tuple[SnapshotFigure, Decimal, Decimal]]  # figure, today's value, today's value of last year's dates
    changes: list[Change]

    @property
    def differing(self):
        return [one for one in self.figures if (one[0].value, one[0].before) != one[1:]]


def changes(snapshot):
    return standing(snapshot).changes


def standing(snapshot):
    """Changes of the period first, then of last year's dates. A fixed number of queries; nothing is written."""
    figures = list(snapshot.figures.all())
    kept = {False: {}, True: {}}
    for row in SnapshotRow.objects.filter(figure__snapshot=snapshot):
        kept[row.is_before].setdefault(row.figure_id, []).append(row)
    current = dict(zip((False, True), lines(scope_of(snapshot)), strict=True))
    found = []
    for is_before, some in current.items():
        differing = _differing(figures, kept[is_before], some)
        found += [(is_before, identity, *rest) for identity, rest in differing.items()]
    states = _states({identity for _, identity, *_ in found if isinstance(identity, int)})
    made = [_change(snapshot, states, *one) for one in found]
    made.sort(key=lambda change: (change.is_before, change.day or date.max, change.activity or 0))
    today = [(one, _sum(current[False].get(one.key)), _sum(current[True].get(one.key))) for one in figures]
    return Standing(today, made)


def beside(snapshot, figure, rows, is_before):
    """[(kept row, what the records say today)]: None where it no longer counts."""
    today = lines(scope_of(snapshot))[is_before].get(figure.key, ())
    values = {line.identity: line.value for line in today}
    return [(row, values.get(row.activity or row.words)) for row in rows]


def _differing(figures, kept, current):
    """{identity: (line, [Part, …])}"""
    found = {}
    for figure in figures:
        was = {row.activity or row.words: row for row in kept.get(figure.pk, ())}
        now = {line.identity: line for line in current.get(figure.key, ())}
        for identity in was.keys() | now.keys():
            before, after = was.get(identity), now.get(identity)
            values = before and before.value, after and after.value
            if values[0] != values[1]:
                _, parts = found.setdefault(identity, (after or before, []))
                parts.append(Part(figure.name, figure.unit, *values))
    return found


def _change(snapshot, states, is_before, identity, line, parts):
    act = states.get(line.activity)
    return Change(line.activity, line.day, line.words, _why(snapshot, line, parts, act), is_before, tuple(parts))


def _why(snapshot, line, parts, act):
    if line.activity is None:
        return "新增" if parts[0].was is None else "不再计入"
    if act is None:
        return "记录已删除"
    recorded_at, state, label = act
    if all(part.was is None for part in parts) and recorded_at > snapshot.signed_at:
        return "补录"
    if state != Activity.State.ACCEPTED:
        return f"现为“{label}”"
    if all(part.was is None for part in parts):
        return "后来办结"
    if all(part.now is None for part in parts):
        return "日期或归属有改动"
    return "数字有改动"


def _states(pks):
    labels = dict(Activity.State.choices)
    rows = Activity.objects.filter(pk__in=pks).values_list("pk", "recorded_at", "state")
    return {pk: (recorded_at, state, labels[state]) for pk, recorded_at, state in rows}
