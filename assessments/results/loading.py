"""A contest out of the database as the arithmetic wants it, in a fixed small number of queries.

Names of judges are not frozen: a result calls them 评委1, 评委2 …; staff are shown who sits there.
"""

from collections import defaultdict
from decimal import Decimal

from django.db.models import CharField, Value, prefetch_related_objects
from django.db.models.functions import Cast, JSONArray

from assessments import setup
from assessments.judging import contest as judging
from assessments.judging.awards import Award
from assessments.judging.joining import Criterion, Sheet
from assessments.judging.ranking import Breaker
from assessments.judging.scales import Scale
from assessments.models import Conflict, Entry, Mark, Placing, Stage, TimeRule

SIGNED = "signed"
ACCEPTED = Entry.State.ACCEPTED
HUNDREDTH = Decimal("0.01")  # as exact as points off are kept


def contest_data(contest, until=None, stages=None):
    """ContestData of all stages in force, or of those up to (and with) the stage `until`, in five queries.

    `stages`: those in force, in order, if somebody has read them already.
    """
    stages = list(contest.stages_in_force()) if stages is None else stages
    stages = [stage for stage in stages if until is None or stage.number <= until.number]
    prefetch_related_objects(stages, "criteria")
    small = _small_rows(contest, stages)
    entries, turns = _entries(contest, {stage.pk for stage in stages})
    entrants = _entrants(stages, turns, small["placing"], {pk for pk, _, state in entries if state == ACCEPTED})
    sheets = _sheets(stages)
    breakers = sorted(small["breaker"], key=lambda row: row[:2])
    return judging.ContestData(
        stages=tuple(_stage(stage, entrants[stage.pk], small["time_rule"], contest.decimals) for stage in stages),
        entries=tuple(judging.Entry(pk, name, _is_out(pk, state, entrants, until)) for pk, name, state in entries),
        judges=tuple(judging.Judge(pk, f"评委{number}") for pk, number in sorted(small["judge"])),
        sheets=sheets,
        asides=_asides(sorted(small["conflict"]), stages, turns, sheets),
        timings=tuple(judging.Timing(*turn) for turn in turns if turn[2] is not None),
        decimals=contest.decimals,
        breakers=tuple(_breaker(*one) for _, _, *one in breakers),
        awards=tuple(Award(*row) for _, *row in sorted(small["award"])),
        when_tied=contest.quota_rule,
    )


def _small_rows(contest, stages):
    """Kind of row → lists of values, of all the short tables by one query."""
    locked = [stage.pk for stage in stages if stage.state == Stage.State.LOCKED]
    points = Cast("deduct", CharField())  # as words: JSON knows no exact decimals
    asked = {
        "judge": (contest.judges, ["pk", "order_number"]),
        "conflict": (contest.conflicts, ["pk", "entry", "judge", "kind"]),
        "breaker": (contest.tie_breakers, ["order_number", "pk", "kind", "stage", "criterion", "criterion__stage"]),
        "award": (contest.awards, ["order_number", "pk", "name", "quota"]),
        "time_rule": (TimeRule.objects.filter(stage__in=stages), ["stage", "over_from", points]),
        "placing": (Placing.objects.filter(result__stage__in=locked), ["result__stage", "entry"]),
    }
    first, *others = [
        rows.order_by().values_list(Value(kind, CharField()), JSONArray(*columns))
        for kind, (rows, columns) in asked.items()
    ]
    found = defaultdict(list)
    for kind, values in first.union(*others, all=True):
        found[kind].append(values)
    return found


def _entries(contest, stages):
    """Entries as (key, name, state) and their turns in these stages as (stage, entry, seconds)."""
    rows = Entry.objects.filter(contest=contest).order_by("pk")
    columns = ("pk", "version__name", "state", "turns__stage", "turns__seconds")
    entries, turns = {}, []
    for pk, name, state, stage, seconds in rows.values_list(*columns):
        entries[pk] = (pk, name, state)
        if stage in stages:
            turns.append((stage, pk, seconds))
    return list(entries.values()), turns


def _stage(stage, entrants, time_rules, decimals):
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
        overtime=setup.overtime_of(
            (over_from, Decimal(points).quantize(HUNDREDTH)) for of, over_from, points in time_rules if of == stage.pk
        ),
        most_deducted=stage.most_deduction,
    )


def _entrants(stages, turns, placed, taking_part):
    """Stage → entries. A locked stage keeps whom it had, whoever withdrew since."""
    found = {stage.pk: set() for stage in stages}
    locked = {stage.pk for stage in stages if stage.state == Stage.State.LOCKED}
    for stage, entry, _ in turns:
        if stage not in locked and entry in taking_part:
            found[stage].add(entry)
    for stage, entry in placed:
        found[stage].add(entry)
    return found


def _is_out(entry, state, entrants, until):
    """Withdrawn between two stages, it keeps its place in the first; after the last one it gets no place at all."""
    if state == ACCEPTED:
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


def _asides(conflicts, stages, turns, sheets):
    """Who serves in a stage and has no sheet for an entry of it because of a conflict."""
    there = {(stage, entry) for stage, entry, _ in turns}
    scored = {(sheet.stage, sheet.entry, sheet.judge) for sheet in sheets}
    served = {(sheet.stage, sheet.judge) for sheet in sheets}
    kinds = dict(Conflict.Kind.choices)
    return tuple(
        judging.Aside(stage.pk, entry, judge, kinds[kind])
        for stage in stages
        for _, entry, judge, kind in conflicts
        if (stage.pk, entry) in there and (stage.pk, judge) in served and (stage.pk, entry, judge) not in scored
    )


def _breaker(kind, stage, criterion, stage_of_criterion):
    return Breaker(kind, stage=stage_of_criterion if criterion else stage, criterion=criterion)
