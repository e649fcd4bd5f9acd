"""The activities of a period with who held them and who came, loaded in three queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from activities.duties.states import Stage
from activities.models import Activity, Participation
from assessments.facts.records.once import Once

SHOWN = (Stage.COUNTED, Stage.REPORTED, Stage.HELD)
NOT_YET = {Stage.REPORTED: "总结待审定，暂不计", Stage.HELD: "总结待报，暂不计"}
ATTENDING, LEAVE = Participation.Answer.ATTENDING, Participation.Answer.LEAVE


class Part(NamedTuple):
    """A unit's row on the list of an activity."""

    organization: int
    answer: str
    leave_reason: str
    present_count: int | None

    @property
    def came(self):
        """As the duties have it: somebody was there, or nobody called the roll and it had said so."""
        return self.present_count > 0 if self.present_count is not None else self.answer == ATTENDING

    @property
    def is_excused(self):
        return not self.came and self.answer == LEAVE and bool(self.leave_reason.strip())


@dataclass(slots=True)
class Act:
    """An activity that was held. `stage` is that of the duty matrix, as of the day of the records."""

    pk: int
    title: str
    type: int
    alliance: int | None
    host: int | None
    starts_on: date
    ends_on: date
    stage: Stage
    is_late_record: bool
    words: str  # 5月28日 业务互学
    holders: frozenset = frozenset()  # alliances that held it
    parts: list[Part] = field(default_factory=list)
    took_part: frozenset = frozenset()  # organizations that came, and the host
    is_joint: bool = False  # not of one unit by itself

    @property
    def key(self):
        return f"activity:{self.pk}"

    @property
    def is_counted(self):
        return self.stage is Stage.COUNTED


@dataclass(frozen=True, slots=True)
class _Standing:
    """What `Stage.of` looks at."""

    state: str
    starts_on: date
    ends_on: date


def load(records):
    """[Act, …] by day: those of the committee that begin in the period and were held by the day, none cancelled."""
    found = Activity.objects.filter(committee=records.committee).published().starting_in(records.period)
    fields = ("pk", "title", "type", "alliance", "host", "starts_at", "ends_at", "state", "is_late_record")
    acts = [act for row in found.order_by("starts_at", "pk").values_list(*fields) if (act := _act(row, records.day))]
    _join(acts, found)
    return acts


def by_unit(acts):
    """{(kind, pk): [Act, …]}: of an alliance what it held, of an organization what it hosted or came to."""
    found = defaultdict(list)
    for act in acts:
        for pk in act.holders:
            found["alliance", pk].append(act)
        for pk in act.took_part:
            found["organization", pk].append(act)
    return found


def by_leader(acts):
    """{(kind, pk): [Act, …]}."""
    found = defaultdict(list)
    for act in acts:
        found["alliance", act.alliance].append(act)
        found["organization", act.host].append(act)
    return found


def invitations(acts):
    """{organization: [(Act, its Part or None), …]}: None for a host that is not on its own list."""
    found = defaultdict(list)
    for act in acts:
        for part in act.parts:
            found[part.organization].append((act, part))
        if act.host is not None and all(part.organization != act.host for part in act.parts):
            found[act.host].append((act, None))
    return found


def forms_of(records):
    """{activity: its forms}."""
    within = Activity.objects.filter(committee=records.committee).starting_in(records.period).order_by()
    found = defaultdict(set)
    rows = Activity.forms.through.objects.filter(activity__in=within.values("pk"))
    for activity, form in rows.values_list("activity", "activityform"):
        found[activity].add(form)
    return found


def _act(row, day):
    pk, title, type_, alliance, host, starts_at, ends_at, state, is_late_record = row
    starts_on, ends_on = timezone.localtime(starts_at).date(), timezone.localtime(ends_at).date()
    stage = Stage.of(_Standing(state, starts_on, ends_on), day)
    if stage not in SHOWN:
        return None
    words = f"{starts_on.month}月{starts_on.day}日 {title}"
    return Act(pk, title, type_, alliance, host, starts_on, ends_on, stage, is_late_record, words)


def _join(acts, found):
    partners = defaultdict(set)
    joined = Activity.partners.through.objects.filter(activity__in=found.order_by().values("pk"))
    for activity, alliance in joined.values_list("activity", "alliance"):
        partners[activity].add(alliance)
    parts = defaultdict(list)
    rows = Participation.objects.filter(activity__in=found.order_by().values("pk")).order_by("organization")
    fields = ("activity", "organization", "answer", "leave_reason", "present_count")
    once = Once()
    for activity, unit, answer, reason, present in rows.values_list(*fields).iterator(chunk_size=5000):
        parts[activity].append(Part(unit, once[answer], once[reason], present))
    for act in acts:
        act.holders = frozenset({act.alliance, *partners[act.pk]} - {None})
        act.parts = parts[act.pk]
        act.is_joint = act.host is None or any(part.organization != act.host for part in act.parts)
        act.took_part = frozenset({act.host, *(part.organization for part in act.parts if part.came)} - {None})
