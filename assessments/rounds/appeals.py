"""申诉 within the publicity, in the name of the unit; answered once. Upheld, it corrects the score and all are graded
anew, for a quota may now fall differently. The workday after a term's beginning is its first."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from assessments.models import Appeal, Assessment, Round, Score, ScoreStage
from assessments.rounds import announcements, answers, grading, permissions
from assessments.rounds.board import Board
from assessments.rounds.sums import lost_of, summed, sums_of
from portal.access import WrongState
from portal.workdays import add_workdays

LONGEST = 1000
FINAL = ScoreStage.FINAL


@transaction.atomic
def raise_(assessment, *, by, text, indicator=None, today=None):
    """The Appeal, about one indicator or the whole."""
    today = today or timezone.localdate()
    round = assessment.round
    assessment.hold()
    round.require_state(Round.State.PUBLICITY)
    if today > round.publicity_until:
        raise WrongState(f"公示到{round.publicity_until}为止，只在公示期内受理申诉。")
    assessment.require_state(Assessment.State.REVIEWED)
    if not permissions.can_appeal(by, assessment):
        raise WrongState("申诉由本单位党务干部提出。")
    text = _sound(text, "申诉理由")
    if indicator is not None and indicator.scheme_id != round.scheme_id:
        raise WrongState("这项指标不在本方案里。")
    if assessment.appeals.filter(indicator=indicator, answered_at=None).exists():
        raise WrongState("同一事项的申诉还没有答复，不用再提。")
    appeal = Appeal(assessment=assessment, indicator=indicator, text=text, by=by)
    appeal.due_on = add_workdays(today, max(round.scheme.appeal_days, 1))
    appeal.save()
    announcements.tell_appeal(appeal)
    return appeal


@transaction.atomic
def answer(appeal, *, by, text, is_upheld, given=None):
    """`given`: {indicator or its pk: points}, the corrected points of leaves; for an appeal about one leaf the points
    alone will do. Upheld without a correction, or corrected without being upheld, is refused."""
    text = _sound(text, "答复")
    assessment = appeal.assessment
    assessment.hold()
    assessment.round.require_state(Round.State.PUBLICITY)
    given = _corrections(appeal, given)
    if is_upheld and not given:
        raise WrongState("申诉成立的，请填写更正后的得分。")
    if given and not is_upheld:
        raise WrongState("申诉不成立的，不更正得分。")
    stamps = {"answer": text, "is_upheld": is_upheld, "answered_by": by, "answered_at": timezone.now()}
    if not Appeal.objects.filter(pk=appeal.pk, answered_at=None).update(**stamps):
        raise WrongState("这件申诉已经答复。")
    appeal.refresh_from_db()
    appeal.assessment = assessment
    Appeal.history.bulk_history_create([appeal], update=True, default_user=by)
    if given:
        _correct(assessment, given, text, by)
        grading.settle(assessment.round)
        assessment.refresh_from_db(fields=["grade", "grade_why", "place"])
    announcements.tell_answer(appeal)
    return appeal


def _corrections(appeal, given):
    """{leaf: points as they were typed}."""
    if given in (None, "", {}):
        return {}
    if not isinstance(given, dict):
        if appeal.indicator_id is None:
            raise WrongState("请逐项填写更正后的得分。")
        given = {appeal.indicator_id: given}
    return {getattr(leaf, "pk", leaf): points for leaf, points in given.items() if points not in (None, "")}


def _correct(assessment, given, text, by):
    board = Board(assessment.round)
    reason = f"申诉成立：{text}"[:300]
    board.compare(FINAL)
    inputs = board.inputs([assessment], FINAL)[assessment.pk]
    for leaf, points in given.items():
        node = board.leaves.get(leaf)
        if node is None:
            raise WrongState("只更正最末一级指标的得分。")
        row = Score.objects.select_for_update(no_key=True).get(assessment=assessment, indicator=leaf, stage=FINAL)
        row.given = answers.points(node, points)
        answers.check(node, row.answer, row.given, reason)
        row.reason, row.by, row.at = reason, by, timezone.now()
        board.with_row(inputs, row)
    outcome = board.outcome(inputs)
    for leaf in given:
        row = inputs.rows[leaf]
        row.value = outcome.values[leaf]
        row.working = row.working | {
            "lines": list(outcome.lines(board.leaves[leaf])),
            "bites": [*row.working.get("bites", []), "申诉成立，已更正得分"],
        }
        row.save()
    kept = sums_of(assessment, FINAL)
    sums = summed(assessment, outcome, lost=lost_of(board, outcome), like=kept)
    assessment.sums = assessment.sums | {FINAL.value: sums.as_json()}
    assessment.final_total = sums.total
    Assessment.objects.filter(pk=assessment.pk).update(sums=assessment.sums, final_total=Decimal(sums.total))


def _sound(text, what):
    text = (text or "").strip()
    if not text or len(text) > LONGEST:
        raise WrongState(f"请填写{what}，{LONGEST}字以内。")
    return text
