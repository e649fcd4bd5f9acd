"""How far is a round? Who has each unit's assessment now, and until when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone

from assessments.models import Assessment
from assessments.models.assessment_steps import KINDS

State = Assessment.State
DEADLINES = {State.SELF: "self_until", State.FIRST: "first_until", State.REVIEW: "review_until"}


@dataclass(frozen=True)
class Part:
    """State of assessments: its word and kind (components/state.html), how many, until when, whether that is past."""

    state: str
    label: str
    kind: str
    number: int
    until: date | None
    late: bool


def of(round, user, *, day=None):
    """A Part for each state, of the assessments that the person may see; one query."""
    day = day or timezone.localdate()
    rows = Assessment.objects.visible_to(user).filter(round=round).order_by()
    numbers = dict(rows.values_list("state").annotate(number=Count("pk")))
    parts = []
    for state in State:
        until = deadline(round, state)
        number = numbers.get(state, 0)
        late = bool(number and until and day > until)
        parts.append(Part(state.value, state.label, "late" if late else KINDS[state], number, until, late))
    return parts


def holder(assessment):
    """Who has it now: 市财政局, 市委宣传部（片长单位）, 工委; "" when nobody does. `assessment` with its subjects."""
    if assessment.round.state != "scoring":
        return ""
    if assessment.state == State.SELF:
        if assessment.organization_id:
            return str(assessment.organization.short_name)
        return f"{assessment.alliance}片长单位"
    if assessment.state == State.FIRST:
        return f"{assessment.alliance}片长单位"
    return "工委" if assessment.state == State.REVIEW else ""


def until(assessment):
    """By when: the deadline of its stage, while it runs."""
    return deadline(assessment.round, assessment.state)


def deadline(round, state):
    """By when; None where nobody has anything to do."""
    if round.state != "scoring" or state not in DEADLINES:
        return None
    return getattr(round, DEADLINES[state]) or round.review_until
