from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.judging.ranking import Advance, Breaker, Candidate, Placed, advance, rank

FINALS = Breaker("stage", stage=2, label="决赛得分")
CONTENT = Breaker("criterion", stage=2, criterion=7, label="决赛“内容”平均分")
TOP = Breaker("top_marks", stage=2)


def make_candidate(entry, value, finals=None, content=None, top=0):
    """`value` and the rest as text; `finals` the value in stage 2, `content` the mean of its criterion 7."""
    return Candidate(
        entry,
        None if value is None else Fraction(value),
        {} if finals is None else {2: Fraction(finals)},
        {} if content is None else {(2, 7): Fraction(content)},
        {2: top},
    )


def places(placed):
    return [(row.entry, row.place) for row in placed]


def test_rank_shares_a_place_and_skips_the_next():
    candidates = [make_candidate(entry, value) for entry, value in [(1, "90"), (2, "95"), (3, "90"), (4, "80")]]

    placed = rank(candidates, 2)

    assert placed == [
        Placed(2, 1, Fraction(95), Decimal("95.00")),
        Placed(1, 2, Fraction(90), Decimal("90.00"), "总分相同，2 个并列", (3,)),
        Placed(3, 2, Fraction(90), Decimal("90.00"), "总分相同，2 个并列", (1,)),
        Placed(4, 4, Fraction(80), Decimal("80.00")),
    ]


def test_rank_compares_what_is_shown_first():
    # 90.004 and 90.001 are both shown as 90.00: without a breaker nobody may be put before the other.
    candidates = [make_candidate(1, "90.001"), make_candidate(2, "90.004")]

    assert places(rank(candidates, 2)) == [(1, 1), (2, 1)]
    assert places(rank(candidates, 3)) == [(2, 1), (1, 2)]


@pytest.mark.parametrize(
    ("breakers", "expected", "words"),
    [
        ([], [(1, 1), (2, 1), (3, 1)], "总分相同，3 个并列"),
        ([Breaker("exact")], [(3, 1), (2, 2), (1, 3)], "总分相同，按未取整的总分排定"),
        ([FINALS], [(1, 1), (2, 2), (3, 3)], "总分相同，按决赛得分排定"),
        ([CONTENT], [(2, 1), (3, 2), (1, 3)], "总分相同，按决赛“内容”平均分排定"),
        ([TOP], [(3, 1), (1, 2), (2, 3)], "总分相同，按评委最高分个数排定"),
    ],
)
def test_rank_breaks_a_tie_by_each_kind(breakers, expected, words):
    candidates = [
        make_candidate(1, "90.001", finals="93", content="7", top=2),
        make_candidate(2, "90.002", finals="92", content="9", top=1),
        make_candidate(3, "90.003", finals="91", content="8", top=3),
    ]

    placed = rank(candidates, 2, breakers)

    assert places(placed) == expected
    assert {row.decided for row in placed} == {words}


def test_rank_asks_the_breakers_in_their_order():
    candidates = [
        make_candidate(1, "90", finals="92", content="8"),
        make_candidate(2, "90", finals="92", content="9"),
        make_candidate(3, "90", finals="93", content="1"),
        make_candidate(4, "90", finals="92", content="8"),
    ]

    placed = rank(candidates, 2, [FINALS, CONTENT])

    assert [(row.entry, row.place, row.decided, row.tied_with) for row in placed] == [
        (3, 1, "总分相同，按决赛得分排定", ()),
        (2, 2, "总分相同，按决赛得分、决赛“内容”平均分排定", ()),
        (1, 3, "总分相同，按决赛得分、决赛“内容”平均分排定，2 个并列", (4,)),
        (4, 3, "总分相同，按决赛得分、决赛“内容”平均分排定，2 个并列", (1,)),
    ]
    assert placed[1].figures == (Fraction(92), Fraction(9))


def test_rank_leaves_a_tie_that_nothing_breaks():
    candidates = [make_candidate(entry, "90", finals="92", top=1) for entry in (1, 2)]

    placed = rank(candidates, 2, [FINALS, TOP])

    assert [(row.place, row.decided) for row in placed] == [(1, "总分及各项比较均相同，2 个并列")] * 2


def test_rank_compares_stages_unrounded():
    candidates = [make_candidate(1, "90", finals="92.001"), make_candidate(2, "90", finals="92.002")]

    assert places(rank(candidates, 0, [FINALS])) == [(2, 1), (1, 2)]


def test_rank_stops_at_the_decimals_a_rule_names():
    # “同分看小数第3、4位”: 90.00124 and 90.00121 are equal there, 90.0014 is not.
    candidates = [make_candidate(1, "90.00124"), make_candidate(2, "90.00121"), make_candidate(3, "90.0014")]

    placed = rank(candidates, 2, [Breaker("exact", places=4)])

    assert places(placed) == [(3, 1), (1, 2), (2, 2)]
    assert placed[0].decided == "总分相同，按总分小数第 4 位以内排定"


def test_rank_puts_a_missing_figure_behind_any_other():
    candidates = [make_candidate(1, "90"), make_candidate(2, "90", finals="0")]

    assert places(rank(candidates, 2, [FINALS])) == [(2, 1), (1, 2)]


def test_rank_lists_entries_without_a_value_without_a_place():
    candidates = [make_candidate(1, None), make_candidate(2, "0")]

    assert places(rank(candidates, 2)) == [(2, 1), (1, None)]


@pytest.mark.parametrize(
    ("values", "count", "expected"),
    [
        (["95", "94", "93", "92"], 2, Advance((1, 2), "取前 2 名进入下一阶段")),
        (["95", "94", "94", "92"], 2, Advance((1, 2, 3), "取前 2 名，第 2 名有 2 个并列，一并进入，共 3 个")),
        (["94", "94", "94", "92"], 2, Advance((1, 2, 3), "取前 2 名，第 1 名有 3 个并列，一并进入，共 3 个")),
        (["95", "95", "93", "92"], 2, Advance((1, 2), "取前 2 名进入下一阶段")),
        (["95", None], 2, Advance((1,), "应取 2 个，有成绩的只有 1 个，全部进入下一阶段")),
    ],
)
def test_advance_takes_everybody_tied_at_the_cut(values, count, expected):
    placed = rank([make_candidate(entry, value) for entry, value in enumerate(values, start=1)], 2)

    assert advance(placed, count) == expected
