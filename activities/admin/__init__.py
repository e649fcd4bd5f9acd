"""The committee's pages for activities: the record and its steps, the duties of the year, the words in use."""

from activities.admin.activities import ActivityAdmin
from activities.admin.duties import DutyAdmin, ReminderAdmin, ReminderStepAdmin
from activities.admin.records import ParticipationAdmin, ReportAdmin, SignUpAdmin
from activities.admin.tasklist import PromptAdmin, TaskAdmin
from activities.admin.words import ActivityFormAdmin, ActivityTypeAdmin, BaseAdmin, MeasureAdmin

__all__ = [
    "ActivityAdmin",
    "ActivityFormAdmin",
    "ActivityTypeAdmin",
    "BaseAdmin",
    "DutyAdmin",
    "MeasureAdmin",
    "ParticipationAdmin",
    "PromptAdmin",
    "ReminderAdmin",
    "ReminderStepAdmin",
    "ReportAdmin",
    "SignUpAdmin",
    "TaskAdmin",
]
