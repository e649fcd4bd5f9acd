"""What a stage came to when it was handed on, kept with the assessment: it is shown, never computed again."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from assessments.judging.exact import rounded
from assessments.rounds.scoring import total_of
from assessments.scoring.working import Veto


class Parts(NamedTuple):
    """As much of tree.Outcome as is kept."""

    total: Decimal
    values: dict
    vetoes: tuple


@dataclass(frozen=True)
class Sums:
    """`parts` what the tops add up to, `total` what counts: by the days where the unit came or left midway.

    nodes   indicator pk → what it brings into its parent
    who     the unit of whoever handed it on, 工委 for the committee
    lost    (indicator pk, what to do, points), the most first
    """

    at: datetime
    who: str
    is_for_unit: bool
    parts: Decimal
    total: Decimal
    nodes: dict
    vetoes: tuple[Veto, ...]
    lost: tuple = ()

    @property
    def outcome(self):
        return Parts(self.parts, self.nodes, self.vetoes)

    def as_json(self):
        return {
            "at": self.at.isoformat(),
            "who": self.who,
            "is_for_unit": self.is_for_unit,
            "parts": str(self.parts),
            "total": str(self.total),
            "nodes": {str(pk): str(value) for pk, value in self.nodes.items()},
            "vetoes": [[veto.effect, veto.grade, veto.why] for veto in self.vetoes],
            "lost": [[pk, text, str(points)] for pk, text, points in self.lost],
        }

    @classmethod
    def from_json(cls, data):
        return cls(
            at=datetime.fromisoformat(data["at"]),
            who=data["who"],
            is_for_unit=data["is_for_unit"],
            parts=Decimal(data["parts"]),
            total=Decimal(data["total"]),
            nodes={int(pk): Decimal(value) for pk, value in data["nodes"].items()},
            vetoes=tuple(Veto(*veto) for veto in data["vetoes"]),
            lost=tuple((pk, text, Decimal(points)) for pk, text, points in data["lost"]),
        )


def sums_of(assessment, stage):
    """The Sums of a stage that was handed on, or None."""
    data = assessment.sums.get(str(stage))
    return Sums.from_json(data) if data else None


def summed(assessment, outcome, *, by=None, is_for_unit=False, lost=(), like=None):
    """The Sums of what tree.compute came to; `like`: handed on by whom and when those were."""
    return Sums(
        at=like.at if like else timezone.now(),
        who=like.who if like else by.unit if by else "",
        is_for_unit=like.is_for_unit if like else is_for_unit,
        parts=outcome.total,
        total=total_of(assessment, outcome.total),
        nodes=dict(outcome.values),
        vetoes=tuple(outcome.vetoes),
        lost=tuple(lost),
    )


def lost_of(board, outcome):
    """What would bring more points to the total, the most first; points at the scheme's decimals."""
    decimals = board.scheme.decimals
    return tuple((act.leaf, act.text, rounded(act.points, decimals)) for act in outcome.missing)
