"""A contest out of the database as the arithmetic wants it, in a fixed small number of queries.

Names of judges are not frozen: a result calls them 评委1, 评委2 …; staff are shown who sits there.
"""

from collections import defaultdict

from assessments import setup
from assessments.judging import contest as judging
from assessments.judging.awards import Award
from assessments.judging.joining import Criterion, Sheet
from assessments.judging.ranking import Breaker
from assessments.judging.scales import Scale
from assessments.models import Conflict, Entry, Mark, Placing, Stage, Turn

SIGNED = "signed"


def contest_data(contest, until=None):
    """ContestData of all stages in force, or of those up to (and with) the stage `until`."""
    stages = contest.stages_in_force().prefetch_related("criteria", "time_rules")
    stages = [stage for stage in stages if until is None or stage.number <= until.number]
    turns = list(Turn.objects.filter(stage__in=stages).order_by().values_list("stage", "entry", "seconds"))
    rows = list(Entry.objects.filter(contest=contest).order_by("pk").values_list("pk", "version__name", "state"))
    entrants = _entrants(stages, turns, {pk for pk, _, state in rows if state == Entry.State.ACCEPTED})
    sheets = _sheets(stages)
    judges = contest.judges.order_by("pk").values_list("pk", "order_number")
    return judging.ContestData(
        stages=tuple(_stage(stage, entrants[stage.pk], contest.decimals) for stage in stages),
        entries=tuple(judging.Entry(pk, name, _is_out(pk, state, entrants, until)) for pk, name, state in rows),
        judges=tuple(judging.Judge(pk, f"评委{number}") for pk, number in judges),
        sheets=sheets,
        asides=_asides(contest, stages, turns, sheets),
        timings=tuple(judging.Timing(*turn) for turn in turns if turn[2] is not None),
        decimals=contest.decimals,
        breakers=tuple(_breaker(one) for one in contest.tie_breakers.select_related("criterion")),
        awards=tuple(Award(*row) for row in contest.awards.values_list("pk", "name", "quota")),
        when_tied=contest.quota_rule,
    )


def _stage(stage, entrants, decimals):
    return judging.Stage(
        id=stage.pk,
        name=stage.name,
        weight=stage.weight,
        criteria=tuple(Criterion(one.pk, one.name, one.weight) for one in stage.criteria.all()),
        scale=Scale(stage.scale_low, stage.scale_high, stage.score_decimals),
        rule=setup.rule_of(stage),
        scoring=stage.scoring,
        decimals=decimals,
        advance=stage.advance_count,
        entrants=tuple(sorted(entrants)),
        time_limit=stage.time_limit,
        overtime=setup.overtime_rows(stage),
        most_deducted=stage.most_deduction,
    )


def _entrants(stages, turns, taking_part):
    """Stage → entries. A locked stage keeps whom it had, whoever withdrew since."""
    found = {stage.pk: set() for stage in stages}
    locked = {stage.pk for stage in stages if stage.state == Stage.State.LOCKED}
    for stage, entry, _ in turns:
        if stage not in locked and entry in taking_part:
            found[stage].add(entry)
    placed = Placing.objects.filter(result__stage__in=locked).order_by().values_list("result__stage", "entry")
    for stage, entry in placed:
        found[stage].add(entry)
    return found


def _is_out(entry, state, entrants, until):
    """Withdrawn between two stages, it keeps its place in the first; after the last one it gets no place at all."""
    if state == Entry.State.ACCEPTED:
        return False
    stood_in = [stage for stage, entries in entrants.items() if entry in entries]
    return not stood_in or (until is None and stood_in[-1] == list(entrants)[-1])


def _sheets(stages):
    marks = Mark.objects.filter(sheet__state=SIGNED, sheet__turn__stage__in=stages).order_by()
    marks = marks.values_list("sheet__turn__stage", "sheet__turn__entry", "sheet__judge", "criterion", "value")
    found = defaultdict(dict)
    for stage, entry, judge, criterion, value in marks.iterator(chunk_size=5000):
        found[stage, entry, judge][criterion] = value
    return tuple(Sheet(*key, given) for key, given in found.items())


def _asides(contest, stages, turns, sheets):
    """Who serves in a stage and has no sheet for an entry of it because of a conflict."""
    there = {(stage, entry) for stage, entry, _ in turns}
    scored = {(sheet.stage, sheet.entry, sheet.judge) for sheet in sheets}
    served = {(sheet.stage, sheet.judge) for sheet in sheets}
    kinds = dict(Conflict.Kind.choices)
    rows = list(contest.conflicts.order_by("pk").values_list("entry", "judge", "kind"))
    return tuple(
        judging.Aside(stage.pk, entry, judge, kinds[kind])
        for stage in stages
        for entry, judge, kind in rows
        if (stage.pk, entry) in there and (stage.pk, judge) in served and (stage.pk, entry, judge) not in scored
    )


def _breaker(row):
    stage = row.criterion.stage_id if row.criterion_id else row.stage_id
    return Breaker(row.kind, stage=stage, criterion=row.criterion_id)
