"""The stages of a score in their order: which follows which, and what is asked of people at each."""

from assessments.models import ScoreStage
from portal.access import WrongState

ORDER = (ScoreStage.SELF, ScoreStage.FIRST, ScoreStage.REVIEW, ScoreStage.FINAL)
TOTALS = {stage: f"{stage.value}_total" for stage in ORDER}
COMMITTEES = {"decision", "votes", "marks"}  # what a meeting or several people decide: the committee enters it
PEOPLES = {"choice", "points"} | COMMITTEES
COMPARED = "peers"
EARLY = (ScoreStage.SELF, ScoreStage.FIRST)


def place(stage):
    return ORDER.index(ScoreStage(stage))


def up_to(stage):
    return ORDER[: place(stage) + 1]


def before(assessment, stage):
    """The stage that was handed on before this one, or None."""
    done = [one for one in ORDER[: place(stage)] if one.value in assessment.sums]
    return done[-1] if done else None


def asks(needs, stage):
    """What a person is asked for at this stage, of all that a leaf needs from people."""
    asked = frozenset(needs) & PEOPLES
    return frozenset() if is_open(asked, stage) else asked


def is_open(needs, stage):
    """A leaf that the committee enters, or that depends on all other units (its value would give them away), has no
    value before the review."""
    return ScoreStage(stage) in EARLY and bool(frozenset(needs) & (COMMITTEES | {COMPARED}))


def require_reason(reason, what="原因", longest=200):
    reason = (reason or "").strip()
    if not reason:
        raise WrongState(f"请写明{what}。")
    if len(reason) > longest:
        raise WrongState(f"{what}请写在{longest}字以内。")
    return reason
