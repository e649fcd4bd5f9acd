from decimal import Decimal

import pytest

from assessments.scoring.faults import RuleFaults
from assessments.scoring.notation import NotationFault, read, write

from .made import make_rule

FULL = Decimal(10)


@pytest.mark.parametrize(
    ("line", "data"),
    [
        ("逐次扣分（每次=0.5；扣完为止）", {"kind": "deduct_per_occurrence", "each": "0.5"}),
        (
            "逐次扣分（每次=0.5；单位=例；单记负分；可扣成负分；最低=-3）",
            {
                "kind": "deduct_per_occurrence",
                "each": "0.5",
                "unit": "例",
                "base": "zero",
                "end": "below",
                "floor": "-3",
            },
        ),
        (
            "逐次加分（每次=0.5；单位=人；最高=2）",
            {"kind": "bonus_per_occurrence_with_cap", "each": "0.5", "unit": "人", "cap": "2"},
        ),
        ("酌情给分（从=-1；到=-2）", {"kind": "discretionary_range", "low": "-1", "high": "-2"}),
        ("会议决定（从=0；到=5）", {"kind": "manual_by_meeting", "low": "0", "high": "5"}),
        (
            "等级（等级=好：10、较好：7、一般：4、差：0）",
            {
                "kind": "levels",
                "levels": [
                    {"name": name, "points": points}
                    for name, points in (("好", "10"), ("较好", "7"), ("一般", "4"), ("差", "0"))
                ],
            },
        ),
        (
            "分档（级别=镇：2、县：4；逐项相加）",
            {"kind": "tier", "labels": [{"name": "镇", "points": "2"}, {"name": "县", "points": "4"}], "per": "item"},
        ),
        (
            "分档（档次=80以下：-2、80至90：0、90以上：1；合计一次）",
            {
                "kind": "tier",
                "tiers": [
                    {"to": "80", "points": "-2"},
                    {"from": "80", "to": "90", "points": "0"},
                    {"from": "90", "points": "1"},
                ],
            },
        ),
        ("按比例得分", {"kind": "proportion"}),
        ("达标得分（达到=100；按比率）", {"kind": "threshold_all_or_nothing", "threshold": "100"}),
        (
            "出勤率（达标得分（达到=100；按数量）；无应做不得分）",
            {
                "kind": "attendance_rate",
                "empty": "zero",
                "then": {"kind": "threshold_all_or_nothing", "threshold": "100", "by": "amount"},
            },
        ),
        (
            "按得票率分档（票种=优秀、良好；档次=90以下：0、90以上：10；不计票=弃权；最少票数=5）",
            {
                "kind": "tier_by_vote_share",
                "levels": ["优秀", "良好"],
                "tiers": [{"to": "90", "points": "0"}, {"from": "90", "points": "10"}],
                "ignored": ["弃权"],
                "least": 5,
            },
        ),
        ("比第一名（按比率）", {"kind": "ratio_to_top", "by": "rate"}),
        ("名次递减（每位减=2；百分比）", {"kind": "rank_step", "step": "2"}),
        (
            "名次递减（每位减=0.5；分；少者在前）",
            {"kind": "rank_step", "step": "0.5", "step_in": "points", "order": "least_first"},
        ),
        (
            "去高去低平均（去高=1；去低=1；保留小数=2；不足取平均；满分制=100）",
            {"kind": "trimmed_mean", "decimals": 2, "when_few": "mean", "out_of": "100"},
        ),
        (
            "分期平均（按月；逐次加分（每次=5））",
            {
                "kind": "period_average",
                "every": "month",
                "inner": {"kind": "bonus_per_occurrence_with_cap", "each": "5"},
            },
        ),
        ("分期平均（按季）", {"kind": "period_average"}),
        (
            "加倍（标记=催办后；倍数=2；同项就高（逐次扣分（每次=0.5；扣完为止）））",
            {
                "kind": "multiplier",
                "flag": "催办后",
                "factor": "2",
                "inner": {"kind": "take_highest_dedupe", "inner": {"kind": "deduct_per_occurrence", "each": "0.5"}},
            },
        ),
        (
            "一票否决（限最高等次；最高等次=二星；情形=档案严重缺失）",
            {"kind": "veto", "effect": "grade_at_most", "grade": "二星", "condition": "档案严重缺失"},
        ),
        ("合计（最高=100；最低=0）", {"kind": "sum", "cap": "100", "floor": "0"}),
        ("加权合计", {"kind": "weighted_components"}),
    ],
)
def test_a_rule_is_one_line_and_back(line, data):
    rule = make_rule(**data)

    assert write(rule) == line
    assert read(line, FULL) == rule
    assert read(line, FULL).as_json() == data


@pytest.mark.parametrize(
    "line",
    [
        "加倍(标记=催办后;倍数=2;逐次扣分(每次=0.5;扣完为止))",
        "加倍（标记＝催办后； 倍数＝2 ；逐次扣分（扣完为止；每次=0.5））",
        " 加倍 （ 倍数 = 2.0；标记=“催办后”；内层=逐次扣分（每次=0.5；） ； ） ",
        '加倍(标记="催办后"；倍数=2；逐次扣分（每次=0.50）)',
    ],
)
def test_a_line_may_be_typed_in_many_ways(line):
    assert write(read(line, FULL)) == "加倍（标记=催办后；倍数=2；逐次扣分（每次=0.5；扣完为止））"


def test_levels_and_tiers_take_half_width_marks_and_minus():
    assert write(read("等级(等级=好:10,较好:7，差:0)", FULL)) == "等级（等级=好：10、较好：7、差：0）"
    assert write(read("分档(档次=80以下:−2,80以上:0)", FULL)) == "分档（档次=80以下：-2、80以上：0；合计一次）"


@pytest.mark.parametrize("text", ["次（场）", "a=b；c：d、e", "“引”", "\\", '"', "」", " 次 "])
def test_a_text_with_marks_is_quoted(text):
    rule = make_rule("deduct_per_occurrence", each="1", unit=text)

    assert read(write(rule), FULL) == rule


@pytest.mark.parametrize(
    ("line", "position", "text"),
    [
        ("", 1, "应为计分方式。"),
        ("每次扣分", 1, "不认识的计分方式“每次扣分”。"),
        ("逐次扣分（每次=0.5", 12, "缺少右括号“）”。"),
        ("逐次扣分（每次=0.5））", 13, "多出“）”。"),
        ("逐次扣分（每回=0.5）", 6, "“逐次扣分”没有“每回”，只有每次、单位、超过、最高、最低。"),
        ("逐次扣分（每次=0.5；每次=1）", 13, "“每次”写了两次。"),
        ("逐次扣分（每次=0.5；扣光）", 13, "“逐次扣分”里不认识“扣光”。"),
        ("逐次扣分（每次=0.5：扣完为止）", 12, "“：”前应为“；”或“）”。"),
        ("逐次扣分（每次=“0.5）", 9, "引号没有结束。"),
        ("等级（等级=好、较好：7）", 8, "“好”后应为“：”和分值。"),
        ("分档（档次=80：7）", 7, "档次“80”应写作 80以下、80至90 或 90以上。"),
        ("加倍（倍数=2；逐次口分（每次=1））", 9, "“加倍”里不认识“逐次口分”。"),
        ("加倍（（（（", 4, "应为参数。"),
        ("逐次扣分 扣完为止", 1, "不认识的计分方式“逐次扣分 扣完为止”。"),
    ],
)
def test_a_line_that_cannot_be_read_says_where(line, position, text):
    with pytest.raises(NotationFault) as raised:
        read(line, FULL)

    assert (raised.value.position, str(raised.value)) == (position, f"第{position}个字起：{text}")


def test_a_line_with_wrong_parameters_has_all_their_faults():
    with pytest.raises(RuleFaults) as raised:
        read("加倍（倍数=二；逐次扣分（每次=半））", FULL)

    assert str(raised.value) == "加倍 › 倍数：“二”不是数字。\n加倍 › 逐次扣分 › 每次：“半”不是数字。"


def test_a_line_of_brackets_without_end_is_refused():
    with pytest.raises(NotationFault):
        read("加倍（" * 1000, FULL)
    with pytest.raises(NotationFault):
        read("逐" * 5000, FULL)
