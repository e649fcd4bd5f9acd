"""Whole real schemes, their totals worked by hand."""

from decimal import Decimal

from assessments.scoring.facts import Facts
from assessments.scoring.grades import GradeRule, Standing, award, grade_faults
from assessments.scoring.notation import read
from assessments.scoring.tree import compute, tree_faults

from .made import frames_of, happened, make_item, make_leaf, make_parent, of


def leaf(id, line, points, **fields):
    return make_leaf(id, read(line, Decimal(points)), points, **fields)


# 社区“大党委”成员单位考核办法: 得分 = 平时考核×50% + 年度考核×50% + 加分 − 基础工作扣分
FOUR_LEVELS = "等级（等级=好：{}、较好：{}、一般：{}、差：0）"
DADANGWEI = (
    make_parent(
        "平时",
        leaf("会议活动", "逐次扣分（每次=5；扣完为止）", "40"),
        leaf("共驻共建", "逐次扣分（每次=5；单位=季度；扣完为止）", "40"),
        leaf("学习交流", FOUR_LEVELS.format(10, 7, 4), "10"),
        leaf("志愿服务", FOUR_LEVELS.format(10, 7, 4), "10"),
        points="100",
        weight="50",
    ),
    leaf("年度", FOUR_LEVELS.format(100, 85, 60), "100", weight="50"),
    leaf("建议", "逐次加分（每次=2；单位=条）", "0", is_extra=True),
    leaf("全勤", "出勤率（达标得分（达到=100；按数量）；无应做不得分）", "3", is_extra=True),
    leaf("基础工作", "逐次扣分（每次=1；单位=项；单记负分；可扣成负分）", "0", is_extra=True),
)
DADANGWEI_GRADES = (
    GradeRule("优秀", "优秀", Decimal(95), order=1),
    GradeRule("较好", "较好", Decimal(90), order=2),
    GradeRule("一般", "一般", None, order=3),  # its line is unknown: the excerpt ends there
)


def test_the_community_scheme_stands():
    assert tree_faults(DADANGWEI, Decimal(100)) == ()
    assert grade_faults(DADANGWEI_GRADES) == ()


def community(**facts):
    return compute(DADANGWEI, facts, frames_of(*DADANGWEI), 2)


def test_a_member_unit_of_the_community_scheme():
    meetings = of(
        make_item("a", text="一季度联席会，无故缺席"),
        make_item("b", text="二季度联席会，无故缺席"),
        make_item("c", text="三季度联席会，事前请假（不扣）", counts=False),
    )

    outcome = community(
        会议活动=meetings,  # 40 − 5 × 2 = 30
        共驻共建=happened(1),  # 40 − 5 = 35
        学习交流=Facts(choice="好"),  # 10
        志愿服务=Facts(choice="较好"),  # 7
        年度=Facts(choice="较好"),  # 85 × 50 % = 42.5
        建议=happened(2),  # + 4
        全勤=Facts(amount=5, whole=7, excused=1),  # 0
        基础工作=happened(1),  # − 1
    )

    # (30 + 35 + 10 + 7) × 50 % = 41; 41 + 42.5 + 4 + 0 − 1 = 86.5
    assert outcome.values == {
        "会议活动": 30,
        "共驻共建": 35,
        "学习交流": 10,
        "志愿服务": 7,
        "平时": 41,
        "年度": Decimal("42.5"),
        "建议": 4,
        "全勤": 0,
        "基础工作": -1,
    }
    assert outcome.total == Decimal("86.5")
    assert outcome.lines(DADANGWEI[0]) == ("30 + 35 + 10 + 7 = 82", "82 × 50% = 41")
    assert outcome.unanswered == ()
    assert [(one.text, one.points) for one in outcome.missing] == [
        ("评为“好”", Decimal("7.5")),
        ("出勤率达到100%（现71.4286%）", 3),
        ("一季度联席会，无故缺席", Decimal("2.5")),
        ("二季度联席会，无故缺席", Decimal("2.5")),
        ("第1条", Decimal("2.5")),
        ("再增1条", 2),
        ("评为“好”", Decimal("1.5")),
        ("第1条", 1),
    ]


def test_grades_of_the_community_scheme():
    best = {"学习交流": Facts(choice="好"), "志愿服务": Facts(choice="好"), "年度": Facts(choice="好")}
    totals = {
        # 50 + 50 + 3: everything there
        "甲": community(**best, 全勤=Facts(amount=6, whole=6)),
        # (100 − 10) × 50 % + 50 = 95, just excellent
        "乙": community(**best, 会议活动=happened(2), 全勤=Facts(amount=4, whole=6)),
        # 45 + 50 − 0 = 95, and one fault in the basic work: 94
        "丙": community(**best, 会议活动=happened(2), 基础工作=happened(1)),
        # 50 + 42.5 = 92.5 − 3 = 89.5
        "丁": community(**(best | {"年度": Facts(choice="较好")}), 基础工作=happened(3)),
    }

    assert {name: outcome.total for name, outcome in totals.items()} == {
        "甲": 103,
        "乙": 95,
        "丙": 94,
        "丁": Decimal("89.5"),
    }
    standings = [Standing(name, outcome.total) for name, outcome in totals.items()]
    assert {name: given.grade for name, given in award(standings, DADANGWEI_GRADES).items()} == {
        "甲": "优秀",
        "乙": "优秀",
        "丙": "较好",
        "丁": "一般",
    }


# 2023年度各领域基层党支部评星定级: (基础项 − 减分项) × 70% + 评议项 × 30%, 百分制; 五星 90 以上且不超过总数 30 %
STAR = make_parent(
    "星级",
    make_parent(
        "基础项减减分项",
        make_parent(
            "基础项",
            leaf("组织生活", "按比例得分", "40"),
            leaf("班子", "逐次扣分（每次=0.5；单位=例；扣完为止）", "30"),
            leaf("阵地", "达标得分（达到=100；按比率；否则=10）", "30"),
            points="100",
        ),
        leaf(
            "减分项",
            "加倍（标记=催办后；倍数=2；逐次扣分（每次=0.5；单位=例；单记负分；可扣成负分））",
            "0",
            is_extra=True,
            floor="-10",
        ),
        points="100",
        weight="70",
        floor="0",
    ),
    leaf("评议项", "等级（等级=优秀：100、良好：80、一般：60、差：0；按票数平均）", "100", weight="30"),
    points="100",
    join="weighted_components",
)
VETO = leaf("否决", "一票否决（限最高等次；最高等次=二星；情形=档案严重缺失）", "0", is_extra=True)
STARS = tuple(
    GradeRule(name, name, minimum, quota, order=order)
    for order, (name, minimum, quota) in enumerate(
        [
            ("五星", Decimal(90), Decimal(30)),
            ("四星", Decimal(80), None),
            ("三星", Decimal(70), None),
            ("二星", Decimal(60), None),
            ("一星", None, None),
        ]
    )
)


def branch(**facts):
    return compute((STAR, VETO), facts, frames_of(STAR, VETO), 2)


def votes(excellent, good, plain=0, bad=0):
    return Facts(votes={"优秀": excellent, "良好": good, "一般": plain, "差": bad})


def test_the_star_scheme_stands():
    assert tree_faults((STAR, VETO), Decimal(100), STARS) == ()
    assert grade_faults(STARS) == ()


def test_a_branch_of_the_star_scheme():
    outcome = branch(
        组织生活=Facts(amount=22, whole=24),  # 40 × 22 ÷ 24 = 36.666… → 36.67
        班子=happened(3),  # 30 − 1.5 = 28.5
        阵地=Facts(amount=10, whole=10),  # 30
        减分项=of(make_item("a"), make_item("b", flags=("催办后",))),  # −0.5 × 3 = −1.5
        评议项=votes(20, 8, 2),  # (2000 + 640 + 120) ÷ 30 = 92
    )

    # 基础项 36.67 + 28.5 + 30 = 95.17; (95.17 − 1.5) × 70 % = 65.569 → 65.57; 92 × 30 % = 27.6; 93.17
    assert outcome.values == {
        "组织生活": Decimal("36.67"),
        "班子": Decimal("28.5"),
        "阵地": 30,
        "基础项": Decimal("95.17"),
        "减分项": Decimal("-1.5"),
        "基础项减减分项": Decimal("65.57"),
        "评议项": Decimal("27.6"),
        "星级": Decimal("93.17"),
        "否决": 0,
    }
    assert (outcome.total, outcome.vetoes) == (Decimal("93.17"), ())


def test_the_deductions_of_the_star_scheme_end_somewhere():
    many = branch(
        减分项=happened(100, flags=("催办后",)), 组织生活=Facts(amount=1, whole=8), 阵地=Facts(amount=0, whole=1)
    )

    # 5 + 30 + 10 = 45, less 10 at most: 35 × 70 % = 24.5
    assert (many.values["减分项"], many.total) == (-10, Decimal("24.5"))


def test_stars_of_ten_branches():
    full = {"组织生活": Facts(amount=24, whole=24), "阵地": Facts(amount=1, whole=1)}
    outcomes = {
        "甲": branch(**full, 评议项=votes(30, 0)),  # 70 + 30 = 100
        "乙": branch(**full, 评议项=votes(25, 5)),  # 70 + 29 = 99: (2500 + 400) ÷ 30 = 96.666… × 30 % = 29
        "丙": branch(**full, 评议项=votes(25, 5)),  # 99
        "丁": branch(**full, 评议项=votes(25, 5)),  # 99: the third place is shared by three
        "戊": branch(**full, 班子=happened(20), 评议项=votes(30, 0)),  # 90 × 0.7 + 30 = 93
        "己": branch(**full, 评议项=votes(20, 0), 否决=happened(1)),  # 100, but the veto
        "庚": branch(**full, 评议项=votes(0, 0, 30)),  # 70 + 18 = 88
        "辛": branch(**full, 评议项=votes(0, 0, 0, 30)),  # 70
        "壬": branch(**full, 班子=happened(28), 评议项=votes(0, 0, 0, 30)),  # 86 × 0.7 = 60.2
        "癸": branch(评议项=votes(30, 0)),  # 30 × 0.7 + 30 = 51; 组织生活 and 阵地 unknown
    }

    assert {name: str(outcome.total) for name, outcome in outcomes.items()} == {
        "甲": "100.00",
        "乙": "99.00",
        "丙": "99.00",
        "丁": "99.00",
        "戊": "93.00",
        "己": "100.00",
        "庚": "88.00",
        "辛": "70.00",
        "壬": "60.20",
        "癸": "51.00",
    }
    standings = [Standing(name, one.total, one.vetoes, one.values) for name, one in outcomes.items()]
    rest = {"戊": "四星", "己": "二星", "庚": "四星", "辛": "三星", "壬": "二星", "癸": "一星"}
    # 30 % of ten are three places: 甲, and 99 on the edge. 己 is vetoed: two of the three equal ones fit, the third not
    assert {name: given.grade for name, given in award(standings, STARS, "extend").items()} == {
        **dict.fromkeys("甲乙丙丁", "五星"),
        **rest,
    }
    assert {name: given.grade for name, given in award(standings, STARS, "none").items()} == {
        "甲": "五星",
        **dict.fromkeys("乙丙丁", "四星"),
        **rest,
    }


# 市直机关党建标准化, 队伍建设 12 points = 3 + 3 + 2 + 4: single faults, each item until nothing is left
TEAM = make_parent(
    "队伍建设",
    leaf("机构设置", "分档（级别=应建未建：-3、设置不合理：-1；逐项相加；从分值里加减）", "3"),
    leaf("班子建设", "逐次扣分（每次=1；单位=项；扣完为止）", "3"),
    leaf("任期制", "逐次扣分（每次=2；单位=项；扣完为止）", "2"),
    leaf("副书记配备", "分档（级别=应设未设：-3、未列席：-1、未征求：-1、未交流：-1；逐项相加；从分值里加减）", "4"),
    points="12",
)


def test_single_faults_of_the_standardisation_scheme():
    def faults(*labels):
        return of(*(make_item(f"a{place}", label=label) for place, label in enumerate(labels)))

    outcome = compute(
        (TEAM,),
        {
            "机构设置": faults("设置不合理"),  # 2
            "班子建设": happened(2),  # 1
            "任期制": happened(1),  # 0
            "副书记配备": faults("应设未设", "未列席", "未交流"),  # 4 − 5 → 0
        },
        frames_of(TEAM),
        1,
    )

    assert tree_faults((TEAM,), Decimal(12)) == ()
    assert outcome.values == {"机构设置": 2, "班子建设": 1, "任期制": 0, "副书记配备": 0, "队伍建设": 3}
    assert outcome.workings["副书记配备"].lines == ("4 − 应设未设 3 − 未交流 1 − 未列席 1 = −1", "扣完为止 = 0")


def test_levels_of_the_debriefing_scheme():
    # 满20分按好20/较好15/一般10/差0；满10分按10/7/4/0
    twenty = leaf(1, "等级（等级=好：20、较好：15、一般：10、差：0）", "20")
    ten = leaf(2, "等级（等级=好：10、较好：7、一般：4、差：0）", "10")

    outcome = compute((twenty, ten), {1: Facts(choice="较好"), 2: Facts(choice="一般")}, frames_of(twenty, ten), 2)

    assert outcome.total == 19
