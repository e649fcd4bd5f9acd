from assessments.models.award import Award, TieBreaker
from assessments.models.contest import Contest
from assessments.models.entry import Entry, Turn
from assessments.models.judge import Conflict, Judge
from assessments.models.result import ContestStep, Objection, Placing, ResultVersion
from assessments.models.sheet import Mark, MarkChange, Sheet, Typing
from assessments.models.stage import Criterion, Draw, Stage, TimeRule

__all__ = [
    "Award",
    "Conflict",
    "Contest",
    "ContestStep",
    "Criterion",
    "Draw",
    "Entry",
    "Judge",
    "Mark",
    "MarkChange",
    "Objection",
    "Placing",
    "ResultVersion",
    "Sheet",
    "Stage",
    "TieBreaker",
    "TimeRule",
    "Turn",
    "Typing",
]
