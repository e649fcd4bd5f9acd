from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.facts import Facts
from assessments.scoring.working import Missing

from .made import make_rule, score


def points_of_all(rule, *amounts, wholes=None):
    """What each of several units gets, with all of them as peers."""
    wholes = wholes or [None] * len(amounts)
    facts = [Facts(amount=Fraction(amount), whole=whole) for amount, whole in zip(amounts, wholes, strict=True)]
    peers = [rule.measure(each) for each in facts]
    return [score(rule, each, peers=peers).value for each in facts]


def test_ratio_to_top():
    # 得分/第一名×满分: 20 points; 80, 60, 20 of 80
    assert points_of_all(make_rule("ratio_to_top", "20"), 80, 60, 20, 0) == [20, 15, 5, 0]


def test_ratio_to_a_top_of_nothing_gives_nothing_to_all_and_says_so():
    rule = make_rule("ratio_to_top", "20")

    working = score(rule, Facts(amount=0), peers=(0, 0))

    assert points_of_all(rule, 0, 0) == [0, 0]
    assert working.lines == ("第一名为 0，都不得分 = 0",)
    assert working.bites == ("第一名为 0，各单位都不得分",)
    assert "第一名为 0 的都不得分" in rule.words()


def test_ratio_of_rates():
    # 3 of 4 = 75 %, 9 of 10 = 90 %: 18 × 75 ÷ 90 = 15
    rule = make_rule("ratio_to_top", "18", by="rate")

    assert points_of_all(rule, 3, 9, wholes=[4, 10]) == [15, 18]
    # more than was due is 100 %, no more: 9 of 10 is 90 % of it
    assert points_of_all(rule, 9, 14, wholes=[10, 10]) == [Decimal("16.2"), 18]


def test_ratio_says_what_is_missing():
    working = score(make_rule("ratio_to_top", "20"), Facts(amount=60), peers=(80, 60))

    assert working.lines == ("20 × 60 ÷ 80 = 15",)
    assert working.missing == (Missing("达到第一名的80（现60）", Fraction(5)),)


@pytest.mark.parametrize(
    ("params", "full", "points"),
    [
        # 名次每降1位减2%: 100, 98, 98, 94, 92 % of 50; the two seconds are equal, so the next one is fourth
        ({"step": "2"}, "50", ["50", "49", "49", "47", "46"]),
        ({"step": "5"}, "20", ["20", "19", "19", "17", "16"]),
        ({"step": "0.5", "step_in": "points"}, "10", ["10", "9.5", "9.5", "8.5", "8"]),
        ({"step": "0.5", "step_in": "points", "order": "least_first"}, "10", ["8", "9", "9", "9.5", "10"]),
        ({"step": "40"}, "10", ["10", "6", "6", "0", "0"]),  # 10 − 12 is no less than nothing
        ({"step": "40", "floor": "1"}, "10", ["10", "6", "6", "1", "1"]),
    ],
)
def test_rank_step(params, full, points):
    amounts = [90, 80, 80, 70, 60]

    assert points_of_all(make_rule("rank_step", full, **params), *amounts) == [Decimal(each) for each in points]


def test_rank_step_says_the_place():
    working = score(make_rule("rank_step", "50", step="2"), Facts(amount=80), peers=(90, 80, 80, 70))

    assert working.lines == ("第 2 名", "50 ×（100% − 2% × 1） = 49")
    assert working.inputs == "本单位 80，共 4 个单位"
    assert working.missing == (Missing("名次提高到第 1 名", Fraction(1)),)


def test_without_peers_nobody_is_compared():
    for kind, params in [("ratio_to_top", {}), ("rank_step", {"step": "2"})]:
        working = score(make_rule(kind, "10", **params), Facts(amount=5))
        assert (working.value, working.answered) == (0, False)


def test_attendance_may_be_ranked():
    rule = make_rule("attendance_rate", "10", then={"kind": "rank_step", "step": "1", "step_in": "points"})

    assert rule.needs == {"items", "amount", "whole", "peers"}
    assert points_of_all(rule, 3, 9, 10, wholes=[4, 10, 10]) == [8, 9, 10]
