"""What a stage came to is written down when it is handed on: a Score for each leaf with its arithmetic, and the Sums.

A value that differs from the stage before carries a reason: the one that was written; else what was struck out or added
at this stage says it; else that the records changed meanwhile. Where none of these is there, it is refused.
"""

from django.utils import timezone

from assessments.models import Score
from assessments.rounds import answers, stages
from assessments.rounds.board import Board
from assessments.rounds.sums import lost_of, summed, sums_of
from portal.access import WrongState

NAMED = 10  # indicators in one sentence
RECORDS_CHANGED = "记录有变动，已重新取数"


def hand_on(assessment, stage, *, by, is_for_unit):
    """The fields of the assessment that change with it."""
    board = Board(assessment.round)
    board.compare(stage)
    inputs = board.inputs([assessment], stage)[assessment.pk]
    outcome = board.outcome(inputs)
    _require_answers(board, inputs, outcome)
    for pk, value in outcome.values.items():
        answers.require_kept(board.nodes[pk], value)
    reasons = _reasons(assessment, board, inputs, outcome)
    _write(assessment, board, inputs, outcome, reasons)
    lost = lost_of(board, outcome)
    sums = summed(assessment, outcome, by=by, is_for_unit=is_for_unit, lost=lost)
    kept = {name: data for name, data in assessment.sums.items() if name in stages.up_to(stage)}
    return {"sums": kept | {str(stage): sums.as_json()}, stages.TOTALS[stage]: sums.total}


def withdraw(assessment, *, from_stage):
    """It is at this stage again: what this and later stages came to no longer holds. What people entered stays; rows
    that only carried a value on are made anew."""
    gone = stages.ORDER[stages.place(from_stage) :]
    for row in Score.objects.filter(assessment=assessment, stage__in=gone, by=None):
        row.delete()
    sums = {name: data for name, data in assessment.sums.items() if name not in gone}
    totals = dict.fromkeys((stages.TOTALS[stage] for stage in gone), None)
    type(assessment).objects.filter(pk=assessment.pk).update(sums=sums, **totals)
    assessment.refresh_from_db(fields=["sums", *totals])


def _require_answers(board, inputs, outcome):
    waiting = [
        node.name
        for leaf, node in board.leaves.items()
        if board.asks(leaf, inputs.stage) and leaf not in inputs.given and not outcome.workings[leaf].answered
    ]
    if waiting:
        raise WrongState(f"还有{len(waiting)}项没有填写：{_named(waiting)}。")


def _reasons(assessment, board, inputs, outcome):
    """{leaf: why it differs from the stage before}; refused where nothing says why."""
    before = stages.before(assessment, inputs.stage)
    if before is None:
        return {}
    handed_at = sums_of(assessment, before).at
    values = dict(assessment.scores.filter(stage=before).values_list("indicator", "value"))
    reasons, missing = {}, []
    for leaf, node in board.leaves.items():
        if values.get(leaf) is None or values[leaf] == outcome.values[leaf]:
            continue
        reasons[leaf] = reason_of(inputs, leaf, handed_at)
        if not reasons[leaf]:
            missing.append(node.name)
    if missing:
        label = before.label
        raise WrongState(f"以下指标与{label}不同，请写明理由：{_named(missing)}。")
    return reasons


def reason_of(inputs, leaf, handed_at):
    row = inputs.own_row(leaf)
    if row is not None and row.reason:
        return row.reason
    struck = [one.reason for one in inputs.strikes.get(leaf, {}).values() if one.stage == inputs.stage]
    added = [one.text for one in inputs.claims.get(leaf, {}).values() if one.stage == inputs.stage]
    words = [f"不计入：{'；'.join(struck)}"] if struck else []
    words += [f"补充：{'；'.join(added)}"] if added else []
    if not words and leaf in inputs.taken and inputs.taken[leaf] > handed_at:
        words = [RECORDS_CHANGED]
    return "。".join(words)[:300]


def _write(assessment, board, inputs, outcome, reasons):
    """A row for each leaf. What people entered is kept as theirs; the rest is carried on by nobody."""
    made, changed = [], []
    for leaf in board.leaves:
        row = inputs.own_row(leaf)
        if row is None:
            row = _carried(assessment, leaf, inputs)
            made.append(row)
        else:
            changed.append(row)
        row.reason = row.reason or reasons.get(leaf, "")
        row.computed, row.value, row.working = None, None, {}
        if not board.is_open(leaf, inputs.stage):
            row.value = outcome.values[leaf]
            row.computed = board.computed(inputs, leaf) if leaf in inputs.given else row.value
            row.working = working_of(board, inputs, outcome, leaf)
    Score.objects.bulk_create(made)
    Score.objects.bulk_update(changed, ["reason", "computed", "value", "working"])


def working_of(board, inputs, outcome, leaf):
    """The arithmetic in words and the records behind it, as they were: a passport reads it, and nothing else."""
    working = outcome.workings[leaf]
    struck = inputs.strikes.get(leaf, {})
    return {
        "inputs": working.inputs,
        "lines": list(outcome.lines(board.leaves[leaf])),
        "bites": list(working.bites),
        "items": [_kept(item, struck.get(item.key)) for item in inputs.facts[leaf].items],
    }


def _kept(item, strike):
    kept = {"key": item.key, "text": item.text, "counts": item.counts}
    return kept | {"strike": f"{strike.get_stage_display()}不计入：{strike.reason}"} if strike else kept


def _carried(assessment, leaf, inputs):
    before = inputs.rows.get(leaf)
    return Score(
        assessment=assessment,
        indicator_id=leaf,
        stage=inputs.stage,
        answer=before.answer if before else {},
        given=before.given if before else None,
        at=timezone.now(),
    )


def _named(names):
    return "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
