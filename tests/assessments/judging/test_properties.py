"""What must hold for every contest, tried on seeded random ones."""

import json
import random
from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.judging.awards import EXTEND, TAKE, Award
from assessments.judging.contest import Timing
from assessments.judging.deductions import OvertimeRow
from assessments.judging.ranking import Breaker
from assessments.judging.result import Outcome, compute
from assessments.judging.rules import BY_CRITERION, BY_TOTAL, MEAN, MEDIAN, POINTS, TRIMMED, WEIGHTED, Rule

from .made import make_contest, make_criteria, make_stage, places

SEEDS = range(40)
RULES = [Rule(kind, 1, 1, per, 3, MEAN) for kind in (MEAN, MEDIAN, TRIMMED) for per in (BY_TOTAL, BY_CRITERION)]
CLOCK = (OvertimeRow(0, 30, Decimal(0)), OvertimeRow(30, None, Decimal(1)))


def random_contest(seed):
    """A few entries, judges and criteria with few different marks, so that ties are frequent; some stand aside."""
    dice = random.Random(seed)
    judges, entries = dice.randint(1, 7), dice.randint(1, 9)
    weights = dice.choice([("100",), ("50", "50"), ("60", "30", "10")])
    marks = {
        stage: {
            entry: [
                None if dice.random() < 0.1 else [f"{dice.randint(0, 8)}.{dice.choice('05')}" for _ in weights]
                for _ in range(judges)
            ]
            for entry in range(1, entries + 1)
        }
        for stage in (1, 2)
    }
    fields = {"criteria": make_criteria(*weights), "scoring": dice.choice([POINTS, WEIGHTED])}
    stages = [
        make_stage(1, "初评", "40", rule=dice.choice(RULES), advance=dice.choice([None, 3]), **fields),
        make_stage(2, "决赛", "60", rule=dice.choice(RULES), decimals=1, time_limit=360, overtime=CLOCK, **fields),
    ]
    breakers = [Breaker("exact"), Breaker("stage", 2), Breaker("criterion", 2, 1), Breaker("top_marks")]
    return make_contest(
        marks,
        stages,
        decimals=dice.choice([0, 1, 2]),
        timings=tuple(Timing(2, entry, dice.choice([350, 380, 400])) for entry in range(1, entries + 1)),
        breakers=tuple(dice.sample(breakers, dice.randint(0, 4))),
        awards=(Award(1, "金奖", 1), Award(2, "银奖", 2)),
        when_tied=dice.choice([EXTEND, TAKE]),
    )


def renumbered(contest, new):
    """The same contest with other ids for the judges."""
    sheets = tuple(replace(sheet, judge=new[sheet.judge]) for sheet in contest.sheets)
    return replace(contest, sheets=sheets)


def raised(contest, dice):
    """The contest with one mark higher, and the entry it is for."""
    number = dice.randrange(len(contest.sheets))
    sheet = contest.sheets[number]
    criterion = dice.choice(sorted(sheet.marks))
    better = replace(sheet, marks=sheet.marks | {criterion: sheet.marks[criterion] + dice.choice([1, 5])})
    return replace(contest, sheets=(*contest.sheets[:number], better, *contest.sheets[number + 1 :])), sheet.entry


@pytest.mark.parametrize("seed", SEEDS)
def test_a_higher_mark_never_lowers_a_place(seed):
    contest, dice = random_contest(seed), random.Random(seed)
    before = places(compute(contest))

    for _ in range(10):
        better, entry = raised(contest, dice)
        after = places(compute(better))
        assert (after[entry] or 99) <= (before[entry] or 99)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_judges_and_entries_changes_nothing(seed):
    contest, dice = random_contest(seed), random.Random(seed)
    shuffled = {
        name: dice.sample(getattr(contest, name), len(getattr(contest, name))) for name in ("sheets", "entries")
    }

    other = compute(replace(contest, **{name: tuple(rows) for name, rows in shuffled.items()}))

    outcome = compute(contest)
    assert (other.stages, other.final, other.awards) == (outcome.stages, outcome.final, outcome.awards)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ids_of_judges_change_no_figure(seed):
    # Among equal marks the id settles which one is shown as dropped; neither a value nor a place may depend on it.
    contest, dice = random_contest(seed), random.Random(seed)
    ids = sorted({sheet.judge for sheet in contest.sheets})

    other = compute(renumbered(contest, dict(zip(ids, dice.sample(ids, len(ids)), strict=True))))

    assert other.final == compute(contest).final


@pytest.mark.parametrize("seed", SEEDS)
def test_dropping_none_equals_the_mean(seed):
    contest = random_contest(seed)
    none, plain = (
        compute(replace(contest, stages=tuple(replace(stage, rule=rule) for stage in contest.stages)))
        for rule in (Rule(TRIMMED, 0, 0), Rule(MEAN))
    )

    assert none.final == plain.final


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("judges", [1, 2, 3, 8])
def test_equal_marks_give_that_mark_under_every_rule(rule, judges):
    stage = make_stage(criteria=make_criteria("70", "20", "10"), rule=rule)

    outcome = compute(make_contest({1: {1: [["93.7"] * 3] * judges}}, [stage]))

    assert outcome.stages[0].row(1).value == Decimal("93.7")


@pytest.mark.parametrize("seed", SEEDS)
def test_adding_the_same_to_every_mark_keeps_the_order(seed):
    contest = random_contest(seed)
    # High enough that no deduction meets the floor of 0, where the order may well change.
    high, higher = (
        replace(
            contest,
            sheets=tuple(
                replace(sheet, marks={criterion: mark + more for criterion, mark in sheet.marks.items()})
                for sheet in contest.sheets
            ),
        )
        for more in (10, 17)
    )

    assert places(compute(higher)) == places(compute(high))


@pytest.mark.parametrize("seed", SEEDS)
def test_places_skip_as_many_as_are_tied(seed):
    outcome = compute(random_contest(seed))
    given = [row.placed.place for row in outcome.final if row.placed.place is not None]

    assert all(place == given.index(place) + 1 for place in given)
    assert all(
        len(row.placed.tied_with) == given.count(row.placed.place) - 1 for row in outcome.final if row.placed.place
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_tied_entries_never_get_different_awards(seed):
    outcome = compute(random_contest(seed))
    awards = {}
    for row in outcome.final:
        awards.setdefault(row.placed.place, set()).add(row.award)

    assert all(len(given) == 1 for given in awards.values())
    assert awards.get(None, {None}) == {None}


@pytest.mark.parametrize("seed", SEEDS)
def test_json_loses_nothing(seed):
    outcome = compute(random_contest(seed))

    assert Outcome.from_json(json.loads(json.dumps(outcome.as_json()))) == outcome
