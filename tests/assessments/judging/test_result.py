import json
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.judging.awards import TAKE, Award
from assessments.judging.contest import Aside, Entry, check
from assessments.judging.ranking import Breaker
from assessments.judging.result import Outcome, compute
from assessments.judging.rules import POINTS, TRIMMED, Rule
from assessments.judging.scales import Scale

from .made import ONE_AND_ONE, make_contest, make_criteria, make_stage, places, totals


def test_compute_rounds_once_at_the_end():
    # 40% of 255.0 / 3 + 60% of 255.4 / 3 = 34 + 51.08 = 85.08
    # 40% of 255.2 / 3 + 60% of 255.2 / 3 = 255.2 / 3 = 85.0666… → 85.07
    # With each stage rounded to one decimal first the second would win: 34 + 51.06 = 85.06 against 85.10.
    marks = {
        1: {1: ["85", "85", "85"], 2: ["85", "85", "85.2"]},
        2: {1: ["85", "85", "85.4"], 2: ["85", "85", "85.2"]},
    }
    stages = [make_stage(1, "书面", "40", decimals=1), make_stage(2, "答辩", "60", decimals=1)]

    outcome = compute(make_contest(marks, stages))

    assert totals(outcome) == {1: "85.08", 2: "85.07"}
    assert places(outcome) == {1: 1, 2: 2}
    assert {row.entry: str(row.placed.total) for row in outcome.stage(2).rows} == {1: "85.1", 2: "85.1"}


@pytest.mark.parametrize(
    ("marks", "decimals", "total"),
    [(["8.25", "8.00"], 2, "8.13"), (["2", "3"], 0, "3"), (["2.67", "2.68"], 2, "2.68")],
)
def test_compute_rounds_half_up(marks, decimals, total):
    # 16.25 / 2 = 8.125; 5 / 2 = 2.5; 5.35 / 2 = 2.675
    assert totals(compute(make_contest({1: {1: marks}}, decimals=decimals))) == {1: total}


def test_compute_keeps_a_tie_that_floats_would_break():
    # 24.9 / 3 = 8.3 for both.
    outcome = compute(
        make_contest({1: {1: ["8.0", "8.0", "8.9"], 2: ["8.3", "8.3", "8.3"]}}, breakers=(Breaker("exact"),))
    )

    assert places(outcome) == {1: 1, 2: 1}


def test_compute_divides_rightly_when_a_judge_stands_aside():
    # Entry 1 without judge 2: (90 + 94) / 2 = 92. Entry 2 with all: 270 / 3 = 90.
    aside = Aside(stage=1, entry=1, judge=2, reason="本单位的参评品牌")
    contest = make_contest({1: {1: ["90", None, "94"], 2: ["90", "80", "100"]}}, asides=(aside,))

    outcome = compute(contest)

    row = outcome.stage(1).row(1)
    assert (row.joined.divisor, row.value, row.asides) == (2, Fraction(92), (aside,))
    assert outcome.stage(1).row(2).asides == ()


def test_compute_leaves_withdrawn_entries_out():
    # Entry 2 had the top marks of both judges; without it they go to entry 1.
    marks = {1: {1: ["90", "90"], 2: ["99", "99"], 3: ["90", "90"]}}
    entries = (Entry(1), Entry(2, withdrawn=True), Entry(3))

    outcome = compute(make_contest(marks, entries=entries, breakers=(Breaker("top_marks"),)))

    assert places(outcome) == {1: 1, 3: 1}
    assert outcome.final[0].placed.figures == (Fraction(2),)
    assert outcome.stage(1).row(2) is None


def test_compute_counts_shared_top_marks():
    # judge 1: highest 95 for entries 1 and 2; judge 2: 91 for entry 2; judge 3: 90 for entry 1; judge 4: 90 for entry 1
    marks = {1: {1: ["95", "87", "90", "90"], 2: ["95", "91", "88", "88"], 3: ["10"] * 4}}

    outcome = compute(make_contest(marks, breakers=(Breaker("top_marks", stage=1),)))

    assert places(outcome) == {1: 1, 2: 2, 3: 3}  # both 362 / 4
    assert [row.placed.figures for row in outcome.final] == [(Fraction(3),), (Fraction(2),), ()]
    assert outcome.final[0].placed.decided == "总分相同，按决赛评委最高分个数排定"


def test_compute_names_the_breakers_it_used():
    stage = make_stage(criteria=make_criteria("60", "40"), scoring=POINTS)
    marks = {1: {1: [["50", "30"]], 2: [["45", "35"]]}}

    outcome = compute(make_contest(marks, [stage], breakers=(Breaker("criterion", stage=1, criterion=2),)))

    assert places(outcome) == {1: 2, 2: 1}
    assert outcome.final[0].placed.decided == "总分相同，按决赛“第2项”平均分排定"


def test_compute_ranks_a_stage_by_its_own_breakers():
    stages = [
        make_stage(
            1, "初评", "0", advance=1, criteria=make_criteria("50", "50"), breakers=(Breaker("criterion", 1, 1),)
        ),
        make_stage(2, "决赛"),
    ]
    marks = {1: {1: [["80", "90"]], 2: [["90", "80"]]}, 2: {2: ["70"]}}

    outcome = compute(make_contest(marks, stages))

    assert outcome.stage(1).advance.entries == (2,)
    assert places(outcome) == {2: 1, 1: None}


def test_compute_takes_the_entrants_it_is_given():
    # Entry 1 was first, but withdrew before the finals: it keeps its place in the first stage, nobody moves up.
    stages = [make_stage(1, "初评", "40", advance=2), make_stage(2, "决赛", "60", entrants=(2,))]
    marks = {1: {1: ["90"], 2: ["80"], 3: ["70"]}, 2: {2: ["100"]}}

    outcome = compute(make_contest(marks, stages))

    assert totals(outcome) == {2: "92.00", 1: None, 3: None}  # 32 + 60
    assert [row.why_none for row in outcome.final] == ["", "未参加决赛", "初评第 3 名，未进入下一阶段"]
    assert outcome.stage(1).row(1).placed.place == 1


def test_compute_says_why_an_entry_has_no_total():
    rule = Rule(TRIMMED, 1, 1, least=3)

    outcome = compute(make_contest({1: {1: ["90", "91", "92"], 2: ["99", "99", None]}}, [make_stage(rule=rule)]))

    assert places(outcome) == {1: 1, 2: None}
    assert outcome.final[1].why_none == "决赛：有效评分表 2 份，少于规定的 3 份，不计分。"


def test_compute_of_an_empty_contest_is_empty():
    outcome = compute(make_contest({}))

    assert (outcome.final, outcome.stages[0].rows) == ((), ())


def test_check_names_every_fault_of_the_set_up():
    stages = [
        make_stage(1, "初评", "40", criteria=make_criteria("60", "30")),
        make_stage(2, "决赛", "50", rule=Rule(TRIMMED, 1, 1, least=3), scale=Scale(Decimal(0), Decimal(10), 1)),
    ]
    contest = make_contest(
        {1: {1: [["90", "90"]] * 2}},
        stages,
        breakers=(Breaker("stage", 3), Breaker("criterion", 1, 9), Breaker("luck")),
        awards=(Award(1, "金奖", 0),),
    )

    assert check(contest) == [
        "各阶段权重合计应为 100，现为 90。",
        "“金奖”的名额应不少于 1 个。",
        "初评：评分项权重合计应为 100，现为 90。",
        "决赛：评委 2 位，少于规定的最少 3 份评分表。",
        "决赛：评委 2 位，去掉 2 个分数后一个不剩。",
        "第 1 个同分办法没有指明阶段。",
        "第 2 个同分办法没有指明评分项。",
        "第 3 个同分办法“luck”无法识别。",
        "各阶段满分不一致（10、90），不能按权重相加。",
    ]


def test_scale_of_a_criterion_follows_the_scoring():
    criteria = make_criteria("30", "70")

    assert make_stage(criteria=criteria).scale_of(criteria[0]) == Scale(Decimal(0), Decimal(100), 2)
    assert make_stage(criteria=criteria, scoring=POINTS).scale_of(criteria[0]) == Scale(Decimal(0), Decimal(30), 2)


def test_outcome_survives_json_exactly():
    stages = [
        make_stage(1, "初评", "40", advance=3, rule=ONE_AND_ONE),
        make_stage(2, "决赛", "60", rule=Rule(TRIMMED, 1, 1, "criterion", least=3), breakers=(Breaker("exact"),)),
    ]
    marks = {
        1: {1: ["90.50", "91", "92"], 2: ["80", "81", "83"], 3: ["80", "81", "83"], 4: ["70", None, "60"]},
        2: {1: ["90", "91", "92"], 2: ["80", "81.25", "83"], 3: ["80", "81.25", "83"]},
    }
    outcome = compute(
        make_contest(
            marks,
            stages,
            asides=(Aside(1, 4, 2, "本单位"),),
            breakers=(Breaker("stage", 2), Breaker("exact", places=4)),
            awards=(Award(1, "金奖", 2), Award(2, "优秀奖", None)),
            when_tied=TAKE,
        )
    )

    back = Outcome.from_json(json.loads(json.dumps(outcome.as_json())))

    assert back == outcome
    assert repr(back) == repr(outcome)  # 90.50 stays 90.50
    assert compute(back.contest) == outcome  # all that the arithmetic needs is in it
    assert outcome.as_json()["outcome"]["stages"][0]["rows"][1]["value"] == "81/1"


def test_outcome_of_an_unknown_version_is_refused():
    with pytest.raises(ValueError, match="version 99"):
        Outcome.from_json({"version": 99, "outcome": {}})
