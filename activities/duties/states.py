"""How does somebody stand with a duty in a period? Days and states in, a word out; nothing here asks the database.

An activity belongs to the period of its first day. What a later period has beyond its due makes up for an earlier one
that was missed (补办), so that no activity counts twice; the other way round nothing is saved up.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from activities.models import Activity
from portal.quarters import Period

State = Activity.State


@dataclass(frozen=True)
class Fact:
    """What a duty wants to know of an activity."""

    pk: int
    title: str
    state: str
    starts_on: date
    ends_on: date


class Stage(Enum):
    """How far an activity has come for its duty, nearest to done first: word and mark of the cell it decides."""

    COUNTED = ("已办", "done")
    REPORTED = ("总结待审定", "now")
    HELD = ("待报总结", "wait")
    PLANNED = ("已排", "set")
    SUBMITTED = ("待审定", "wait")
    NOTHING = ("未排", "wait")

    @classmethod
    def of(cls, fact: Fact, day: date) -> "Stage":
        if fact.state in (State.PROPOSED, State.SUBMITTED):
            return cls.SUBMITTED
        if fact.state not in Activity.PUBLIC or fact.state == State.CANCELLED:
            return cls.NOTHING
        if fact.starts_on > day:
            return cls.PLANNED  # also when the page is asked how it stood on an earlier day
        if fact.state == State.ACCEPTED:
            return cls.COUNTED
        if fact.state == State.REPORTED:
            return cls.REPORTED
        return cls.HELD if fact.ends_on < day else cls.PLANNED


@dataclass(frozen=True)
class Verdict:
    word: str
    kind: str
    counted: tuple[Fact, ...] = ()  # in the order of their days
    day: date | None = None  # of the first that counts, or of the one that is nearest to counting

    @property
    def count(self):
        return len(self.counted)

    @property
    def is_met(self):
        return self.kind == "done"


MADE_UP = "补办"
LATE = ("逾期", "late")
NOT_YET = ("未到期", "idle")
NOT_OWED = Verdict("不适用", "idle")


@dataclass
class Share:
    """The activities of one period: its own, and those of later ones that make up for what it missed."""

    own: list[Fact]
    made_up: list[Fact]

    @property
    def all(self):
        return sorted([*self.own, *self.made_up], key=lambda fact: (fact.starts_on, fact.pk))


def shares(periods: Sequence[Period], facts: Sequence[Fact], times: int, counts: Callable[[Fact], bool]):
    """Share of each period by its key, for what `counts`; every fact stands in at most one."""
    found = defaultdict(lambda: Share([], []))
    for period in periods:
        own = [fact for fact in facts if fact.starts_on in period and counts(fact)]
        for earlier in list(found.values()):
            spare = max(0, len(own) - times)
            taken = min(spare, max(0, times - len(earlier.all)))
            earlier.made_up += own[:taken]  # the first one after the missed period makes up for it
            own = own[taken:]
        found[period.key] = Share(own, [])
    return dict(found)


def verdicts(periods: Sequence[Period], facts: Sequence[Fact], times: int, day: date) -> dict[str, Verdict]:
    """By the key of the period. `facts` are one duty's of one alliance (or unit), in the order of their days."""
    done = shares(periods, facts, times, lambda fact: Stage.of(fact, day) is Stage.COUNTED)
    return {period.key: _verdict(period, facts, done[period.key], times, day) for period in periods}


def _verdict(period, facts, share, times, day):
    counted = tuple(share.all)
    if len(counted) >= times:
        word = Stage.COUNTED.value[0] if len(share.own) >= times else MADE_UP
        return Verdict(word, "done", counted, counted[0].starts_on)
    nearest, fact = nearest_to_done(period, facts, day)
    if day > period.last_day and nearest is not Stage.REPORTED:
        return Verdict(*LATE, counted, fact and fact.starts_on)
    if day < period.first_day and nearest is Stage.NOTHING:
        return Verdict(*NOT_YET)
    return Verdict(*nearest.value, counted, fact and fact.starts_on)


def nearest_to_done(period: Period, facts: Sequence[Fact], day: date) -> tuple[Stage, Fact | None]:
    """How far the period has come without being done, and the first activity that has come so far."""
    own = [(Stage.of(fact, day), fact) for fact in facts if fact.starts_on in period]
    for stage in (Stage.REPORTED, Stage.HELD, Stage.PLANNED, Stage.SUBMITTED):
        for reached, fact in own:
            if reached is stage:
                return stage, fact
    return Stage.NOTHING, None
