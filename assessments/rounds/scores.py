"""One leaf of one unit, entered by a person at the stage where the assessment is: kept at once, with its history."""

from django.db import transaction
from django.utils import timezone

from alliances.permissions import is_committee
from assessments.models import Assessment, Score
from assessments.rounds import answers, permissions
from assessments.rounds.board import Board
from portal.access import WrongState


@transaction.atomic
def enter(assessment, indicator, *, by, answer=None, given=None, reason=""):
    """The Score. What is handed in replaces what stood there, so the form sends all three together.

    answer   {"choice": "好"}, {"points": "3", "decision": "纪要〔2026〕3号"}, {"votes": {"好": 12}}, {"marks": ["90"]}:
             as far as the rule asks (Entry.asks of the passport); numbers as text
    given    Decimal (or text) or None: points by hand instead of what the rule makes of it; needs a reason
    Refused: out of range (the range is named), a discretionary score without reason, a person or state that does not
    fit.
    """
    hold_for_entry(assessment, by)
    stage = assessment.stage
    board = Board(assessment.round)
    node = leaf_of(board, indicator, stage)
    answer, given = answers.read(node, board.asks(node.id, stage), answer), answers.points(node, given)
    reason = answers.sound_reason(node, reason)
    row = _row(assessment, indicator, stage)
    board.compare(stage)
    inputs = board.inputs([assessment], stage)[assessment.pk]
    answer |= answers.backing(answer, reason, inputs.rows.get(node.id))
    answers.check(node, answer, given, reason)
    row.answer, row.given, row.reason = answer, given, reason
    row.by, row.at, row.is_for_unit = by, timezone.now(), acts_for(by, assessment)
    board.with_row(inputs, row)
    row.computed = board.computed(inputs, node.id)
    row.value = board.values(inputs).values[node.id]
    answers.require_kept(node, row.computed)
    answers.require_kept(node, row.value)
    row.save()
    return row


def hold_for_entry(assessment, by):
    """Lock the assessment; whoever lost the right to write meanwhile (it was handed on) is told so."""
    assessment.hold(with_round=False)
    assessment.round.require_state("scoring")
    if not permissions.can_enter(by, assessment):
        raise WrongState(f"“{assessment}”现在是“{assessment.status['label']}”，不能再填写。")


def leaf_of(board, indicator, stage):
    node = board.leaf(indicator)
    if node is None:
        raise WrongState("只在最末一级指标上评分。")
    if board.is_open(node.id, stage):
        how = "与其他单位比较得出，复核时计算" if node.id in board.compared else "由工委在复核时填写"
        raise WrongState(f"“{node.name}”{how}。")
    return node


def acts_for(by, assessment, stage=None):
    """代录: the committee at a stage that is another's."""
    own = permissions.is_own(by, assessment) or permissions.is_first_reviewer(by, assessment)
    return (stage or assessment.state) != Assessment.State.REVIEW and not own and is_committee(by, assessment.round)


def _row(assessment, indicator, stage):
    """Nobody else makes it meanwhile: the assessment is locked."""
    key = {"assessment": assessment, "indicator": indicator, "stage": stage}
    return Score.objects.filter(**key).order_by("pk").first() or Score(**key)
