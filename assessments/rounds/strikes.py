"""不计入: a reviewer takes a record or a claim out of the count, from this stage on, with a reason."""

from django.db import transaction

from assessments.models import Strike
from assessments.rounds import stages
from assessments.rounds.board import Board
from assessments.rounds.scores import acts_for, hold_for_entry, leaf_of
from portal.access import WrongState


@transaction.atomic
def strike(assessment, indicator, key, *, by, reason):
    """The Strike; `key` is that of the item ("activity:17", "claim:5")."""
    reason = stages.require_reason(reason)
    hold_for_entry(assessment, by)
    stage = assessment.stage
    if stage == assessment.State.SELF:
        raise WrongState("自评时不作“不计入”：多记的请在记录里更正，补充的请删除。")
    board = Board(assessment.round)
    leaf_of(board, indicator, stage)
    inputs = board.inputs([assessment], stage, leaves=[indicator.pk])[assessment.pk]
    item = next((item for item in inputs.facts[indicator.pk].items if item.key == key), None)
    if item is None:
        raise WrongState("没有这条记录，可能已重新取数。请刷新后再办理。")
    if key in inputs.strikes.get(indicator.pk, {}) or not item.counts:
        raise WrongState(f"“{item.text}”本来就不计入。")
    if indicator.pk in inputs.given:
        raise WrongState(f"“{indicator}”现在按改定的分数计，“不计入”不起作用。请先取消改定，或直接改分。")
    made = Strike(assessment=assessment, indicator=indicator, stage=stage, key=key, reason=reason, by=by)
    made.is_for_unit = acts_for(by, assessment)
    made.save()
    return made


@transaction.atomic
def unstrike(strike, *, by):
    """Only at the stage at which it was struck: what the stage before decided is overruled by points and a reason."""
    assessment = strike.assessment
    hold_for_entry(assessment, by)
    if strike.stage != assessment.stage:
        raise WrongState(f"{strike.get_stage_display()}时定为不计入，不能取消；不同意的，请改分并写明理由。")
    strike.delete()
