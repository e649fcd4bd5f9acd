"""A stage of a round handed on for many units at once, on days gone by: rows as rounds.handing leaves them one by one.

What it comes to is computed by the round's own board; here is only who did it and when.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from assessments.models import Assessment, RoundStep, Score
from assessments.rounds import stages
from assessments.rounds.board import Board
from assessments.rounds.handing_on import reason_of, working_of
from assessments.rounds.sums import lost_of, summed, sums_of

VERBS = {"self": "提交自评", "first": "提交初评", "review": "完成复核"}


@dataclass
class Handing:
    """One unit's part: who hands it on when, to which state, and what was entered before: leaf name → Entered."""

    unit: Assessment
    by: object
    at: datetime
    to: str
    is_for_unit: bool = False
    entered: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Entered:
    """As rounds.scores.enter takes it."""

    answer: dict = field(default_factory=dict)
    given: object = None
    reason: str = ""


class Writer:
    def __init__(self, round):
        self.board = Board(round)
        self.round = round
        self.leaves = {node.name: leaf for leaf, node in self.board.leaves.items()}

    def hand_on(self, stage, handings):
        self.board.compare(stage)
        inputs = self.board.inputs([handing.unit for handing in handings], stage)
        typed, carried = [], []
        for handing in handings:
            for row in self._rows(stage, handing, inputs[handing.unit.pk]):
                (typed if row.by_id else carried).append(row)
        Score.objects.bulk_create(typed + carried, batch_size=500)
        Score.history.bulk_history_create(typed, batch_size=500)
        fields = ["state", "state_since", "sums", stages.TOTALS[stage]]
        Assessment.objects.bulk_update([handing.unit for handing in handings], fields, batch_size=100)
        RoundStep.objects.bulk_create(
            RoundStep(
                round=self.round,
                assessment=handing.unit,
                verb=VERBS[stage],
                by=handing.by,
                is_for_unit=handing.is_for_unit,
                at=handing.at,
            )
            for handing in handings
        )

    def _rows(self, stage, handing, inputs):
        """A Score for each leaf; totals and state are put into the unit."""
        unit, held = handing.unit, dict(inputs.rows)
        for name, entered in handing.entered.items():
            row = Score(
                assessment=unit,
                indicator_id=self.leaves[name],
                stage=stage,
                answer=entered.answer,
                given=entered.given,
                reason=entered.reason,
                by=handing.by,
                is_for_unit=handing.is_for_unit,
                at=handing.at,
            )
            row._history_user, row._history_date = handing.by, handing.at
            self.board.with_row(inputs, row)
        outcome = self.board.outcome(inputs)
        rows = [self._row(stage, handing, inputs, outcome, leaf, held.get(leaf)) for leaf in self.board.leaves]
        sums = summed(unit, outcome, by=handing.by, is_for_unit=handing.is_for_unit, lost=lost_of(self.board, outcome))
        unit.sums = unit.sums | {str(stage): replace(sums, at=handing.at).as_json()}
        setattr(unit, stages.TOTALS[stage], sums.total)
        unit.state, unit.state_since = handing.to, handing.at
        return rows

    def _row(self, stage, handing, inputs, outcome, leaf, held):
        """`held`: the Score of the stage before."""
        row = inputs.own_row(leaf)
        if row is None:
            row = Score(assessment=handing.unit, indicator_id=leaf, stage=stage, at=handing.at)
            if held is not None:
                row.answer, row.given = held.answer, held.given
        if self.board.is_open(leaf, inputs.stage):
            return row
        row.value = outcome.values[leaf]
        row.computed = self.board.computed(inputs, leaf) if leaf in inputs.given else row.value
        row.working = working_of(self.board, inputs, outcome, leaf)
        if held is not None and held.value not in (None, row.value):
            before = sums_of(handing.unit, stages.before(handing.unit, stage))
            row.reason = row.reason or reason_of(inputs, leaf, before.at)
        return row
