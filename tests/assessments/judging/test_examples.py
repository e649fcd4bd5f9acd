"""Real contests, as their public papers describe them, computed by hand beside."""

from decimal import Decimal

from assessments.judging.awards import Award
from assessments.judging.contest import Timing, check
from assessments.judging.deductions import OvertimeRow
from assessments.judging.ranking import Breaker
from assessments.judging.result import compute
from assessments.judging.rules import TRIMMED, Rule
from assessments.judging.scales import Scale

from .made import ONE_AND_ONE, make_contest, make_criteria, make_stage, places, totals


def test_yangming_speeches_with_the_clock():
    # 内容70 语言表达15 形象风度10 综合印象5, marks from 90 to 100, one highest and one lowest dropped, 6 minutes.
    stage = make_stage(
        criteria=make_criteria("70", "15", "10", "5"),
        scale=Scale(Decimal(90), Decimal(100), 2),
        rule=ONE_AND_ONE,
        time_limit=360,
        overtime=(
            OvertimeRow(0, 30, Decimal(0)),
            OvertimeRow(30, 59, Decimal("0.5")),
            OvertimeRow(60, None, Decimal(1)),
        ),
        most_deducted=Decimal(1),
    )
    # Entry 1: totals 94.80, 95.70, 94.10, (97.65), (90.90): 284.60 / 3 = 94.8666…, 35 s over: - 0.5 = 94.3666… → 94.37
    # Entry 2: totals 94.50 five times, 30 s under the limit → 94.50
    speeches = {
        1: [
            ["95", "94", "96", "92"],
            ["96", "95", "95", "95"],
            ["93", "96", "97", "98"],
            ["97.5", "98", "99", "96"],
            ["91", "90", "92", "90"],
        ],
        2: [["94.5"] * 4] * 5,
    }
    contest = make_contest({1: speeches}, [stage], timings=(Timing(1, 1, 395), Timing(1, 2, 330)))

    outcome = compute(contest)

    assert check(contest) == []
    assert totals(outcome) == {1: "94.37", 2: "94.50"}
    assert places(outcome) == {1: 2, 2: 1}  # without the clock 94.87 would have won
    assert str(outcome.stages[0].row(1).deduction) == "超时 30–59 秒，扣 0.5 分"


def test_dangzaixinzhong_looks_at_the_third_and_fourth_decimal():
    # 15 judges, one highest and one lowest dropped, 13 kept.
    # Entry 1: 12 × 9.4 + 10.0         = 122.8 / 13 = 9.4461… → 9.45
    # Entry 2: 11 × 9.4 + 9.5 + 10.0   = 122.9 / 13 = 9.4538… → 9.45
    speeches = {
        1: ["9.0", *["9.4"] * 12, "10.0", "10.0"],
        2: ["9.0", *["9.4"] * 11, "9.5", "10.0", "10.0"],
    }
    stage = make_stage(scale=Scale(Decimal(0), Decimal(10), 1), rule=ONE_AND_ONE)

    without = compute(make_contest({1: speeches}, [stage]))
    outcome = compute(make_contest({1: speeches}, [stage], breakers=(Breaker("exact", places=4),)))

    assert totals(outcome) == totals(without) == {1: "9.45", 2: "9.45"}
    assert places(without) == {1: 1, 2: 1}
    assert places(outcome) == {1: 2, 2: 1}
    assert outcome.final[0].placed.decided == "总分相同，按总分小数第 4 位以内排定"
    assert [str(row.placed.figures[0]) for row in outcome.final] == ["47269/5000", "47231/5000"]


def test_hubei_adds_defence_and_written_work():
    # 公开答辩 40, 书面 60 = 自评 0.2, 互评 0.4, 主办方评分 0.4 of it: 40 / 12 / 24 / 24.
    # Entry 1: 答辩 88 + 90 + 92 = 270 / 3 = 90, without 94 and 80     90 × 40% = 36.00
    #          自评 95                                               95 × 12% = 11.40
    #          互评 85, 90, 92 = 267 / 3 = 89                        89 × 24% = 21.36
    #          主办方 91                                             91 × 24% = 21.84    sum 90.60
    # Entry 2: 80 everywhere.
    stages = [
        make_stage(1, "公开答辩", "40", rule=ONE_AND_ONE),
        make_stage(2, "自评", "12"),
        make_stage(3, "互评", "24"),
        make_stage(4, "主办方评分", "24"),
    ]
    marks = {
        1: {1: ["88", "90", "92", "94", "80"], 2: ["80"] * 5},
        2: {1: ["95"], 2: ["80"]},
        3: {1: ["85", "90", "92"], 2: ["80"] * 3},
        4: {1: ["91"], 2: ["80"]},
    }

    outcome = compute(make_contest(marks, stages))

    assert totals(outcome) == {1: "90.60", 2: "80.00"}
    assert [str(term.product) for term in outcome.final[0].terms] == ["36", "57/5", "534/25", "546/25"]


def funnel(tied_at_the_cut=False):
    """48 entries, 99 down to 52 in 初评; the finals turn their order round: entry 1 gets 81, entry 15 gets 95."""
    first = {entry: [str(100 - entry)] for entry in range(1, 49)}
    if tied_at_the_cut:
        first[16] = first[15]
    finals = {entry: [str(80 + entry)] for entry in range(1, 17 if tied_at_the_cut else 16)}
    stages = [make_stage(1, "初评", "0", advance=15), make_stage(2, "现场展示")]
    return compute(make_contest({1: first, 2: finals}, stages, awards=(Award(1, "命名", 10),)))


def test_longmatan_goes_from_48_to_15_to_10():
    outcome = funnel()

    assert [len(outcome.stage(1).rows), len(outcome.stage(2).rows)] == [48, 15]
    assert outcome.stage(1).advance.words == "取前 15 名进入下一阶段"
    assert outcome.awards[0].entries == (15, 14, 13, 12, 11, 10, 9, 8, 7, 6)
    left = [row for row in outcome.final if row.placed.place is None]
    assert [row.entry for row in left] == list(range(16, 49))
    assert {row.award for row in left} == {None}
    assert left[0].why_none == "初评第 16 名，未进入下一阶段"
    assert outcome.stage(1).row(16).placed.place == 16


def test_longmatan_lets_both_through_at_the_cut():
    outcome = funnel(tied_at_the_cut=True)

    assert outcome.stage(1).advance.words == "取前 15 名，第 15 名有 2 个并列，一并进入，共 16 个"
    assert places(outcome)[16] == 1


def test_shenzhen_gives_8_gold_12_silver_20_bronze():
    # 40 on stage before 16 judges, one highest and one lowest dropped; entry n gets 100 - n from all of them.
    marks = {1: {entry: [str(100 - entry)] * 16 for entry in range(1, 41)}}
    awards = (Award(1, "金奖", 8), Award(2, "银奖", 12), Award(3, "铜奖", 20))
    stage = make_stage(rule=Rule(TRIMMED, 1, 1, least=10))

    outcome = compute(make_contest(marks, [stage], awards=awards))

    assert [len(granted.entries) for granted in outcome.awards] == [8, 12, 20]
    assert [outcome.final[place - 1].award_name for place in (1, 8, 9, 20, 21, 40)] == [
        "金奖", "金奖", "银奖", "银奖", "铜奖", "铜奖",
    ]  # fmt: skip
