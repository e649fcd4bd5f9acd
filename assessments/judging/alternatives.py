"""How the top places would stand had the judges' sheets been joined otherwise. For staff, after closing; to inform."""

from dataclasses import dataclass, replace
from decimal import Decimal

from .result import compute
from .rules import MEAN, MEDIAN, TRIMMED, Rule

OWN = "own"
# With two sheets or one there is nothing to trim: then the plain mean.
OTHERS = {
    MEAN: Rule(MEAN),
    MEDIAN: Rule(MEDIAN),
    TRIMMED: Rule(TRIMMED, drop_high=1, drop_low=1, least=3, when_few=MEAN),
}


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One entry: `places` and `totals` under "own" (the contest's rule), "mean", "median" and "trimmed" (1 and 1)."""

    entry: int
    places: dict[str, int | None]
    totals: dict[str, Decimal | None]

    @property
    def moves(self):
        """Would the entry stand elsewhere under another rule?"""
        return len(set(self.places.values())) > 1


def under_each_rule(outcome):
    """The contest's own outcome, and what mean, median and trimmed mean would have made of the same sheets.

    Each stage keeps those who stood in it: another rule might have let others go on, but nobody judged them there.
    """
    return {OWN: outcome} | {name: compute(_under(outcome, rule), before=outcome) for name, rule in OTHERS.items()}


def side_by_side(outcomes, top, stage=None):
    """Every entry that is among the first `top` under any rule, in the order of the actual result.

    By the totals of this stage alone (its id), or by those of the contest.
    """
    rows = {name: one.final if stage is None else one.stage(stage).rows for name, one in outcomes.items()}
    placed = {name: {row.entry: row.placed for row in given} for name, given in rows.items()}
    compared = [
        SideBySide(
            entry=row.entry,
            places={name: given[row.entry].place for name, given in placed.items()},
            totals={name: given[row.entry].total for name, given in placed.items()},
        )
        for row in rows[OWN]
    ]
    return [row for row in compared if any(place is not None and place <= top for place in row.places.values())]


def _under(outcome, rule):
    """The contest of this outcome with every stage joined by another rule."""
    stages = tuple(
        replace(stage, rule=replace(rule, per=stage.rule.per), entrants=tuple(row.entry for row in one.rows))
        for stage, one in zip(outcome.contest.stages, outcome.stages, strict=True)
    )
    return replace(outcome.contest, stages=stages)
