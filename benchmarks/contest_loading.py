"""A contest as the arithmetic wants it, read in a few queries: the least that any page of results must load."""

from collections import defaultdict

from assessments import setup
from assessments.judging.contest import ContestData, Entry, Judge, Stage
from assessments.judging.joining import Criterion, Sheet
from assessments.judging.scales import Scale
from assessments.models import Mark
from assessments.models import Sheet as SheetRow


def contest_data(contest):
    """ContestData of a contest without times, awards and tie-breakers."""
    stages = tuple(_stage(stage) for stage in contest.stages_in_force())
    sheets = [sheet for stage in stages for sheet in _sheets(stage.id)]
    entries = contest.entries.taking_part().values_list("pk", flat=True)
    judges = contest.judges.serving().values_list("pk", flat=True)
    return ContestData(stages, tuple(Entry(pk) for pk in entries), tuple(Judge(pk) for pk in judges), tuple(sheets))


def _stage(stage):
    return Stage(
        id=stage.pk,
        name=stage.name,
        weight=stage.weight,
        criteria=tuple(Criterion(row.pk, row.name, row.weight) for row in stage.criteria.all()),
        scale=Scale(stage.scale_low, stage.scale_high, stage.score_decimals),
        rule=setup.rule_of(stage),
        scoring=stage.scoring,
        advance=stage.advance_count,
    )


def _sheets(stage):
    marks = defaultdict(dict)
    rows = Mark.objects.filter(sheet__turn__stage=stage, sheet__state="signed")
    for sheet, criterion, value in rows.values_list("sheet", "criterion", "value"):
        marks[sheet][criterion] = value
    signed = SheetRow.objects.filter(turn__stage=stage, state="signed").values_list("pk", "turn__entry", "judge")
    for pk, entry, judge in signed:
        yield Sheet(stage=stage, entry=entry, judge=judge, marks=marks[pk])
