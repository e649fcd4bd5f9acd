"""The committee's pages for activities: the record and its steps, the duties of the year, the words in use."""

from activities.admin.activities import ActivityAdmin
from activities.admin.duties import DutyAdmin, ReminderAdmin, ReminderStepAdmin
from activities.admin.records import ParticipationAdmin, ReportAdmin, SignUpAdmin
from activities.admin.words import ActivityFormAdmin, ActivityTypeAdmin, BaseAdmin, MeasureAdmin

__all__ = [
    "ActivityAdmin",
    "ActivityFormAdmin",
    "ActivityTypeAdmin",
    "BaseAdmin",
    "DutyAdmin",
    "MeasureAdmin",
    "ParticipationAdmin",
    "ReminderAdmin",
    "ReminderStepAdmin",
    "ReportAdmin",
    "SignUpAdmin",
]
