"""Who may do what in a round, and who sees which stage. Whether a step fits the state is the steps' own question.

The unit sees its 自评 always, the 初评 once that is handed on, 复核 and 定格 once the round is shown; the 片长单位 自评
and 初评 once it has them, the rest once the round is shown; everybody else the 定格 once it is shown, as far as the
scheme says. `ScoreQuerySet.visible_to` says the same for rows.
"""

from alliances.permissions import guides, heads, is_committee, leads
from alliances.standing import standing
from assessments.models import Assessment, Scheme, ScoreStage

State = Assessment.State
STAGE_OF = {State.SELF: ScoreStage.SELF, State.FIRST: ScoreStage.FIRST, State.REVIEW: ScoreStage.REVIEW}
PAST_FIRST = (State.REVIEW, State.REVIEWED)


def can_open(user, scheme) -> bool:
    return is_committee(user, scheme)


def can_run(user, round) -> bool:
    """Takes facts anew, shows, freezes, cancels: the committee's staff."""
    return is_committee(user, round)


def is_own(user, assessment) -> bool:
    """Officer of the unit (of the branch's unit; of a 片长 or 副片长单位 where an alliance is assessed)."""
    if not user.is_officer or user.committee_id != assessment.round.committee_id:
        return False
    if assessment.organization_id:
        return user.organization_id == assessment.organization_id
    return heads(user, assessment.alliance_id)


def is_first_reviewer(user, assessment) -> bool:
    """Officer of the alliance's 片长单位 today; never for the own unit."""
    return (
        assessment.round.scheme.first_review == Scheme.FirstReview.LEAD
        and user.committee_id == assessment.round.committee_id
        and assessment.organization_id is not None
        and assessment.organization_id != user.organization_id
        and leads(user, assessment.alliance_id)
    )


def can_fill(user, assessment) -> bool:
    """自评: the unit; staff for it (代录)."""
    return is_committee(user, assessment.round) or is_own(user, assessment)


def can_review_first(user, assessment) -> bool:
    """初评: the 片长单位; staff for it (代录)."""
    return is_committee(user, assessment.round) or is_first_reviewer(user, assessment)


def can_review(user, assessment) -> bool:
    return is_committee(user, assessment.round)


def can_enter(user, assessment) -> bool:
    """Writes scores, claims and strikes at the stage where the assessment is now."""
    rule = {State.SELF: can_fill, State.FIRST: can_review_first, State.REVIEW: can_review}.get(assessment.state)
    return assessment.round.state == "scoring" and rule is not None and rule(user, assessment)


def can_return(user, assessment) -> bool:
    """Whoever has it for review; what is reviewed or exempt already, the committee."""
    if assessment.state == State.FIRST:
        return can_review_first(user, assessment)
    return assessment.state != State.SELF and can_review(user, assessment)


def can_take_back(user, assessment) -> bool:
    """Whoever handed it on last. Whether nobody has acted since, `handing.take_back` asks."""
    if assessment.state == State.FIRST:
        return can_fill(user, assessment)
    if assessment.state == State.REVIEW:
        was_first = assessment.first_total is not None
        return can_review_first(user, assessment) if was_first else can_fill(user, assessment)
    return assessment.state == State.REVIEWED and can_review(user, assessment)


def can_exempt(user, assessment) -> bool:
    return is_committee(user, assessment.round)


def can_appeal(user, assessment) -> bool:
    """Officers of the unit in their own name, once the round is shown; staff do not appeal to themselves."""
    return is_own(user, assessment)


def can_answer(user, appeal) -> bool:
    return is_committee(user, appeal.assessment.round)


def stages_seen(user, assessment) -> tuple:
    """The stages of this assessment whose scores the person sees, in their order."""
    every = tuple(ScoreStage)
    if is_committee(user, assessment.round):
        return every
    if user.committee_id != assessment.round.committee_id:
        return ()
    shown = assessment.round.is_shown
    own, under_review = is_own(user, assessment), _is_under_review(user, assessment)
    if shown and (own or under_review or guides(user, assessment.alliance_id)):
        return every
    if own and assessment.state not in PAST_FIRST:
        return (ScoreStage.SELF,)
    if own or under_review:
        return (ScoreStage.SELF, ScoreStage.FIRST)
    return (ScoreStage.FINAL,) if shown and _is_shown_to(user, assessment) else ()


def can_open_passport(user, assessment) -> bool:
    """Who sees the assessment in a list but no score of it may not open it: 403."""
    return bool(stages_seen(user, assessment))


def sees_inside(user, assessment) -> bool:
    """Claims, strikes and trail: the unit, who reviews it, the committee. Nobody to whom it is only shown."""
    round = assessment.round
    if is_committee(user, round) or is_own(user, assessment) or _is_under_review(user, assessment):
        return True
    return user.committee_id == round.committee_id and round.is_shown and guides(user, assessment.alliance_id)


def sees_appeals(user, assessment) -> bool:
    """The unit's and the committee's concern; the 片长单位 does not hear of them."""
    return sees_inside(user, assessment) and not (
        is_first_reviewer(user, assessment) and not is_committee(user, assessment.round)
    )


def _is_under_review(user, assessment):
    return is_first_reviewer(user, assessment) and assessment.state != State.SELF


def _is_shown_to(user, assessment):
    """Members of the unit always; others whom the scheme names, where it shows more than grades."""
    place, scheme = standing(user), assessment.round.scheme
    if user.is_officer_or_member:
        if assessment.organization_id is None and assessment.alliance_id in place.takes_part:
            return True
        if assessment.organization_id is not None and assessment.organization_id == user.organization_id:
            return True
    if scheme.shows == Scheme.Shows.GRADES:
        return False
    if scheme.shown_to == Scheme.ShownTo.ALL:
        return True
    return scheme.shown_to == Scheme.ShownTo.ALLIANCE and assessment.alliance_id in place.takes_part
