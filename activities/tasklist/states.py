"""The states a task passes through, and how each is shown."""

from django.db import models


class TaskState(models.TextChoices):
    RAISED = "raised", "待交办"
    ASSIGNED = "assigned", "办理中"
    REPORTED = "reported", "待核查"
    RETURNED = "returned", "退回再办"
    CLOSED = "closed", "办结"
    DROPPED = "dropped", "撤销"


IN_HAND = (TaskState.ASSIGNED, TaskState.RETURNED)  # whoever it was given to has it
GIVEN = (*IN_HAND, TaskState.REPORTED, TaskState.CLOSED)
OPEN = (TaskState.RAISED, *IN_HAND, TaskState.REPORTED)
NOT_GIVEN = (TaskState.RAISED, TaskState.DROPPED)
EDITABLE = (TaskState.RAISED, *IN_HAND)

KINDS = {  # the mark before the word
    TaskState.RAISED: "idle",
    TaskState.ASSIGNED: "set",
    TaskState.REPORTED: "now",
    TaskState.RETURNED: "wait",
    TaskState.CLOSED: "done",
    TaskState.DROPPED: "idle",
}
