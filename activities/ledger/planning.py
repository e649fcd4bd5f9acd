"""Compare a ledger with what is recorded: which rows are new, there already, faulty, or worth a word."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from activities.defaults import create_words
from activities.ledger.reading import MEASURED, read_ledger, unit_of
from activities.models import Activity, ActivityType, Measure
from alliances.models import Alliance, Organization, Seat

DAY = timedelta(days=1)
SEPARATORS = re.compile(r"[、，,；;]")


@dataclass
class Entry:
    """A row of the ledger in the committee's own terms."""

    line: int
    key: str
    activity: Activity
    units: list
    head_count: int | None
    press: str
    note: str
    outcomes: dict  # Measure → value


@dataclass
class Plan:
    committee: object
    new: list = field(default_factory=list)
    there: int = 0
    differing: list = field(default_factory=list)  # sentences on rows that are recorded otherwise
    faults: list = field(default_factory=list)
    warnings: list = field(default_factory=list)

    def counts(self):
        rows = {fault.row for fault in self.faults if fault.row}
        return {
            "new": len(self.new),
            "there": self.there,
            "differing": len(self.differing),
            "faulty": len(rows),
            "warnings": len(self.warnings),
        }


def plan_ledger(committee, file, *, name="") -> Plan:
    """Call it inside a transaction: a committee without any words of its own gets the usual ones first."""
    tables, faults = read_ledger(file, name)
    if not ActivityType.objects.filter(committee=committee).exists():
        create_words(committee)
    return _Planning(committee, tables, faults).plan


class _Planning:
    def __init__(self, committee, tables, faults):
        self.committee = committee
        self.plan = Plan(committee, faults=list(faults))
        # The committee's own activities have no alliance and no host.
        self.own = {committee.name, committee.short_name, "工委", "工委本级"}
        self.alliances = {}
        for alliance in Alliance.objects.filter(committee=committee):
            self.alliances |= {alliance.name: alliance, alliance.short_name: alliance}
        self.units = {}
        for unit in Organization.objects.filter(committee=committee):
            self.units |= {unit.name: unit, unit.short_name: unit}
        self.types = _types(committee)
        self.measures = {measure.name: measure for measure in Measure.objects.filter(committee=committee)}
        self.seats = {}
        for seat in Seat.objects.filter(alliance__committee=committee):
            self.seats.setdefault((seat.organization_id, seat.alliance_id), []).append(seat)
        recorded = Activity.objects.filter(committee=committee).exclude(source_key="")
        self.recorded = {
            activity.source_key: activity
            for activity in recorded.select_related("summary", "host").prefetch_related("summary__outcomes")
        }
        self._first, self._first_of_unit = {}, {}
        for table in tables:
            for row in table.rows:
                self._take(row, table)
        order = {table.sheet: number for number, table in enumerate(tables)}
        self.plan.faults.sort(key=lambda fault: (order.get(fault.sheet, -1), fault.row or 0))

    def _take(self, row, table):
        count = len(self.plan.faults)
        own = {*self.own, unit_of(table)}
        alliance = self._found(row, "联盟", self.alliances, "不认识的联盟“{}”", own)
        type_ = self._found(row, "活动类型", self.types, "不认识的活动类型“{}”，请先在基础数据中登记或补上别名")
        host = self._found(row, "牵头单位", self.units, "没有简称为“{}”的党组织", own)
        guests = [self._unit(row, "参加单位", name) for name in row["参加单位"] if name not in own]
        measures = {column: self.measures.get(name) for column, name in MEASURED.items() if row[column] is not None}
        for column, measure in measures.items():
            if measure is None:
                self._fault(row, column, f"还没有成效指标“{MEASURED[column]}”，请先在基础数据中登记")
        self._check_future(row)
        self._check_repeated(
            row,
            alliance or (None if row["联盟"] in own else row["联盟"]),
            type_ or row["活动类型"],
            host or (None if row["牵头单位"] in own else row["牵头单位"]),
        )
        if len(self.plan.faults) > count or row.faulty:
            return
        units = list(dict.fromkeys(filter(None, [host, *guests])))
        if alliance:
            self._warn_unseated(row, alliance, units)
        outcomes = {measure: row[column] for column, measure in measures.items()}
        self._compare(row, self._entry(row, alliance, type_, host, units, outcomes))

    def _entry(self, row, alliance, type_, host, units, outcomes):
        starts_at, ends_at = _moments(row["活动时间"])
        key = _source_key(row["活动时间"], alliance, type_, row["活动主题"])
        activity = Activity(
            committee=self.committee,
            alliance=alliance,
            host=host,
            type=type_,
            title=row["活动主题"],
            starts_at=starts_at,
            ends_at=ends_at,
            precision=Activity.Precision.DAY if row["活动时间"].day else Activity.Precision.MONTH,
            place=row["活动地点"] or "",
            state=Activity.State.ACCEPTED,
            is_late_record=True,
            source_key=key,
        )
        press, note = row["宣传报道"] or "", row["备注"] or ""
        return Entry(row.line, key, activity, units, row["参加人次"], press, note, outcomes)

    def _compare(self, row, entry):
        there = self.recorded.get(entry.key)
        if there is None:
            self.plan.new.append(entry)
            return
        differing = _differences(there, entry)
        if differing:
            text = f"{row.sheet} 第{row.line}行：“{there.title}”已有记录，{'；'.join(differing)}，没有改动。"
            self.plan.differing.append(text)
        else:
            self.plan.there += 1

    def _found(self, row, column, known, message, own=()):
        """None, without a fault, where the committee itself is named."""
        if column in row.faulty or row[column] is None or row[column] in own:
            return None
        found = known.get(row[column])
        if found is None:
            self._fault(row, column, message.format(row[column]))
        return found

    def _unit(self, row, column, name):
        unit = self.units.get(name)
        if unit is None:
            self._fault(row, column, f"没有简称为“{name}”的党组织")
        return unit

    def _check_future(self, row):
        found = row["活动时间"]
        if found and found.first_day > timezone.localdate():
            self._fault(row, "活动时间", f"{found}还没有到，台账只收已经开展的活动")

    def _check_repeated(self, row, alliance, type_, host):
        """The same activity twice, in any sheet and under any of its names: the same unit, title and date, or the same
        alliance, type, title and date."""
        if not row["活动主题"] or not row["活动时间"]:
            return
        when, here = str(row["活动时间"]), (row.sheet, row.line)
        same = ("row", alliance, type_, row["活动主题"], when)
        unit = ("unit", host, row["活动主题"], when)
        if before := {self._first.setdefault(key, here) for key in (same, unit)} - {here}:
            sheet, line = min(before)
            where = f"第{line}行" if sheet == row.sheet else f"{sheet} 第{line}行"
            self._fault(row, "活动主题", f"{row['牵头单位']}{when}的“{row['活动主题']}”重复，{where}已有")

    def _warn_unseated(self, row, alliance, units):
        first_day = row["活动时间"].first_day
        last_day = timezone.localdate(_moments(row["活动时间"])[1])
        for unit in units:
            seats = self.seats.get((unit.pk, alliance.pk), [])
            if not any(seat.since <= last_day and (seat.until is None or seat.until >= first_day) for seat in seats):
                where = f"{unit}{row['活动时间']}在{alliance}没有席位"
                self.plan.warnings.append(f"{row.sheet} 第{row.line}行 参加单位：{where}。")

    def _fault(self, row, column, message):
        self.plan.faults.append(row.fault(column, message))


def _types(committee):
    found = {}
    for type_ in ActivityType.objects.filter(committee=committee):
        for name in SEPARATORS.split(type_.aliases):
            found.setdefault(name.strip(), type_)
    found |= {type_.name: type_ for type_ in ActivityType.objects.filter(committee=committee)}
    found.pop("", None)
    return found


def _moments(partial):
    """The whole day, or the whole month where no more is known, in local time."""
    first_day = partial.first_day
    after = first_day + DAY if partial.day else (first_day.replace(day=1) + 31 * DAY).replace(day=1)
    starts_at = timezone.make_aware(datetime.combine(first_day, time.min))
    return starts_at, timezone.make_aware(datetime.combine(after, time.min)) - timedelta(seconds=1)


def _source_key(partial, alliance, type_, title):
    text = "\n".join([str(partial), alliance.name if alliance else "", type_.name, title])
    return hashlib.sha256(text.encode()).hexdigest()


def _differences(there, entry):
    """What the ledger says otherwise than the record; the record may have been mended since."""
    report = getattr(there, "summary", None)
    figures = {outcome.measure_id: outcome.value for outcome in report.outcomes.all()} if report else {}
    pairs = [
        ("地点", there.place, entry.activity.place),
        ("牵头单位", _shown(there.host), _shown(entry.activity.host)),
        ("参加人次", report.head_count if report else None, entry.head_count),
    ]
    pairs += [(measure.name, figures.get(measure.pk), value) for measure, value in entry.outcomes.items()]
    return [f"{name}记为“{_shown(now)}”，台账为“{_shown(said)}”" for name, now, said in pairs if now != said]


def _shown(value):
    if value is None or value == "":
        return "—"
    return f"{value:f}".removesuffix(".00") if isinstance(value, Decimal) else str(value)
