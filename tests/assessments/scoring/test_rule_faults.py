"""Bad data of a rule: every fault at once, each with its place, and nothing but RuleFaults is ever raised."""

from decimal import Decimal

import pytest

from assessments.scoring.faults import RuleFaults
from assessments.scoring.rules import KINDS, LEAF_KINDS, PARENT_KINDS, rule_from_json


def faults_of(data, full="10"):
    with pytest.raises(RuleFaults) as raised:
        rule_from_json(data, Decimal(full))
    return [str(fault) for fault in raised.value.faults]


GOOD = {"name": "好", "points": "10"}
EACH = {"kind": "deduct_per_occurrence", "each": "1"}


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (None, ["没有计分方式。"]),
        ("", ["没有计分方式。"]),
        ("levels", ["计分方式不是一组参数。"]),
        ([], ["计分方式不是一组参数。"]),
        ({}, ["没有写明是哪种计分方式。"]),
        ({"kind": "likes"}, ["不认识的计分方式“likes”。"]),
        ({"kind": ["levels"]}, ["不认识的计分方式“['levels']”。"]),
        (
            {"kind": "grade_by_threshold_and_quota"},
            ["按分数线和名额评等次，在“等次”里设定，不是指标的计分方式。"],
        ),
    ],
)
def test_what_is_no_rule(data, faults):
    assert faults_of(data) == faults


@pytest.mark.parametrize(
    ("params", "faults"),
    [
        ({}, ["逐次扣分 › 每次：没有填写。"]),
        ({"each": "半分"}, ["逐次扣分 › 每次：“半分”不是数字。"]),
        ({"each": "NaN"}, ["逐次扣分 › 每次：“NaN”不是数字。"]),
        ({"each": "1E999999999"}, ["逐次扣分 › 每次：数字太大。"]),
        ({"each": "1E-999999999"}, ["逐次扣分 › 每次：最多6位小数。"]),
        ({"each": "0.50000001"}, ["逐次扣分 › 每次：最多6位小数。"]),
        ({"each": 10**5000}, ["逐次扣分 › 每次：数字太大。"]),
        ({"each": float("inf")}, ["逐次扣分 › 每次：“Infinity”不是数字。"]),
        ({"each": True}, ["逐次扣分 › 每次：应为数字。"]),
        ({"each": "-1"}, ["逐次扣分 › 每次：应大于 0；加分还是扣分由计分方式决定。"]),
        ({"each": "1", "beyond": "-2"}, ["逐次扣分 › 超过：不能是负数。"]),
        ({"each": "1", "base": "top"}, ["逐次扣分 › 从哪里扣：应为从分值里扣、单记负分之一。"]),
        ({"each": "1", "unit": 3}, ["逐次扣分 › 单位：应为文字。"]),
        ({"each": "1", "unit": "次\n次"}, ["逐次扣分 › 单位：不能换行。"]),
        ({"each": "1", "unit": "次" * 61}, ["逐次扣分 › 单位：最多60个字。"]),
        ({"each": "1", "every": "2"}, ["逐次扣分：不认识的参数“every”。"]),
        ({"each": "1", "cap": "2", "floor": "3"}, ["逐次扣分：最高2分低于最低3分。"]),
        ({"each": "1", "cap": "-1"}, ["逐次扣分 › 最高：得分在0分以上、−1分以下，没有可能。"]),
        ({"each": "1", "floor": "11"}, ["逐次扣分 › 最低：得分在11分以上、10分以下，没有可能。"]),
        (
            {"each": "x", "unit": 3, "cap": "多", "more": 1},
            [
                "逐次扣分：不认识的参数“more”。",
                "逐次扣分 › 每次：“x”不是数字。",
                "逐次扣分 › 单位：应为文字。",
                "逐次扣分 › 最高：“多”不是数字。",
            ],
        ),
    ],
)
def test_faults_of_parameters_come_all_at_once(params, faults):
    assert faults_of({"kind": "deduct_per_occurrence", **params}) == faults


@pytest.mark.parametrize(
    ("tiers", "faults"),
    [
        ([], ["分档：“档次”和“级别”应填写其中一个。"]),
        ("80以下", ["分档 › 档次：应为列表。"]),
        ([3], ["分档 › 档次 › 第1档：应有起止和分值。"]),
        ([{"points": "1"}], ["分档 › 档次 › 第1档：起、止至少写一个。"]),
        ([{"from": "1"}], ["分档 › 档次 › 第1档 › 分值：没有填写。"]),
        ([{"from": "5", "to": "5", "points": "1"}], ["分档 › 档次 › 第1档：起点5应小于止点5。"]),
        ([{"from": "1", "until": "2", "points": "1"}], ["分档 › 档次 › 第1档：不认识“until”。"]),
        (
            [{"to": "80", "points": "0"}, {"from": "70", "points": "1"}],
            ["分档 › 档次：“80以下”与“70以上”重叠。"],
        ),
        (
            [{"from": "60", "points": "0"}, {"from": "80", "points": "1"}],
            ["分档 › 档次：“60以上”与“80以上”重叠。"],
        ),
        (
            [{"from": "60", "to": "69", "points": "0"}, {"from": "70", "points": "1"}],
            ["分档 › 档次：“60至69”与“70以上”之间有空档。每档含起点、不含止点，前一档的止点就是后一档的起点。"],
        ),
        (
            [
                {"from": "20", "to": "50", "points": "1"},
                {"to": "20", "points": "0"},
                {"from": "50", "points": "2"},
            ],
            ["分档 › 档次：各档次序混乱，应从低到高（或从高到低）。"],
        ),
        (
            [{"to": "5", "points": "11"}, {"from": "5", "points": "1"}],
            ["分档：最高一档11分，超过分值10分。"],
        ),
        (
            [{"from": "x", "points": ""}, {"from": "2", "to": "1", "points": "1"}],
            [
                "分档 › 档次 › 第1档 › 起：“x”不是数字。",
                "分档 › 档次 › 第1档 › 分值：没有填写。",
                "分档 › 档次 › 第2档：起点2应小于止点1。",
            ],
        ),
    ],
)
def test_faults_of_tiers(tiers, faults):
    found = faults_of({"kind": "tier", "tiers": tiers})

    assert sorted(found) == sorted(faults)


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (
            {"kind": "tier", "tiers": [{"from": "1", "points": "1"}], "labels": [GOOD]},
            ["分档：“档次”和“级别”应填写其中一个。"],
        ),
        ({"kind": "levels", "levels": [GOOD, GOOD]}, ["等级 › 等级：“好”重复。"]),
        ({"kind": "levels", "levels": [{"name": "好", "points": "20"}]}, ["等级 › 等级：“好”20分，超过分值10分。"]),
        ({"kind": "levels", "levels": [{"name": " ", "points": "2"}]}, ["等级 › 等级 › 第1级：没有名称。"]),
        ({"kind": "discretionary_range", "low": "0", "high": "0"}, ["酌情给分：范围是 0 分至 0 分，没有分可给。"]),
        ({"kind": "discretionary_range", "low": "0", "high": "11"}, ["酌情给分 › 到：最高可给11分，超过分值10分。"]),
        (
            {"kind": "threshold_all_or_nothing", "threshold": "101"},
            ["达标得分 › 达到：比率应大于 0、不超过 100（%）。"],
        ),
        (
            {"kind": "threshold_all_or_nothing", "threshold": "9", "by": "amount", "otherwise": "10"},
            ["达标得分 › 否则：达不到的得10分，不少于满分10分。"],
        ),
        ({"kind": "rank_step", "step": "0"}, ["名次递减 › 每位减：应大于 0。"]),
        ({"kind": "rank_step", "step": "101"}, ["名次递减 › 每位减：不能超过 100%。"]),
        ({"kind": "multiplier", "factor": "0", "inner": EACH}, ["加倍 › 倍数：应大于 0。"]),
        ({"kind": "multiplier", "factor": "2"}, ["加倍 › 内层：没有填写。"]),
        (
            {"kind": "multiplier", "factor": "2", "flag": "x", "inner": {"kind": "levels", "levels": [GOOD]}},
            ["加倍 › 标记：“等级”不看记录，标记不起作用。"],
        ),
        (
            {"kind": "take_highest_dedupe", "inner": {"kind": "levels", "levels": [GOOD]}},
            ["同项就高：“等级”不看记录，没有什么可就高的。"],
        ),
        (
            {"kind": "multiplier", "factor": "二", "inner": {"kind": "deduct_per_occurrence", "each": "一"}},
            ["加倍 › 倍数：“二”不是数字。", "加倍 › 逐次扣分 › 每次：“一”不是数字。"],
        ),
        (
            {"kind": "multiplier", "factor": "2", "inner": {"kind": "sum"}},
            ["加倍：“合计”只用于有下级的指标，不能放在别的计分方式里。"],
        ),
        (
            {"kind": "period_average", "inner": {"kind": "ratio_to_top"}},
            ["分期平均 › 内层：“比第一名”不能分期计：只有按记录或数量计分的才可以。"],
        ),
        (
            {"kind": "period_average", "inner": {"kind": "veto", "effect": "no_grade"}},
            ["分期平均 › 内层：“一票否决”不能分期计：只有按记录或数量计分的才可以。"],
        ),
        (
            {"kind": "attendance_rate", "then": {"kind": "levels", "levels": [GOOD]}},
            ["出勤率 › 内层：“等级”不能按出勤率计分。"],
        ),
        ({"kind": "veto"}, ["一票否决 › 后果：没有填写。"]),
        ({"kind": "veto", "effect": "grade_at_most"}, ["一票否决 › 最高等次：限最高等次的，应填写等次名称。"]),
        (
            {"kind": "veto", "effect": "total_zero", "grade": "二星", "at_least": "0"},
            [
                "一票否决 › 最高等次：后果是“总分归零”，不应再限最高等次。",
                "一票否决 › 达到：应大于 0，否则没有发生也会否决。",
            ],
        ),
        (
            {"kind": "trimmed_mean", "least": 2},
            [
                "去高去低平均：最少 2 份评分表，却要去掉 2 个分数，可能一个不剩："
                "最少份数应不少于 3 份，或规定评分表不足时改取平均或中位数。"
            ],
        ),
        (
            {"kind": "trimmed_mean", "drop_high": "1.5", "out_of": "0", "decimals": 7},
            ["去高去低平均 › 去高：应为 0、1、2 这样的整数。"],
        ),
        (
            {"kind": "trimmed_mean", "out_of": "0", "decimals": 7},
            ["去高去低平均 › 保留小数：最多6位小数。", "去高去低平均 › 满分制：应大于 0。"],
        ),
        (
            {
                "kind": "tier_by_vote_share",
                "levels": ["优秀", "优秀", ""],
                "tiers": [{"from": "90", "points": "10"}],
            },
            ["按得票率分档 › 票种：“优秀”重复。", "按得票率分档 › 票种 › 第3个：不能为空。"],
        ),
        (
            {
                "kind": "tier_by_vote_share",
                "levels": ["优秀"],
                "ignored": ["优秀"],
                "tiers": [{"from": "90", "to": "120", "points": "20"}],
            },
            [
                "按得票率分档 › 档次：“90至120”超出 0 至 100（%）。",
                "按得票率分档：“优秀”既算数又不计票。",
                "按得票率分档 › 档次：最高一档20分，超过分值10分。",
            ],
        ),
    ],
)
def test_faults_of_a_kind(data, faults):
    assert faults_of(data) == faults


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (EACH, "逐次扣分 › 从哪里扣：分值为 0，无分可扣：减分项请选“单记负分”。"),
        ({"kind": "proportion"}, "按比例得分：分值为 0，总是得 0 分：请填写分值。"),
        ({"kind": "ratio_to_top"}, "比第一名：分值为 0，总是得 0 分：请填写分值。"),
        (
            {"kind": "tier", "labels": [{"name": "未列席", "points": "-1"}], "base": "full"},
            "分档 › 从哪里算：分值为 0，无分可扣：减分项请选“直接得分”。",
        ),
    ],
)
def test_what_goes_by_the_points_needs_points(data, fault):
    assert faults_of(data, full="0") == [fault]


def test_rules_are_nested_only_so_deep():
    data = EACH
    for _ in range(40):
        data = {"kind": "multiplier", "factor": "1", "inner": data}

    assert faults_of(data)[0].endswith("计分方式最多套5层。")


def test_numbers_may_come_as_a_sheet_holds_them():
    for each in (0.5, "0.5", Decimal("0.50"), " 0.5 ", "0.500"):
        assert rule_from_json({"kind": "deduct_per_occurrence", "each": each}, 5).as_json()["each"] == "0.5"


def test_kinds_are_those_of_the_real_schemes():
    real = {
        "deduct_per_occurrence",
        "bonus_per_occurrence_with_cap",
        "discretionary_range",
        "tier",
        "take_highest_dedupe",
        "multiplier",
        "veto",
        "levels",
        "ratio_to_top",
        "rank_step",
        "tier_by_vote_share",
        "period_average",
        "threshold_all_or_nothing",
        "weighted_components",
        "trimmed_mean",
        "attendance_rate",
        "manual_by_meeting",
    }

    assert set(KINDS) == real | {"proportion", "sum"}
    assert set(PARENT_KINDS) == {"sum", "weighted_components"}
    assert set(LEAF_KINDS) == set(KINDS) - set(PARENT_KINDS)
    labels = [kind.label for kind in KINDS.values()]
    assert len(set(labels)) == len(labels)
    assert all(kind.help for kind in KINDS.values())


@pytest.mark.parametrize(
    ("kind", "params", "bounds"),
    [
        ("deduct_per_occurrence", {"each": "1"}, (0, 10)),
        ("deduct_per_occurrence", {"each": "1", "base": "zero"}, (-10, 0)),
        ("tier", {"labels": [{"name": "未列席", "points": "-1"}], "base": "full"}, (9, 10)),
        ("attendance_rate", {"then": {"kind": "threshold_all_or_nothing", "threshold": "9", "by": "amount"}}, (0, 10)),
        ("multiplier", {"factor": "2", "inner": {"kind": "proportion"}}, (0, 10)),
        ("levels", {"levels": [GOOD]}, (0, 10)),
        ("veto", {"effect": "no_grade"}, (0, 10)),
    ],
)
def test_bounds_take_the_points_as_a_model_holds_them(kind, params, bounds):
    assert rule_from_json({"kind": kind, **params}, Decimal("10.00")).bounds(Decimal("10.00")) == bounds
