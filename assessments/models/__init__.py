from assessments.models.assessment import Assessment
from assessments.models.award import Award, TieBreaker
from assessments.models.contest import Contest
from assessments.models.entry import Entry, Turn
from assessments.models.fact import Claim, Fact, Strike
from assessments.models.judge import Conflict, Judge
from assessments.models.result import ContestStep, Objection, Placing, ResultVersion
from assessments.models.review import (
    BallotCode,
    PaperCount,
    RatingLevel,
    ReviewMeeting,
    ReviewStep,
    Speaker,
    Tally,
    VoterGroup,
)
from assessments.models.round import Round, RoundStep
from assessments.models.scheme import Grade, Indicator, Scheme
from assessments.models.score import Appeal, Score, ScoreStage
from assessments.models.sheet import Mark, MarkChange, Sheet, Typing
from assessments.models.stage import Criterion, Draw, Stage, TimeRule

__all__ = [
    "Appeal",
    "Assessment",
    "Award",
    "BallotCode",
    "Claim",
    "Conflict",
    "Contest",
    "ContestStep",
    "Criterion",
    "Draw",
    "Entry",
    "Fact",
    "Grade",
    "Indicator",
    "Judge",
    "Mark",
    "MarkChange",
    "Objection",
    "PaperCount",
    "Placing",
    "RatingLevel",
    "ResultVersion",
    "ReviewMeeting",
    "ReviewStep",
    "Round",
    "RoundStep",
    "Scheme",
    "Score",
    "ScoreStage",
    "Sheet",
    "Speaker",
    "Stage",
    "Strike",
    "Tally",
    "TieBreaker",
    "TimeRule",
    "Turn",
    "Typing",
    "VoterGroup",
]
