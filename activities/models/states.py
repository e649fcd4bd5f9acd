"""The states an activity passes through, and how each is shown."""

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    PROPOSED = "proposed", "计划待片长审核"
    SUBMITTED = "submitted", "计划待审定"
    RETURNED = "returned", "计划退回待改"
    PUBLISHED = "published", "已发布"
    REPORTED = "reported", "总结待审定"
    REPORT_RETURNED = "report_returned", "总结退回待改"
    ACCEPTED = "accepted", "办结"
    CANCELLED = "cancelled", "取消"
    DROPPED = "dropped", "计划作废"  # given up before it was published: nobody else ever saw it


PLANNING = (State.DRAFT, State.PROPOSED, State.SUBMITTED, State.RETURNED)
PUBLIC = (State.PUBLISHED, State.REPORTED, State.REPORT_RETURNED, State.ACCEPTED, State.CANCELLED)
OPEN = (State.PUBLISHED, State.REPORT_RETURNED)  # the host still has to act after it was held
WAITING = (State.PROPOSED, State.SUBMITTED, State.REPORTED)  # somebody else has it, within the term for reviews
CLOSED = (State.ACCEPTED, State.CANCELLED, State.DROPPED)
EDITABLE = (State.DRAFT, State.RETURNED, State.PUBLISHED, State.REPORT_RETURNED)  # by those who work on it

# The mark that stands before the word (look: done now set wait late idle).
KINDS = {
    State.DRAFT: "idle",
    State.PROPOSED: "now",
    State.SUBMITTED: "now",
    State.RETURNED: "wait",
    State.PUBLISHED: "set",
    State.REPORTED: "now",
    State.REPORT_RETURNED: "wait",
    State.ACCEPTED: "done",
    State.CANCELLED: "idle",
    State.DROPPED: "idle",
}
