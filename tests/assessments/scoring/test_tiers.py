from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.facts import Facts
from assessments.scoring.working import Missing

from .made import make_item, make_rule, of, score

# 镇2 县4 市6 省10
BY_LABEL = [{"name": name, "points": points} for name, points in [("镇", "2"), ("县", "4"), ("市", "6"), ("省", "10")]]
HOURS = [
    {"to": "20", "points": "0"},
    {"from": "20", "to": "50", "points": "1"},
    {"from": "50", "to": "100", "points": "2"},
    {"from": "100", "points": "3"},
]


def praised(*labels):
    return of(*(make_item(f"a{place}", label=label) for place, label in enumerate(labels)))


@pytest.mark.parametrize(
    ("labels", "each", "best"),
    [
        ((), 0, 0),
        (("镇",), 2, 2),
        (("县", "镇"), 6, 4),
        (("镇", "市", "市"), 14, 6),
        (("省", "县", "国"), 14, 10),  # a label that the scheme does not know gives nothing
        (("",), 0, 0),
    ],
)
def test_tier_by_label_adds_up_or_takes_the_best(labels, each, best):
    assert score(make_rule("tier", "0", labels=BY_LABEL, per="item"), praised(*labels)).value == each
    assert score(make_rule("tier", "0", labels=BY_LABEL), praised(*labels)).value == best


def test_tier_by_label_says_what_it_did():
    rule = make_rule("tier", "0", labels=BY_LABEL, per="item", cap="12")

    working = score(rule, praised("市", "镇", "市", "国"))

    assert rule.words() == "按级别：镇2分、县4分、市6分、省10分，各项相加，最高12分。"
    assert working.lines == ("市 6 × 2 + 镇 2 + 国 0 = 14", "最高12分 = 12")
    assert working.bites == ("“国”不在级别之列，计 0 分：记录a3", "最高12分：14 → 12")
    assert score(make_rule("tier", "0", labels=BY_LABEL), praised("市")).missing == (
        Missing("取得“省”一项", Fraction(4)),
    )


@pytest.mark.parametrize(
    ("hours", "points"),
    [
        (0, 0),
        ("19.99", 0),
        (20, 1),  # the lower end belongs to the tier
        ("49.99", 1),
        (50, 2),  # the upper end does not
        (99, 2),
        (100, 3),
        (5000, 3),
    ],
)
def test_tier_by_amount_holds_its_lower_end_only(hours, points):
    rule = make_rule("tier", "3", tiers=HOURS, unit="小时")

    assert score(rule, Facts(amount=Decimal(hours))).value == points


def test_tier_by_amount_says_the_next_step():
    working = score(make_rule("tier", "3", tiers=HOURS, unit="小时"), Facts(amount=Decimal("40.5")))

    assert working.lines == ("40.5小时 属“20至50”档 = 1",)
    assert working.missing == (
        Missing("达到100小时（现40.5小时）", Fraction(2)),
        Missing("达到50小时（现40.5小时）", Fraction(1)),
    )


def test_tier_of_each_record_adds_up():
    rule = make_rule("tier", "0", tiers=HOURS, per="item")

    # 10 hours: 0, 20: 1, 120: 3
    assert score(rule, of(*(make_item(f"a{hours}", amount=hours) for hours in (10, 20, 120)))).value == 4


def test_tier_without_a_first_tier_gives_nothing_below_it():
    rule = make_rule("tier", "3", tiers=HOURS[1:])

    assert [score(rule, Facts(amount=hours)).value for hours in (19, 20)] == [0, 1]
    assert rule.bounds(3) == (0, 3)


def test_tiers_may_be_written_from_the_top():
    assert make_rule("tier", "3", tiers=HOURS[::-1]) == make_rule("tier", "3", tiers=HOURS)


def test_tiers_of_a_leaf_stop_at_its_points():
    # nothing of 10 points earns 22
    assert score(make_rule("tier", "10", labels=BY_LABEL, per="item"), praised("省", "市", "市")).value == 10


# 专职副书记（党务干部）配备, 4 points: 应设未设 −3, three other faults −1 each
POST = [
    {"name": name, "points": points} for name, points in [("应设未设", "-3"), ("未列席", "-1"), ("未征求意见", "-1")]
]


@pytest.mark.parametrize(
    ("labels", "points", "lines"),
    [
        ((), 4, ("4 = 4",)),
        (("未列席",), 3, ("4 − 未列席 1 = 3",)),
        (("应设未设", "未列席"), 0, ("4 − 应设未设 3 − 未列席 1 = 0",)),
        (("应设未设", "未列席", "未列席"), 0, ("4 − 应设未设 3 − 未列席 1 × 2 = −1", "扣完为止 = 0")),
    ],
)
def test_faults_of_different_weight_are_taken_off_the_points(labels, points, lines):
    rule = make_rule("tier", "4", labels=POST, per="item", base="full")

    working = score(rule, praised(*labels))

    assert (working.value, working.lines) == (points, lines)
    assert rule.bounds(4) == (0, 4)
    assert rule.words() == "从4分里加减，按级别：应设未设−3分、未列席−1分、未征求意见−1分，各项相加。"


def test_a_tier_may_take_off_the_points():
    rule = make_rule("tier", "5", tiers=[{"to": "80", "points": "-2"}, {"from": "80", "points": "0"}], base="full")

    assert [score(rule, Facts(amount=rate)).value for rate in (79, 80)] == [3, 5]
    assert score(rule, Facts(amount=79)).lines == ("5 − 2：79 属“80以下”档 = 3",)
    assert rule.bounds(5) == (3, 5)
