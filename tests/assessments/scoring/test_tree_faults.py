from decimal import Decimal

import pytest

from assessments.scoring.grades import GradeRule
from assessments.scoring.tree import tree_faults

from .made import make_leaf, make_parent

SHARE = {"kind": "proportion"}
NO_GRADE = {"kind": "veto", "effect": "no_grade", "condition": "档案严重缺失"}
STARS = (GradeRule(1, "五星", Decimal(90), order=1), GradeRule(2, "二星", Decimal(60), order=4))


def faults_of(*roots, full="10", **more):
    return [str(fault) for fault in tree_faults(roots, Decimal(full), **more)]


def veto(id, effect="grade_at_most", grade="二星", condition="", **fields):
    rule = {"kind": "veto", "effect": effect, "grade": grade, "condition": condition}
    return make_leaf(id, rule, "0", is_extra=True, **fields)


def test_a_good_tree_has_no_faults():
    basic = make_parent("基础", make_leaf(1, SHARE, "60"), make_leaf(2, SHARE, "40"), points="100", weight="70")
    vote = make_leaf(3, SHARE, "100", weight="30")
    extra = make_leaf(4, {"kind": "bonus_per_occurrence_with_cap", "each": "1", "cap": "5"}, "0", is_extra=True)
    root = make_parent("星级", basic, vote, extra, points="100", join="weighted_components")

    assert faults_of(root, veto(5), full="100", grades=STARS) == []
    assert faults_of(basic, vote, extra, full="100") == []  # weights may stand at the top as well


@pytest.mark.parametrize(
    ("roots", "full", "faults"),
    [
        ([], "10", ["还没有指标。"]),
        ([make_leaf(1)], "10", ["指标1：末级指标没有计分方式。"]),
        ([make_leaf(1, {"kind": "sum"})], "10", ["指标1：末级指标没有下级，不能用“合计”。"]),
        (
            [make_parent(1, make_leaf(2, SHARE), points="10", join="proportion")],
            "10",
            ["指标1：有下级的指标由下级得分合成，不能用“按比例得分”。"],
        ),
        ([make_leaf(1, SHARE), make_leaf(1, SHARE)], "20", ["有 1 个指标出现了不止一次。"]),
        ([make_leaf(1, SHARE, name=" ")], "10", ["（未命名）：没有名称。"]),
        ([make_leaf(1, SHARE)], "100", ["一级指标分值合计 10 分，满分是 100 分。"]),
        (
            [make_parent(1, make_leaf(2, SHARE), make_leaf(3, SHARE), points="30")],
            "30",
            ["指标1：下级分值合计 20 分，本级是 30 分。"],
        ),
        ([make_leaf(1, SHARE, cap="2", floor="3")], "10", ["指标1：最高2分低于最低3分。"]),
        (
            [
                make_parent(
                    1,
                    make_leaf(2, SHARE, "100", weight="50"),
                    make_leaf(3, SHARE, "100", weight="40"),
                    points="100",
                    join="weighted_components",
                )
            ],
            "100",
            ["指标1：权重合计 90%，应为 100%。", "指标1：下级分值按权重折算后合计 90 分，本级是 100 分。"],
        ),
        (
            [make_leaf(1, SHARE, "100", weight="60"), make_leaf(2, SHARE, "100", weight="60")],
            "100",
            ["权重合计 120%，应为 100%。", "一级指标分值合计 120 分，满分是 100 分。"],
        ),
        (
            [make_parent(1, make_leaf(2, SHARE, "20", weight="50"), points="10", join="sum")],
            "10",
            ["指标1 › 指标2：权重 50% 只用于加权合计，上级应选“加权合计”。"],
        ),
        (
            [make_leaf(1, SHARE), make_leaf(2, {"kind": "levels", "levels": [{"name": "好", "points": "1"}]}, "0")],
            "10",
            ["指标2：没有分值。"],
        ),
    ],
)
def test_faults_of_a_tree(roots, full, faults):
    assert faults_of(*roots, full=full) == faults


def test_a_weight_of_nothing_is_a_fault():
    found = faults_of(make_leaf(1, SHARE, weight="100"), make_leaf(2, SHARE, weight="0"), full="10")

    assert "指标2：权重 0% 应大于 0。" in found


@pytest.mark.parametrize(
    ("vetoes", "faults"),
    [
        ([veto(2, condition="软弱涣散"), veto(3, "no_grade", "", condition="档案缺失")], []),  # two cases, two effects
        ([veto(2, condition="软弱涣散"), veto(3, condition="软弱涣散")], []),  # twice the same
        (
            [veto(2, condition="软弱涣散"), veto(3, "total_zero", "", condition="软弱涣散")],
            ["指标3：与“指标2”是同一情形“软弱涣散”，后果却不同：最高评为二星，总分计0分。"],
        ),
        (
            [veto(2, name="一票否决"), veto(3, "no_grade", "", name="一票否决")],
            ["一票否决：与“一票否决”是同一情形“一票否决”，后果却不同：最高评为二星，不评定等次。"],
        ),
        ([veto(2, grade="三星")], ["指标2：没有等次“三星”。"]),
        ([veto(2, grade="五星")], ["指标2：“五星”已是最高等次，否决不起作用。"]),
    ],
)
def test_vetoes_that_contradict(vetoes, faults):
    assert faults_of(make_leaf(1, SHARE), *vetoes, grades=STARS) == faults


def test_a_veto_inside_another_rule_is_seen_too():
    inside = {"kind": "multiplier", "factor": "2", "inner": {"kind": "veto", "effect": "total_zero", "condition": "甲"}}

    found = faults_of(make_leaf(1, SHARE), veto(2, condition="甲"), make_leaf(3, inside, "0", is_extra=True))

    assert found == ["指标3：与“指标2”是同一情形“甲”，后果却不同：最高评为二星，总分计0分。"]


def test_all_faults_come_at_once():
    root = make_parent(
        1, make_leaf(2, SHARE, "100", weight="50"), make_leaf(3), points="70", join="weighted_components"
    )

    assert faults_of(root, veto(4), veto(5, grade="六星"), full="100", grades=STARS) == [
        "一级指标分值合计 70 分，满分是 100 分。",
        "指标1：权重合计 150%，应为 100%。",
        "指标1：下级分值按权重折算后合计 60 分，本级是 70 分。",
        "指标1 › 指标3：末级指标没有计分方式。",
        "指标5：没有等次“六星”。",
    ]
