"""The result of a contest: `compute(contest)` → Outcome, the one entry point.

An Outcome carries its contest along (all sheets, rules, names), so that a locked result can be shown with every step of
its arithmetic years later without the database. `as_json` and `from_json` are exact.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction

from . import frozen
from .awards import Granted, grant
from .contest import Aside, ContestData
from .deductions import Deduction, deduction
from .joining import Joined, join, rejoin
from .ranking import CRITERION, STAGE, TOP_MARKS, Advance, Breaker, Candidate, Placed, advance, rank
from .stages import Term, final_value, stage_value

VERSION = 1


@dataclass(frozen=True, slots=True)
class StageRow:
    """One entry in one stage: joined − deduction = value; `placed` has the rounded total and the place."""

    entry: int
    joined: Joined
    deduction: Deduction
    value: Fraction | None
    placed: Placed
    asides: tuple[Aside, ...]


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """Rows by place. `advance` is None where all go on; `breakers` carry the words they are called by."""

    stage: int
    rows: tuple[StageRow, ...]
    advance: Advance | None
    breakers: tuple[Breaker, ...]

    def row(self, entry):
        return next((row for row in self.rows if row.entry == entry), None)


@dataclass(frozen=True, slots=True)
class FinalRow:
    """One entry in the end. Without a place `why_none` says where it stopped."""

    entry: int
    terms: tuple[Term, ...]
    placed: Placed
    award: int | None
    award_name: str
    why_none: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Withdrawn entries stand in `contest.entries` only."""

    contest: ContestData
    stages: tuple[StageOutcome, ...]
    final: tuple[FinalRow, ...]
    breakers: tuple[Breaker, ...]
    awards: tuple[Granted, ...]

    def stage(self, stage):
        return next(one for one in self.stages if one.stage == stage)

    def as_json(self):
        """Plain lists, dicts and strings for a JSONField; Decimals as "9.50", Fractions as "281/3"."""
        return {"version": VERSION, "outcome": frozen.to_plain(self)}

    @classmethod
    def from_json(cls, data, *, entry=None, sheets=True):
        """All of it, or what it says of one entry; without `sheets`, which are most of it, where nobody shows marks."""
        if data.get("version") != VERSION:
            raise ValueError(f"a result of version {data.get('version')} cannot be read")
        plain = data["outcome"]
        if entry is not None:
            plain = _of_entry(plain, entry)
        if not sheets:
            plain = {**plain, "contest": {**plain["contest"], "sheets": ()}}
        return frozen.from_plain(cls, plain)


def _of_entry(plain, entry):
    """The same plain data with the rows, sheets, asides and times of this entry only. Rules, names, awards stay."""

    def own(rows):
        return [row for row in rows if row["entry"] == entry]

    contest = plain["contest"]
    contest = {**contest, **{name: own(contest[name]) for name in ("sheets", "asides", "timings")}}
    contest["entries"] = [one for one in contest["entries"] if one["id"] == entry]
    stages = [{**stage, "rows": own(stage["rows"])} for stage in plain["stages"]]
    return {**plain, "contest": contest, "stages": stages, "final": own(plain["final"])}


def compute(contest, before=None):
    """ContestData → Outcome. Every stage is joined, ranked and cut; then the stages are added up and awards granted.

    `before`: an Outcome of the same sheets, perhaps under other rules; only to save adding them up once more.
    """
    paper = _Paper(contest, before)
    taking_part = {entry.id for entry in contest.entries if not entry.withdrawn}
    through, standings, stages = taking_part, {}, []
    for stage in contest.stages:
        entrants = through if stage.entrants is None else taking_part.intersection(stage.entrants)
        outcome = _compute_stage(contest, stage, entrants, paper, standings)
        stages.append(outcome)
        through = through if outcome.advance is None else set(outcome.advance.entries)
    return _add_up(contest, tuple(stages), standings, taking_part)


class _Paper:
    """Sheets, stand-asides and times, found by stage and entry."""

    def __init__(self, contest, before):
        stages = before.stages if before else ()
        self.before = {(stage.stage, row.entry): row.joined for stage in stages for row in stage.rows}
        self.sheets = defaultdict(list)
        self.asides = defaultdict(list)
        for sheet in contest.sheets:
            self.sheets[sheet.stage, sheet.entry].append(sheet)
        for aside in contest.asides:
            self.asides[aside.stage, aside.entry].append(aside)
        self.seconds = {(timing.stage, timing.entry): timing.seconds for timing in contest.timings}

    def joined(self, stage, entry):
        before = self.before.get((stage.id, entry))
        again = before and rejoin(before, stage.rule)
        return again or join(self.sheets[stage.id, entry], stage.criteria, stage.rule, stage.scoring)


class _Standing:
    """What an entry has gathered so far for the tie-breakers."""

    def __init__(self):
        self.stages, self.criteria, self.top_marks = {}, {}, {}

    def candidate(self, entry, value):
        return Candidate(entry, value, self.stages, self.criteria, self.top_marks)


def _compute_stage(contest, stage, entrants, paper, standings):
    joined, deducted, values = {}, {}, {}
    for entry in entrants:
        seconds = paper.seconds.get((stage.id, entry))
        joined[entry] = paper.joined(stage, entry)
        deducted[entry] = deduction(seconds, stage.time_limit, stage.overtime, stage.most_deducted)
        values[entry] = stage_value(joined[entry].value, deducted[entry].points)
    top = _top_marks(joined)
    for entry in entrants:
        standing = standings.setdefault(entry, _Standing())
        standing.top_marks[stage.id] = top[entry]
        if values[entry] is not None:
            standing.stages[stage.id] = values[entry]
        standing.criteria.update({(stage.id, one): mean for one, mean in joined[entry].criterion_means.items()})
    breakers = _named(stage.breakers, contest)
    placed = rank([standings[entry].candidate(entry, values[entry]) for entry in entrants], stage.decimals, breakers)
    rows = tuple(
        StageRow(
            entry=row.entry,
            joined=joined[row.entry],
            deduction=deducted[row.entry],
            value=values[row.entry],
            placed=row,
            asides=tuple(sorted(paper.asides[stage.id, row.entry], key=lambda aside: aside.judge)),
        )
        for row in placed
    )
    going_on = None if stage.advance is None else advance(placed, stage.advance)
    return StageOutcome(stage.id, rows, going_on, breakers)


def _top_marks(joined):
    """Entry → number of judges whose highest total of the stage it got, shared or not."""
    highest, counts = {}, dict.fromkeys(joined, 0)
    for one in joined.values():
        for judge, total in one.judge_totals.items():
            highest[judge] = max(total, highest.get(judge, total))
    for entry, one in joined.items():
        counts[entry] = sum(total == highest[judge] for judge, total in one.judge_totals.items())
    return counts


def _add_up(contest, stages, standings, taking_part):
    counted = [stage for stage in contest.stages if stage.weight]
    terms, values = {}, {}
    for entry in taking_part:
        own = standings[entry].stages if entry in standings else {}
        terms[entry] = tuple(Term(one.id, own[one.id], one.weight) for one in counted if one.id in own)
        values[entry] = final_value(terms[entry]) if counted and len(terms[entry]) == len(counted) else None
    breakers = _named(contest.breakers, contest)
    nobody = _Standing()
    placed = rank(
        [standings.get(entry, nobody).candidate(entry, values[entry]) for entry in taking_part],
        contest.decimals,
        breakers,
    )
    awards = tuple(grant(placed, contest.awards, contest.when_tied))
    won = {entry: granted for granted in awards for entry in granted.entries}
    journey = [
        (stage, one, {row.entry: row for row in one.rows}) for stage, one in zip(contest.stages, stages, strict=True)
    ]
    final = tuple(
        FinalRow(
            entry=row.entry,
            terms=terms[row.entry],
            placed=row,
            award=won[row.entry].award if row.entry in won else None,
            award_name=won[row.entry].name if row.entry in won else "",
            why_none="" if row.place else _why_none(row.entry, journey),
        )
        for row in placed
    )
    return Outcome(contest, stages, final, breakers, awards)


def _why_none(entry, journey):
    """The first stage that an entry did not come through, in words."""
    for stage, outcome, rows in journey:
        row = rows.get(entry)
        if row is None:
            if stage.weight:
                return f"未参加{stage.name}"
        elif row.value is None:
            return f"{stage.name}：{row.joined.why_none}"
        elif outcome.advance is not None and entry not in outcome.advance.entries:
            return f"{stage.name}第 {row.placed.place} 名，未进入下一阶段"
    return "没有计入总分的阶段"


def _named(breakers, contest):
    """Breakers with the words the result says: “决赛得分”, “决赛“内容”平均分”."""
    stages = {stage.id: stage for stage in contest.stages}
    return tuple(one if one.label else replace(one, label=_label(one, stages)) for one in breakers)


def _label(breaker, stages):
    stage = stages.get(breaker.stage)
    if stage is None or breaker.kind not in {STAGE, CRITERION, TOP_MARKS}:
        return str(breaker)
    if breaker.kind == CRITERION:
        name = next((one.name for one in stage.criteria if one.id == breaker.criterion), "")
        return f"{stage.name}“{name}”平均分"
    return f"{stage.name}得分" if breaker.kind == STAGE else f"{stage.name}评委最高分个数"
