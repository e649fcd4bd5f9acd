"""How far is a round? Who has each unit's assessment now, and until when."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Part:
    """State of assessments: its word and kind (components/state.html), how many, how many of them too late."""

    state: str
    label: str
    kind: str
    number: int
    late: int
    until: date | None


def of(round, user, *, day=None):
    """A Part for each state, of the assessments that the person may see; one query."""
    raise NotImplementedError("follows")


def holder(assessment):
    """Who has it now: 市财政局, 市委宣传部（片长单位）, 工委. No query when alliance, unit and branch are loaded."""
    raise NotImplementedError("follows")


def until(assessment):
    """By when: the deadline of its stage."""
    raise NotImplementedError("follows")
