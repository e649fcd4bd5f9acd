from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.facts import Facts
from assessments.scoring.working import Missing

from .made import make_rule, score

GOOD_TO_BAD = [
    {"name": "好", "points": "20"},
    {"name": "较好", "points": "15"},
    {"name": "一般", "points": "10"},
    {"name": "差", "points": "0"},
]


@pytest.mark.parametrize(
    ("choice", "value", "answered"),
    [("好", 20, True), ("较好", 15, True), ("一般", 10, True), ("差", 0, True), ("", 0, False), ("优", 0, False)],
)
def test_level_gives_its_points(choice, value, answered):
    # 满20分按好20/较好15/一般10/差0
    working = score(make_rule("levels", "20", levels=GOOD_TO_BAD), Facts(choice=choice))

    assert (working.value, working.answered) == (value, answered)


def test_level_says_what_is_missing():
    rule = make_rule("levels", "20", levels=GOOD_TO_BAD)

    assert score(rule, Facts(choice="较好")).missing == (Missing("评为“好”", Fraction(5)),)
    assert score(rule, Facts(choice="好")).missing == ()
    assert score(rule, Facts(choice="优")).bites == ("“优”不在等级之列，未计",)


def test_level_is_nothing_until_somebody_has_chosen():
    rule = make_rule("levels", "20", levels=GOOD_TO_BAD[:2])

    assert rule.bounds(20) == (0, 20)


def test_levels_by_votes_take_the_mean():
    rule = make_rule("levels", "20", levels=GOOD_TO_BAD, by="votes")

    # (20 × 12 + 15 × 5 + 10 × 2 + 0 × 1) ÷ 20 = 335 ÷ 20 = 16.75; three abstain
    working = score(rule, Facts(votes={"好": 12, "较好": 5, "一般": 2, "差": 1, "弃权": 3}))

    assert working.value == Decimal("16.75")
    assert working.lines == ("（20 × 12 + 15 × 5 + 10 × 2 + 0 × 1）÷ 20 = 16.75",)
    assert working.bites == ("不计票：弃权 3 票",)
    assert score(rule, Facts()).answered is False


EXCELLENT = {
    "levels": ["优秀"],
    "tiers": [
        {"from": "90", "points": "200"},
        {"from": "80", "to": "90", "points": "180"},
        {"from": "60", "to": "80", "points": "150"},
        {"to": "60", "points": "0"},
    ],
}


@pytest.mark.parametrize(
    ("good", "others", "value"),
    [
        (9, 1, 200),  # exactly 90 %
        (899, 101, 180),  # 89.9 %
        (8, 2, 180),
        (79, 21, 150),
        (6, 4, 150),
        (59, 41, 0),
        (1, 0, 200),
    ],
)
def test_share_of_votes_falls_into_a_tier(good, others, value):
    # 优秀率≥90%得200……
    rule = make_rule("tier_by_vote_share", "200", **EXCELLENT)

    assert score(rule, Facts(votes={"优秀": good, "良好": others})).value == value


def test_share_of_votes_without_votes_waits():
    rule = make_rule("tier_by_vote_share", "200", **EXCELLENT, ignored=["弃权"], least=5)

    few = score(rule, Facts(votes={"优秀": 4, "弃权": 30}))
    enough = score(rule, Facts(votes={"优秀": 4, "差": 1, "弃权": 30}))

    assert (few.value, few.answered, few.lines[-1]) == (0, False, "有效票 4 张，不足 5 张 = 0")
    assert (enough.value, enough.answered) == (180, True)  # 4 of 5 = 80 %
    assert enough.lines == ("4 ÷ 5 × 100% = 80%", "属“80至90”档 = 180")
    assert enough.missing == (Missing("得票率达到90%（现80%）", Fraction(20)),)


def test_two_kinds_of_vote_may_speak_for_it():
    rule = make_rule("tier_by_vote_share", "200", **(EXCELLENT | {"levels": ["优秀", "良好"]}))

    assert score(rule, Facts(votes={"优秀": 5, "良好": 4, "一般": 1})).value == 200
