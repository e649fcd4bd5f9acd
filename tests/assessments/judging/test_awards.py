from fractions import Fraction

import pytest

from assessments.judging.awards import EXTEND, TAKE, Award, Granted, check_awards, grant
from assessments.judging.ranking import Candidate, rank

GOLD, SILVER, BRONZE = Award(1, "金奖", 8), Award(2, "银奖", 12), Award(3, "铜奖", 20)


def make_placed(*values):
    """Entries 1, 2, … with these values."""
    return rank([Candidate(entry, value) for entry, value in enumerate(values, start=1)], 2)


def forty(tied=()):
    """40 entries from 100 down; the entries named share the value of the first of them."""
    values = {entry: Fraction(101 - entry) for entry in range(1, 41)}
    return make_placed(*(values[tied[0]] if entry in tied else values[entry] for entry in values))


def counts(granted):
    return [len(one.entries) for one in granted]


def test_grant_hands_out_gold_silver_and_bronze():
    granted = grant(forty(), [GOLD, SILVER, BRONZE])

    assert granted == [
        Granted(1, "金奖", tuple(range(1, 9)), "名额 8 个"),
        Granted(2, "银奖", tuple(range(9, 21)), "名额 12 个"),
        Granted(3, "铜奖", tuple(range(21, 41)), "名额 20 个"),
    ]


@pytest.mark.parametrize(
    ("when_tied", "expected", "words"),
    [
        # 8 and 9 share the eighth place: nine gold.
        (EXTEND, [9, 12, 19], ["名额 8 个，末位并列，实授 9 个", "名额 12 个", "名额 20 个，实授 19 个"]),
        (
            TAKE,
            [9, 11, 20],
            ["名额 8 个，末位并列，实授 9 个", "名额 12 个，因上一奖项并列占用，余 11 个", "名额 20 个"],
        ),
    ],
)
def test_grant_gives_a_tie_on_the_edge_the_better_award(when_tied, expected, words):
    granted = grant(forty(tied=(8, 9)), [GOLD, SILVER, BRONZE], when_tied)

    assert (counts(granted), [one.words for one in granted]) == (expected, words)


def test_grant_takes_from_several_quotas_if_need_be():
    # Five share the first place where there is one gold: the excess of 4 eats both silver and 2 of the 3 bronze.
    placed = make_placed(*[Fraction(90)] * 5, *(Fraction(80 - number) for number in range(5)))

    granted = grant(placed, [Award(1, "金奖", 1), Award(2, "银奖", 2), Award(3, "铜奖", 3)], TAKE)

    assert [one.entries for one in granted] == [(1, 2, 3, 4, 5), (), (6,)]


def test_grant_leaves_a_tie_inside_a_quota_alone():
    assert counts(grant(forty(tied=(3, 4)), [GOLD, SILVER], TAKE)) == [8, 12]


def test_grant_gives_nothing_to_entries_without_a_value():
    granted = grant(make_placed(Fraction(90), None, None), [Award(1, "一等奖", 2)])

    assert granted == [Granted(1, "一等奖", (1,), "名额 2 个，实授 1 个")]


def test_grant_gives_the_rest_to_an_award_without_a_quota():
    granted = grant(
        make_placed(Fraction(90), Fraction(80), Fraction(70)), [Award(1, "一等奖", 1), Award(2, "优秀奖", None)]
    )

    assert granted[1] == Granted(2, "优秀奖", (2, 3), "不限名额，共 2 个")


@pytest.mark.parametrize(
    ("awards", "faults"),
    [
        ([GOLD, SILVER, Award(3, "优秀奖", None)], []),
        ([Award(1, "金奖", 0)], ["“金奖”的名额应不少于 1 个。"]),
        ([Award(1, "优秀奖", None), SILVER], ["只有最后一个奖项可以不限名额。"]),
    ],
)
def test_awards_are_checked_at_set_up(awards, faults):
    assert check_awards(awards) == faults
