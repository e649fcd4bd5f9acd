"""One unit's assessment is handed on, returned, taken back or exempted. Locks: round, assessment, scores."""

from django.db import transaction
from django.utils import timezone

from alliances.models import Seat
from assessments.models import Assessment, Scheme, ScoreStage
from assessments.rounds import announcements, facts_taking, permissions, stages
from assessments.rounds.handing_on import hand_on, withdraw
from assessments.rounds.scores import acts_for
from portal.access import WrongState

State = Assessment.State
NAMES = {State.SELF: "自评", State.FIRST: "初评", State.REVIEW: "复核"}


@transaction.atomic
def submit(assessment, *, by):
    """提交自评: to the 片长单位, or to the committee where there is nobody to review first."""
    _hold(assessment, permissions.can_fill, by, State.SELF)
    to = State.FIRST if has_first_review(assessment) else State.REVIEW
    _hand_on(assessment, ScoreStage.SELF, to, "提交自评", by)


@transaction.atomic
def pass_on(assessment, *, by):
    """提交初评: to the committee. Refused while a difference from the 自评 has no reason; the indicators are named."""
    _hold(assessment, permissions.can_review_first, by, State.FIRST)
    _hand_on(assessment, ScoreStage.FIRST, State.REVIEW, "提交初评", by)


@transaction.atomic
def settle(assessment, *, by):
    """完成复核. Refused while anything is unanswered or a difference has no reason."""
    _hold(assessment, permissions.can_review, by, State.REVIEW)
    _hand_on(assessment, ScoreStage.REVIEW, State.REVIEWED, "完成复核", by)


@transaction.atomic
def return_(assessment, *, by, reason, to=State.SELF):
    """退回 to "self", "first" or "review"; what was entered stays, and is handed on again."""
    reason = stages.require_reason(reason)
    _hold(assessment, permissions.can_return, by, State.FIRST, State.REVIEW, State.REVIEWED, State.EXEMPT)
    if to not in returns_to(assessment, by):
        raise WrongState(f"“{assessment}”{assessment.get_state_display()}，不能退回到这一步。")
    was_exempt = assessment.state == State.EXEMPT
    withdraw(assessment, from_stage=to)
    assessment.move(to, allowed=[assessment.state], is_returned=not was_exempt, exempt_reason="")
    if was_exempt:
        facts_taking.take_for(assessment)
    verb = "恢复参评" if was_exempt else f"退回{NAMES[to]}"
    assessment.record(verb, by=by, reason=reason)
    announcements.tell_returned(assessment, by, reason)


@transaction.atomic
def take_back(assessment, *, by):
    """撤回, until the next has entered anything."""
    _hold(assessment, permissions.can_take_back, by, State.FIRST, State.REVIEW, State.REVIEWED)
    to = _handed_from(assessment)
    if assessment.state != State.REVIEWED and _has_acted(assessment):
        raise WrongState(f"“{assessment}”{NAMES[assessment.state]}已经开始，不能撤回。确需修改的，请联系对方退回。")
    withdraw(assessment, from_stage=to)
    assessment.move(to, allowed=[assessment.state], is_returned=False)
    assessment.record(f"撤回{NAMES[to]}", by=by, is_for_unit=acts_for(by, assessment, to))
    announcements.settle(assessment)


@transaction.atomic
def exempt(assessment, *, by, reason):
    """不参评, with a reason; 退回 brings the unit in again."""
    reason = stages.require_reason(reason)
    _hold(assessment, permissions.can_exempt, by, State.SELF, State.FIRST, State.REVIEW, State.REVIEWED)
    assessment.move(State.EXEMPT, allowed=[assessment.state], exempt_reason=reason, is_returned=False)
    assessment.record("定为不参评", by=by, reason=reason)
    announcements.settle(assessment)


def returns_to(assessment, user):
    """The states to which this person may return it now."""
    before = {
        State.FIRST: (State.SELF,),
        State.REVIEW: (State.SELF, State.FIRST),
        State.REVIEWED: (State.SELF, State.FIRST, State.REVIEW),
        State.EXEMPT: (State.SELF,),
    }.get(assessment.state, ())
    if not permissions.can_return(user, assessment) or assessment.round.state != "scoring":
        return ()
    return tuple(to for to in before if to != State.FIRST or ScoreStage.FIRST in assessment.sums)


def has_first_review(assessment):
    """The 片长单位 of today reviews first, not its own assessment and not that of an alliance, which it fills in."""
    if assessment.round.scheme.first_review != Scheme.FirstReview.LEAD or assessment.organization_id is None:
        return False
    lead = Seat.objects.on(timezone.localdate()).leading().filter(alliance=assessment.alliance_id)
    return lead.exclude(organization=assessment.organization_id).exists()


def _hold(assessment, allowed, by, *states):
    """Lock, and ask again: what the page showed may have changed since."""
    assessment.hold()
    assessment.round.require_state("scoring")
    assessment.require_state(*states)
    if not allowed(by, assessment):
        raise WrongState(f"“{assessment}”现在是“{assessment.status['label']}”，不能办理这一步。")


def _hand_on(assessment, stage, to, verb, by):
    if assessment.facts_at is None:
        raise WrongState("还在取数，请稍后再办理。")
    is_for_unit = acts_for(by, assessment)
    stamps = hand_on(assessment, stage, by=by, is_for_unit=is_for_unit)
    assessment.move(to, allowed=[assessment.state], is_returned=False, **stamps)
    assessment.record(verb, by=by, is_for_unit=is_for_unit)
    announcements.tell_handed_on(assessment, by)


def _handed_from(assessment):
    if assessment.state == State.REVIEWED:
        return State.REVIEW
    if assessment.state == State.REVIEW and ScoreStage.FIRST in assessment.sums:
        return State.FIRST
    return State.SELF


def _has_acted(assessment):
    """Has a person entered anything at the stage where it is now, since it came here?"""
    now = {"stage": assessment.stage, "at__gte": assessment.state_since}
    return (
        assessment.scores.filter(by__isnull=False, **now).exists()
        or assessment.claims.filter(**now).exists()
        or assessment.strikes.filter(**now).exists()
    )
