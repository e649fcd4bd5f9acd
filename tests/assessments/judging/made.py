"""Small contests for the tests: a test names only what it is about. Figures are text, as people write them."""

from decimal import Decimal

from assessments.judging.contest import ContestData, Entry, Judge, Stage
from assessments.judging.joining import Criterion, Sheet
from assessments.judging.rules import MEAN, TRIMMED, WEIGHTED, Rule
from assessments.judging.scales import Scale

HUNDRED = Scale(Decimal(0), Decimal(100), 2)
PLAIN_MEAN = Rule(MEAN)
ONE_AND_ONE = Rule(TRIMMED, drop_high=1, drop_low=1, least=3)


def make_criteria(*weights):
    """Criteria 1, 2, … called 第1项, 第2项, …"""
    return tuple(Criterion(id, f"第{id}项", Decimal(weight)) for id, weight in enumerate(weights, start=1))


def make_sheet(judge, *marks, entry=1, stage=1):
    marks = {criterion: Decimal(mark) for criterion, mark in enumerate(marks, start=1)}
    return Sheet(stage, entry, judge, marks)


def make_sheets(*marks, entry=1, stage=1):
    """One mark (text) or one list of marks from each of judges 1, 2, …; None: that judge stood aside."""
    rows = [mark if isinstance(mark, (list, tuple)) else [mark] for mark in marks]
    return tuple(
        make_sheet(judge, *row, entry=entry, stage=stage) for judge, row in enumerate(rows, start=1) if row != [None]
    )


def make_stage(id=1, name="决赛", weight="100", **fields):
    fields.setdefault("criteria", make_criteria("100"))
    fields.setdefault("scale", HUNDRED)
    fields.setdefault("rule", PLAIN_MEAN)
    fields.setdefault("scoring", WEIGHTED)
    return Stage(id, name, Decimal(weight), **fields)


def make_contest(marks, stages=None, **fields):
    """`marks`: stage id → entry id → list of one mark (or list of marks) per judge."""
    sheets = [
        sheet
        for stage, entries in marks.items()
        for entry, given in entries.items()
        for sheet in make_sheets(*given, entry=entry, stage=stage)
    ]
    everybody = sorted({entry for entries in marks.values() for entry in entries})
    fields.setdefault("entries", tuple(Entry(entry, f"示例品牌{entry}") for entry in everybody))
    fields.setdefault("judges", tuple(Judge(judge) for judge in sorted({sheet.judge for sheet in sheets})))
    return ContestData(stages=tuple(stages or [make_stage()]), sheets=tuple(sheets), **fields)


def places(outcome):
    """Entry → place in the end."""
    return {row.entry: row.placed.place for row in outcome.final}


def totals(outcome):
    """Entry → rounded total as text."""
    return {row.entry: None if row.placed.total is None else str(row.placed.total) for row in outcome.final}
