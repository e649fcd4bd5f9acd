from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.judging.alternatives import OTHERS, side_by_side, under_each_rule
from assessments.judging.result import compute
from assessments.judging.rules import Rule
from assessments.judging.severity import Severity, severity, severity_of, spearman, spread

from .made import ONE_AND_ONE, make_contest, make_stage

# entry   judge 1   2    3   panel
#   1        90    92   85   267 / 3 = 89
#   2        80    84   76   240 / 3 = 80
#   3        70    85   70   225 / 3 = 75    panel mean 244 / 3
THREE_JUDGES = {
    1: {1: Decimal(90), 2: Decimal(92), 3: Decimal(85)},
    2: {1: Decimal(80), 2: Decimal(84), 3: Decimal(76)},
    3: {1: Decimal(70), 2: Decimal(85), 3: Decimal(70)},
}


def test_severity_of_three_judges_by_hand():
    panel = Fraction(244, 3)

    # spread 1: √((100 + 0 + 100) / 3), 2: √((25 + 9 + 4) / 3), 3: √((64 + 1 + 49) / 3)
    # agreement of judge 2: ranks 3, 1, 2 against 3, 2, 1 of the others' means 87.5, 78, 70; 1 - 6 × 2 / 24 = 0.5
    assert severity_of(THREE_JUDGES) == [
        Severity(1, 3, Fraction(80), panel, Decimal("8.1650"), Decimal("1.0000")),
        Severity(2, 3, Fraction(87), panel, Decimal("3.5590"), Decimal("0.5000")),
        Severity(3, 3, Fraction(77), panel, Decimal("6.1644"), Decimal("1.0000")),
    ]
    assert [judge.difference for judge in severity_of(THREE_JUDGES)] == [
        Fraction(-4, 3),
        Fraction(17, 3),
        Fraction(-13, 3),
    ]


def test_severity_compares_on_the_same_entries():
    # Judge 2 stood aside from entry 1, the best: its panel mean is that of entries 2 and 3 (78 and 70) alone.
    totals = {entry: dict(given) for entry, given in THREE_JUDGES.items()}
    del totals[1][2]

    second = severity_of(totals)[1]

    assert (second.sheets, second.mean, second.panel_mean) == (2, Fraction(169, 2), Fraction(155, 2))
    assert second.agreement is None  # two entries say nothing


def test_severity_agrees_with_the_mean_of_however_many_others():
    # Judge 1 orders 1, 2, 3. The others: 80 by one judge, (78 + 80) / 2 = 79 by two, 70 by one: the same order.
    totals = {
        1: {1: Decimal(90), 2: Decimal(80)},
        2: {1: Decimal(80), 2: Decimal(78), 3: Decimal(80)},
        3: {1: Decimal(70), 2: Decimal(70)},
    }

    assert severity_of(totals)[0].agreement == Decimal("1.0000")


def test_severity_of_one_judge_or_equal_marks_divides_by_nothing():
    alone = severity_of({1: {1: Decimal(90)}, 2: {1: Decimal(80)}, 3: {}})
    equal = severity_of({entry: {1: Decimal(90), 2: Decimal(90)} for entry in (1, 2, 3, 4)})

    assert alone == [Severity(1, 2, Fraction(85), Fraction(85), Decimal("5.0000"), None)]
    assert [(judge.difference, judge.spread, judge.agreement) for judge in equal] == [(0, Decimal("0.0000"), None)] * 2
    assert severity_of({}) == []


def test_severity_reads_a_stage():
    outcome = compute(make_contest({1: {entry: list(given.values()) for entry, given in THREE_JUDGES.items()}}))

    assert severity(outcome.stages[0]) == severity_of(THREE_JUDGES)


@pytest.mark.parametrize(
    ("ones", "others", "agreement"),
    [
        ([1, 2, 3], [10, 20, 30], "1.0000"),
        ([1, 2, 3], [3, 2, 1], "-1.0000"),
        # ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: Σdd = 4.5, √(4.5 × 5) = 4.7434, 4.5 / 4.7434 = 0.9487
        ([1, 2, 2, 3], [1, 2, 3, 4], "0.9487"),
        ([1, 3, 1, 3], [1, 1, 3, 3], "0.0000"),
        ([5, 5, 5], [1, 2, 3], None),
        ([1, 2], [1, 2], None),
        ([], [], None),
    ],
)
def test_spearman_by_hand(ones, others, agreement):
    assert spearman(ones, others) == (None if agreement is None else Decimal(agreement))


def test_spread_is_that_of_the_whole_population():
    # mean 5; (9 + 1 + 1 + 1 + 0 + 0 + 4 + 16) / 8 = 4, whose root is 2
    assert spread([Decimal(mark) for mark in (2, 4, 4, 4, 5, 5, 7, 9)]) == Decimal("2.0000")


def test_side_by_side_shows_who_would_move():
    # entry 1: 60, 90, 90, 92 → mean 83.00, median and trimmed 90.00
    # entry 2: 85, 86, 87, 88 → mean, median and trimmed 86.50
    # entry 3: 70, 70, 70, 70
    outcome = compute(make_contest({1: {1: ["60", "90", "90", "92"], 2: ["85", "86", "87", "88"], 3: ["70"] * 4}}))

    rows = side_by_side(under_each_rule(outcome), top=2)

    assert [(row.entry, row.places, row.moves) for row in rows] == [
        (2, {"own": 1, "mean": 1, "median": 2, "trimmed": 2}, True),
        (1, {"own": 2, "mean": 2, "median": 1, "trimmed": 1}, True),
    ]
    assert {name: str(total) for name, total in rows[1].totals.items()} == {
        "own": "83.00",
        "mean": "83.00",
        "median": "90.00",
        "trimmed": "90.00",
    }


def test_side_by_side_copes_with_few_judges_and_keeps_who_stood_in_the_finals():
    stages = [make_stage(1, "初评", "0", advance=1), make_stage(2, "决赛")]
    outcome = compute(make_contest({1: {1: ["60", "90", "90"], 2: ["85", "85", "85"]}, 2: {2: ["80"]}}, stages))

    rows = side_by_side(under_each_rule(outcome), top=3)

    # By the median entry 1 would have gone to the finals, but nobody judged it there.
    assert [(row.entry, row.places) for row in rows] == [(2, {"own": 1, "mean": 1, "median": 1, "trimmed": 1})]


def test_side_by_side_of_a_stage_goes_by_its_own_totals():
    # 初评, of no weight: entry 1 mean 80 and median 90, entry 2 85. 决赛: entry 1 70, entry 2 60.
    stages = [make_stage(1, "初评", "0"), make_stage(2, "决赛")]
    marks = {1: {1: ["60", "90", "90"], 2: ["85"] * 3}, 2: {1: ["70"], 2: ["60"]}}
    each = under_each_rule(compute(make_contest(marks, stages)))

    first, last = [[(row.entry, row.places) for row in side_by_side(each, top=3, stage=stage)] for stage in (1, 2)]

    assert first == [
        (2, {"own": 1, "mean": 1, "median": 2, "trimmed": 2}),
        (1, {"own": 2, "mean": 2, "median": 1, "trimmed": 1}),
    ]
    assert last == [(entry, dict.fromkeys(("own", "mean", "median", "trimmed"), entry)) for entry in (1, 2)]


@pytest.mark.parametrize("own", [*OTHERS.values(), replace(ONE_AND_ONE, per="criterion"), Rule("mean", least=3)])
def test_other_rules_come_to_what_they_would_from_the_sheets(own):
    marks = {1: {1: ["90", "80", "70"], 2: ["85", "84", None], 3: ["60", "99", "75"]}}
    outcome = compute(make_contest(marks, [make_stage(rule=own)]))

    found = under_each_rule(outcome)

    for name, rule in OTHERS.items():
        stage = replace(outcome.contest.stages[0], rule=replace(rule, per=own.per))
        stage = replace(stage, entrants=tuple(row.entry for row in outcome.stages[0].rows))
        assert found[name] == compute(replace(outcome.contest, stages=(stage,)))
