"""A contest as the arithmetic sees it: everything `result.compute` needs, and nothing else."""

from dataclasses import dataclass
from decimal import Decimal

from .awards import EXTEND, Award, check_awards
from .deductions import OvertimeRow, check_rows
from .exact import plain
from .joining import Criterion, Sheet
from .ranking import CRITERION, EXACT_TOTAL, STAGE, TOP_MARKS, Breaker
from .rules import POINTS, WEIGHTED, Rule, check_rule
from .scales import Scale, check_scale
from .stages import check_criteria, check_weights, full_mark


@dataclass(frozen=True, slots=True)
class Stage:
    """`weight` in percent of the final total (0: it only chooses who goes on); `time_limit` in seconds.

    `advance`   how many go on from here; None: all
    `entrants`  entry ids that take part; None: those who came through the stages before. Once a stage has begun, hand
                over who is in it: if one withdraws later, nobody else moves up into a stage that he never stood in.
    """

    id: int
    name: str
    weight: Decimal
    criteria: tuple[Criterion, ...]
    scale: Scale  # of a mark in a weighted stage; in a stage scored by points each criterion goes from 0 to its weight
    rule: Rule
    scoring: str = POINTS
    decimals: int = 2
    breakers: tuple[Breaker, ...] = ()
    advance: int | None = None
    entrants: tuple[int, ...] | None = None
    time_limit: int | None = None
    overtime: tuple[OvertimeRow, ...] = ()
    most_deducted: Decimal | None = None

    def scale_of(self, criterion):
        """The scale on which a judge marks this criterion."""
        if self.scoring == WEIGHTED:
            return self.scale
        return Scale(Decimal(0), criterion.weight, self.scale.decimals)


@dataclass(frozen=True, slots=True)
class Entry:
    """`withdrawn`: left out of everything. One that withdraws between two stages keeps its place in the first: leave it
    unmarked here and out of the next stage's `entrants`.
    """

    id: int
    name: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Judge:
    id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A judge who did not mark an entry in a stage, and why (own organization, declared …)."""

    stage: int
    entry: int
    judge: int
    reason: str


@dataclass(frozen=True, slots=True)
class Timing:
    stage: int
    entry: int
    seconds: int


@dataclass(frozen=True, slots=True)
class ContestData:
    """Stages in their order, awards best first. Sheets are signed and complete; a judge who stood aside has none."""

    stages: tuple[Stage, ...]
    entries: tuple[Entry, ...]
    judges: tuple[Judge, ...]
    sheets: tuple[Sheet, ...]
    asides: tuple[Aside, ...] = ()
    timings: tuple[Timing, ...] = ()
    decimals: int = 2
    breakers: tuple[Breaker, ...] = ()
    awards: tuple[Award, ...] = ()
    when_tied: str = EXTEND


def check(contest):
    """Every fault of the set-up in Chinese, the stage named; an empty list when a result can be computed."""
    faults = check_weights([stage.weight for stage in contest.stages]) + check_awards(contest.awards)
    for stage in contest.stages:
        found = [
            *check_scale(stage.scale),
            *check_criteria(stage.criteria, stage.scoring),
            *check_rule(stage.rule, len(contest.judges)),
            *check_rows(stage.overtime),
        ]
        faults += [f"{stage.name}：{fault}" for fault in found]
        faults += [f"{stage.name}：{fault}" for fault in check_breakers(contest.stages, stage.breakers)]
    return faults + check_breakers(contest.stages, contest.breakers) + _check_full_marks(contest.stages)


def check_breakers(stages, breakers):
    """Tie-breakers that name a stage or a criterion which does not exist, or no known kind."""
    criteria = {stage.id: {criterion.id for criterion in stage.criteria} for stage in stages}
    faults = []
    for number, one in enumerate(breakers, start=1):
        if one.kind not in {EXACT_TOTAL, STAGE, CRITERION, TOP_MARKS}:
            faults.append(f"第 {number} 个同分办法“{one.kind}”无法识别。")
        elif one.kind in {STAGE, CRITERION} and one.stage not in criteria:
            faults.append(f"第 {number} 个同分办法没有指明阶段。")
        elif one.kind == CRITERION and one.criterion not in criteria[one.stage]:
            faults.append(f"第 {number} 个同分办法没有指明评分项。")
    return faults


def _check_full_marks(stages):
    """Stages that count together must have one full mark: 10 points and 100 points cannot be weighed together."""
    full = {full_mark(stage.criteria, stage.scoring, stage.scale) for stage in stages if stage.weight}
    if len(full) < 2:
        return []
    return [f"各阶段满分不一致（{'、'.join(plain(mark) for mark in sorted(full))}），不能按权重相加。"]
