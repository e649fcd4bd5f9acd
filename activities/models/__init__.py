from activities.models.activity import Activity
from activities.models.duty import Duty, Reminder, ReminderStep
from activities.models.feed import Feed
from activities.models.participation import Participation, SignUp
from activities.models.prompt import Prompt, PromptReceipt
from activities.models.report import Attachment, Outcome, Picture, Report
from activities.models.task import Task, TaskStep
from activities.models.trail import Step
from activities.models.words import ActivityForm, ActivityType, Base, Measure

__all__ = [
    "Activity",
    "ActivityForm",
    "ActivityType",
    "Attachment",
    "Base",
    "Duty",
    "Feed",
    "Measure",
    "Outcome",
    "Participation",
    "Picture",
    "Prompt",
    "PromptReceipt",
    "Reminder",
    "ReminderStep",
    "Report",
    "SignUp",
    "Step",
    "Task",
    "TaskStep",
]
