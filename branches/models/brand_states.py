"""The states a version of a brand passes through, and how each is shown."""

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    PROPOSED = "proposed", "待片长初审"
    SUBMITTED = "submitted", "待审定"
    RETURNED = "returned", "退回待改"
    PUBLISHED = "published", "已发布"
    SUPERSEDED = "superseded", "已有新版"
    DROPPED = "dropped", "作废"


IN_HAND = (State.DRAFT, State.RETURNED)  # its writers may change it
WAITING = (State.PROPOSED, State.SUBMITTED)  # somebody else has it, within the term for reviews
OPEN = (State.DRAFT, State.PROPOSED, State.SUBMITTED, State.RETURNED)
SHOWN_TO_GUIDES = (State.PROPOSED, State.SUBMITTED, State.RETURNED, State.SUPERSEDED)  # not what was never handed in

# The mark that stands before the word (look: done now set wait late idle).
KINDS = {
    State.DRAFT: "idle",
    State.PROPOSED: "now",
    State.SUBMITTED: "now",
    State.RETURNED: "wait",
    State.PUBLISHED: "set",
    State.SUPERSEDED: "idle",
    State.DROPPED: "idle",
}
