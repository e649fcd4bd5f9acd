"""Contests in the committee's admin: everything to be searched and exported, nothing to be written.

What is set up or decided is done on the contest's own pages, which each row links to; scores come from the sheets.
"""

from assessments.admin.contests import ContestAdmin, StageAdmin
from assessments.admin.panel import ConflictAdmin, EntryAdmin, JudgeAdmin
from assessments.admin.results import ObjectionAdmin, ResultVersionAdmin
from assessments.admin.rounds import AppealAdmin, AssessmentAdmin, RoundAdmin, ScoreAdmin
from assessments.admin.schemes import IndicatorAdmin, SchemeAdmin
from assessments.admin.sheets import MarkChangeAdmin, SheetAdmin

__all__ = [
    "AppealAdmin",
    "AssessmentAdmin",
    "ConflictAdmin",
    "ContestAdmin",
    "EntryAdmin",
    "IndicatorAdmin",
    "JudgeAdmin",
    "MarkChangeAdmin",
    "ObjectionAdmin",
    "ResultVersionAdmin",
    "RoundAdmin",
    "SchemeAdmin",
    "ScoreAdmin",
    "SheetAdmin",
    "StageAdmin",
]
