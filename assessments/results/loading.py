"""A contest's rows as the arithmetic wants them, read in a fixed number of queries however many scores there are."""

from collections import defaultdict

from assessments import setup
from assessments.judging.awards import Award
from assessments.judging.contest import Aside, ContestData, Entry, Judge, Stage, Timing
from assessments.judging.joining import Criterion, Sheet
from assessments.judging.ranking import Breaker
from assessments.judging.scales import Scale
from assessments.models import Mark, Placing, Turn
from assessments.models import Sheet as SheetRow


def contest_data(contest, until=None):
    """ContestData of the whole contest, or of its stages up to and with `until` (those before decide who is in)."""
    stages = list(contest.stages_in_force().prefetch_related("criteria", "time_rules"))
    if until is not None:
        stages = [stage for stage in stages if stage.number <= until.number]
    turns = list(
        Turn.objects.filter(stage__in=stages).values_list("stage", "entry", "seconds", "entry__state", named=True)
    )
    entrants = _entrants(stages, turns, last=until is None)
    breakers = _breakers(contest, stages)
    kept = {(stage, entry) for stage, entries in entrants.items() for entry in entries}
    return ContestData(
        stages=tuple(_stage(stage, entrants[stage.pk], breakers, contest.decimals) for stage in stages),
        entries=tuple(_entries(contest, {entry for _, entry in kept})),
        judges=tuple(_judges(contest)),
        sheets=tuple(sheet for sheet in _sheets(stages) if (sheet.stage, sheet.entry) in kept),
        asides=tuple(_asides(contest, stages, kept)),
        timings=tuple(
            Timing(turn.stage, turn.entry, turn.seconds)
            for turn in sorted(turns)
            if turn.seconds is not None and (turn.stage, turn.entry) in kept
        ),
        decimals=contest.decimals,
        breakers=breakers,
        awards=tuple(Award(award.pk, award.name, award.quota) for award in contest.awards.all()),
        when_tied=contest.quota_rule,
    )


def _entrants(stages, turns, last):
    """Stage id → entry ids. In a stage whose result is locked whoever stood in it stays, though withdrawn later; only
    from the last one, where awards are at stake, a withdrawn entry leaves when the result is corrected."""
    locked = defaultdict(set)
    rows = Placing.objects.filter(result__stage__in=[stage for stage in stages if stage.state == "locked"])
    for stage, entry in rows.values_list("result__stage", "entry"):
        locked[stage].add(entry)
    entrants = {}
    for stage in stages:
        stays = locked[stage.pk] if not (last and stage == stages[-1]) else set()
        entrants[stage.pk] = sorted(
            turn.entry
            for turn in turns
            if turn.stage == stage.pk and (turn.entry__state == "accepted" or turn.entry in stays)
        )
    return entrants


def _stage(stage, entrants, breakers, decimals):
    return Stage(
        id=stage.pk,
        name=stage.name,
        weight=stage.weight,
        criteria=tuple(Criterion(row.pk, row.name, row.weight) for row in stage.criteria.all()),
        scale=Scale(stage.scale_low, stage.scale_high, stage.score_decimals),
        rule=setup.rule_of(stage),
        scoring=stage.scoring,
        decimals=decimals,
        breakers=tuple(one for one in breakers if one.stage in (None, stage.pk)),
        advance=stage.advance_count,
        entrants=tuple(entrants),
        time_limit=stage.time_limit,
        overtime=setup.overtime_rows(stage),
        most_deducted=stage.most_deduction,
    )


def _breakers(contest, stages):
    """Those that speak of these stages; a rule about a later stage says nothing yet."""
    known = {stage.pk for stage in stages}
    rows = contest.tie_breakers.select_related("criterion")
    found = [(one.kind, one.criterion.stage_id if one.criterion else one.stage_id, one.criterion_id) for one in rows]
    return tuple(Breaker(kind, stage, criterion) for kind, stage, criterion in found if stage is None or stage in known)


def _entries(contest, kept):
    rows = contest.entries.filter(pk__in=kept).order_by("number", "pk").values_list("pk", "version__name")
    return (Entry(pk, name) for pk, name in rows)


def _judges(contest):
    """By their seats: names of persons stay out of what is shown to everybody."""
    rows = contest.judges.filter(sheets__isnull=False).distinct().order_by("order_number", "pk")
    return (Judge(pk, f"{seat}号评委") for pk, seat in rows.values_list("pk", "order_number"))


def _sheets(stages):
    marks = defaultdict(dict)
    signed = SheetRow.objects.filter(turn__stage__in=stages, state="signed")
    rows = Mark.objects.filter(sheet__turn__stage__in=stages, sheet__state="signed")
    for sheet, criterion, value in rows.order_by().values_list("sheet", "criterion", "value"):
        marks[sheet][criterion] = value
    for pk, stage, entry, judge in signed.order_by("pk").values_list("pk", "turn__stage", "turn__entry", "judge"):
        yield Sheet(stage=stage, entry=entry, judge=judge, marks=marks[pk])


def _asides(contest, stages, kept):
    """Who stood aside where, of those who judge in that stage."""
    panels = defaultdict(set)
    through = contest.judges.model.stages.through
    for stage, judge in through.objects.filter(stage__in=stages).values_list("stage", "judge"):
        panels[stage].add(judge)
    for one in contest.conflicts.order_by("judge__order_number", "pk"):
        for stage in stages:
            if one.judge_id in panels[stage.pk] and (stage.pk, one.entry_id) in kept:
                yield Aside(stage.pk, one.entry_id, one.judge_id, one.get_kind_display())
