"""公示, 定格, 取消: the steps of the whole round after the last unit is reviewed.

The day given counts when it is worked, else the next workday does.
"""

from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment, Round, Score
from assessments.rounds import announcements, grading, stages
from assessments.rounds.board import Board
from assessments.rounds.handing_on import working_of
from assessments.rounds.sums import lost_of, summed, sums_of
from portal.access import WrongState
from portal.workdays import add_workdays, nearest_workday_after

BATCH = 200  # units at once: what is in memory is bounded, however many there are
ROWS = 2000
NAMED = 10
REVIEW, FINAL = "review", "final"
State = Round.State


def term(round, day):
    """First and last day of a publicity that begins on this day, both counted."""
    since = nearest_workday_after(day)
    return since, add_workdays(since, max(round.scheme.publicity_days, 1) - 1)


@transaction.atomic
def publicize(round, *, by, day):
    """公示: totals, grades and places are settled, and shown for the scheme's workdays to whom it says."""
    if day < timezone.localdate():
        raise WrongState("公示开始不能早于今天。")
    round.hold()
    round.require_state(State.SCORING)
    _require_reviewed(round)
    try:
        since, until = term(round, day)
    except OverflowError:  # the calendar ends with the year 9999
        raise WrongState("公示开始的日期太远，请核对。") from None
    _write_final(round)
    grading.settle(round)
    round.move(State.PUBLICITY, allowed=[State.SCORING], publicity_since=since, publicity_until=until)
    round.record("公示", by=by, reason=f"{since}至{until}，{round.scheme.publicity_days}个工作日")
    announcements.tell_publicity(round, by)


@transaction.atomic
def finalize(round, *, by, day=None, document_number="", today=None):
    """定格 on this day: refused while the publicity runs or an appeal is open; nothing of it ever changes again."""
    today = today or timezone.localdate()
    day = day or today
    round.hold()
    round.require_state(State.PUBLICITY)
    if today <= round.publicity_until:
        raise WrongState(f"公示到{round.publicity_until}，期满后才能定格。")
    if waiting := unanswered(round).count():
        raise WrongState(f"还有{waiting}件申诉没有答复，答复后才能定格。")
    if not round.publicity_until < day <= today:
        raise WrongState("定格日期应在公示期满之后，且不晚于今天。")
    if len(document_number.strip()) > 60:
        raise WrongState("通报文号请写在60字以内。")
    stamps = {"final_on": day, "document_number": document_number.strip()}
    round.move(State.FINAL, allowed=[State.PUBLICITY], **stamps)
    round.record("定格", by=by, reason=document_number.strip())
    announcements.tell_final(round, by)


@transaction.atomic
def cancel(round, *, by, reason):
    """取消, until it is final; nothing that was written is lost, and results are not shown any more."""
    reason = stages.require_reason(reason)
    round.hold()
    round.move(State.CANCELLED, allowed=[State.SCORING, State.PUBLICITY])
    round.record("取消", by=by, reason=reason)
    announcements.tell_cancelled(round, by, reason)


def unanswered(round):
    return round.assessments.model._meta.apps.get_model("assessments", "Appeal").objects.filter(
        assessment__round=round, answered_at=None
    )


def _require_reviewed(round):
    waiting = round.assessments.exclude(state__in=[Assessment.State.REVIEWED, Assessment.State.EXEMPT])
    if number := waiting.count():
        names = "、".join(str(unit) for unit in waiting.with_subjects()[:NAMED])
        raise WrongState(f"还有{number}个没有完成复核：{names}{'等' if number > NAMED else ''}。")
    if not round.assessments.taking_part().exists():
        raise WrongState("没有参评的，不能公示。可以取消这一轮考核。")


def _write_final(round):
    """FINAL follows REVIEW leaf by leaf; what is compared with all units is computed now that all are there."""
    board = Board(round)
    board.compare(REVIEW)
    keys = list(round.assessments.taking_part().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        units = {unit.pk: unit for unit in Assessment.objects.filter(pk__in=keys[start : start + BATCH]).order_by("pk")}
        rows = {(row.assessment_id, row.indicator_id): row for row in _reviewed(units)}
        if board.compared:
            _compare_anew(board, units, rows)
        for unit in units.values():
            unit.round = round
            review = sums_of(unit, REVIEW)
            unit.sums[FINAL] = summed(unit, review.outcome, lost=review.lost).as_json()
            unit.final_total = review.total
        Score.objects.bulk_create((_copied(row) for row in rows.values()), batch_size=ROWS)
        Assessment.objects.bulk_update(units.values(), ["review_total", "final_total", "sums"], batch_size=BATCH)


def _reviewed(units):
    return Score.objects.filter(assessment__in=units, stage=REVIEW).order_by("pk")


def _compare_anew(board, units, rows):
    """Put the leaves that are compared, and what follows from them, into the units and rows of the review."""
    compared = []
    for key, inputs in board.inputs(units.values(), REVIEW).items():
        unit, outcome = units[key], board.outcome(inputs)
        unit.round = board.round
        for leaf in board.compared:
            row = rows[key, leaf]
            row.value = outcome.values[leaf]
            row.computed = board.computed(inputs, leaf) if leaf in inputs.given else row.value
            row.working = working_of(board, inputs, outcome, leaf)
            compared.append(row)
        review = summed(unit, outcome, lost=lost_of(board, outcome), like=sums_of(unit, REVIEW))
        unit.sums[REVIEW], unit.review_total = review.as_json(), review.total
    Score.objects.bulk_update(compared, ["computed", "value", "working"], batch_size=BATCH)


def _copied(row):
    return Score(
        assessment_id=row.assessment_id,
        indicator_id=row.indicator_id,
        stage=FINAL,
        computed=row.computed,
        value=row.value,
        answer=row.answer,
        given=row.given,
        working=row.working,
    )
