"""The sample's three schemes: of member units and branches after published ones, of alliances by the documents' duties.

Each names a 依据文件 that says it is an example. Levels of a row make the tree; a rule is written as in a workbook.
"""

from activities.defaults import THEME_DAY
from activities.models import ActivityType, Duty, Measure
from assessments.models import Scheme
from desk.sample.scheme_rows import Row, draft, save

UNITS, ALLIANCES, BRANCHES = "党建联盟成员单位考核", "党建联盟考核", "党支部星级评定"


def create_for_units(committee, period_key, *, by):
    """得分 = 平时考核×50% + 年度考核×50% + 加分 − 基础工作扣分, as a community's 大党委 has it for its member units.

    There 优秀 is 95 and more, 较好 90 and more; the lines of 一般 and 不合格 are the sample's own, and so is what the
    second half looks at.
    """
    scheme = draft(
        committee,
        period_key,
        UNITS,
        first_review=Scheme.FirstReview.LEAD,
        shows=Scheme.Shows.TOTALS,
        shown_to=Scheme.ShownTo.ALLIANCE,
        sharing=Scheme.Sharing.EQUAL,
    )
    solved = Measure.objects.get(committee=committee, name="解决问题").pk
    missed, done = {"count": "missed"}, {"count": "done"}
    rows = (
        Row(1, "平时考核", 100, weight=50, standard="按考勤登记和学习、会议、活动记录。"),
        Row(
            2,
            "参加联盟会议与活动",
            40,
            "逐次扣分（每次=5；扣完为止）",
            "参加安排的活动，无故缺席每次扣5分；事前说明事由请假的不扣。",
            "attendance",
            missed,
        ),
        Row(
            2,
            "开展共驻共建活动",
            40,
            "逐次扣分（每次=5；单位=个季度；扣完为止）",
            "每季度开展，可多家联合；一个季度未开展的扣5分。",
            "active_periods",
            missed,
        ),
        Row(2, "学习与经验交流", 10, "酌情给分（从=0；到=10）", "参加学习、交流经验的情况，写明事例。"),
        Row(
            2,
            "志愿服务与党内民主带动",
            10,
            "等级（等级=好：10、较好：8、一般：6、差：0）",
            "带动党员和群众参加志愿服务、议事的情况。",
        ),
        Row(1, "年度考核", 100, weight=50, standard="半年一次工作例会通报参与情况，年底合并评定。"),
        Row(
            2,
            "党建品牌",
            20,
            "达标得分（达到=1；按数量；否则=12；单位=个）",
            "至少一个支部有已发布的品牌得20分，没有的得12分，不要求每个支部都有。",
            "brand_coverage",
            done,
        ),
        Row(
            2,
            "按期换届",
            20,
            "逐次扣分（每次=2；单位=个；扣完为止；最低=10）",
            "期末逾期未换届的，每个扣2分，最多扣10分。",
            "terms_on_time",
            missed,
        ),
        Row(
            2,
            "解决基层问题",
            20,
            "分档（档次=0.5以下：14、0.5至2：17、2以上：20；合计一次；单位=件）",
            "联合活动里解决的问题，几家共同参加的平均分摊。",
            "outcome",
            {"measure": solved},
        ),
        Row(2, "工作例会评定", 40, "会议决定（从=0；到=40）", "由半年工作例会研究评定，写明会议纪要文号。"),
        Row(1, "加分", 0, is_extra=True),
        Row(
            2,
            "意见建议被采纳",
            0,
            "逐次加分（每次=2；单位=条；最高=10）",
            "在联席会议上提出创新意见建议并被采纳，每条加2分，最高10分。",
            is_extra=True,
            takes_claims=True,
        ),
        Row(
            2,
            "出勤率100%",
            3,
            "达标得分（达到=100）",
            "会议及活动出勤率100%的加3分，批准请假的不算缺席。",
            "attendance",
            done,
            is_extra=True,
        ),
        Row(
            1,
            "基础工作扣分",
            0,
            "逐次扣分（每次=1；单位=项；单记负分；最低=-10）",
            "工委通报的基础工作问题，每项扣1分，最多扣10分。",
            is_extra=True,
            takes_claims=True,
        ),
    )
    grades = (("优秀", 95, 30, ""), ("较好", 90, None, ""), ("一般", 70, None, ""), ("不合格", None, None, "约谈整改"))
    return save(scheme, rows, grades, by)


def create_for_alliances(committee, period_key, *, by):
    """What the documents ask of every alliance; nothing of it is entered by people."""
    scheme = draft(
        committee,
        period_key,
        ALLIANCES,
        audience=Scheme.Audience.ALLIANCE,
        first_review=Scheme.FirstReview.NONE,
        shown_to=Scheme.ShownTo.ALL,
        sharing=Scheme.Sharing.EQUAL,
    )
    solved = Measure.objects.get(committee=committee, name="解决问题").pk
    theme_day = ActivityType.objects.get(committee=committee, name=THEME_DAY).pk
    missed, done = {"count": "missed"}, {"count": "done"}
    rows = (
        Row(
            1,
            "联合主题党日",
            30,
            "加倍（标记=催办后；倍数=2；逐次扣分（每次=4；单位=个季度；扣完为止））",
            "每季度一次，未按期开展的每个季度扣4分；催办后仍未开展的加倍。",
            "duties_on_time",
            missed | {"type": theme_day, "period": Duty.Period.QUARTER},
        ),
        Row(1, "“四个一”年度任务", 20, "按比例得分（单位=项）", "按完成项数占比得分。", "yearly_duties", done),
        Row(1, "成员单位出勤", 15, "出勤率", "成员单位实到占应到的比例，批准请假的不算缺席。", "attendance", done),
        Row(
            1,
            "总结报送",
            10,
            "逐次扣分（每次=1；扣完为止）",
            "活动结束后10个工作日内报送总结，迟报、未报的每次扣1分。",
            "report_delay",
            missed | {"workdays": 10},
        ),
        Row(1, "解决基层问题", 10, "比第一名", "与解决问题最多的联盟相比。", "outcome", {"measure": solved}),
        Row(1, "跨联盟活动", 5, "逐次加分（每次=1）", "打破联盟限制，每次1分，最多5分。", "cross_alliance", {}),
        Row(1, "一支部一品牌", 10, "按比例得分（单位=个）", "有已发布品牌的支部占比。", "brand_coverage", done),
        Row(
            1,
            "品牌大比武获奖",
            0,
            "分档（级别=一等奖：3、二等奖：2、三等奖：1；逐项相加；最高=5）",
            "一等奖3分、二等奖2分、三等奖1分，最高5分。",
            "contest_place",
            {},
            is_extra=True,
        ),
    )
    grades = (("优秀", 90, 30, ""), ("良好", 80, None, ""), ("一般", None, None, ""))
    return save(scheme, rows, grades, by)


def create_for_branches(committee, period_key, *, by):
    """(基础项−减分项)×70% + 评议项×30%, 五星 90 and more for at most 30 % of all, as a city has it for its branches.

    One wording meets the negative list on purpose, so that the warning can be seen.
    """
    scheme = draft(
        committee,
        period_key,
        BRANCHES,
        audience=Scheme.Audience.BRANCH,
        first_review=Scheme.FirstReview.NONE,
        shown_to=Scheme.ShownTo.ALL,
        grants_stars=True,
    )
    rows = (
        Row(1, "基础项减减分项", 100, weight=70, standard="基础项满分100分，减分项从中扣除。"),
        Row(
            2,
            "组织设置与按期换届",
            25,
            "逐次扣分（每次=10；单位=个；扣完为止）",
            "期末逾期未换届的扣10分。",
            "terms_on_time",
            {"count": "missed"},
        ),
        Row(2, "组织生活", 30, "等级（等级=好：30、较好：24、一般：18、差：0）", "应开的会、应上的党课是否落实。"),
        Row(
            2,
            "品牌与创新",
            20,
            "达标得分（达到=1；按数量；否则=10；单位=个）",
            "有已发布品牌的得20分，没有的得10分。",
            "brand_coverage",
            {"count": "done"},
        ),
        Row(
            2,
            "党员教育管理",
            25,
            "等级（等级=好：25、较好：20、一般：15、差：0）",
            "检查学习笔记。（示例：这样写会得到提醒，请按提醒改写后再启动。）",
        ),
        Row(
            2,
            "减分项",
            0,
            "逐次扣分（每次=2；单位=项；单记负分；最低=-20）",
            "上级督查通报的问题，每项减2分，最多减20分。",
            is_extra=True,
            takes_claims=True,
        ),
        Row(1, "评议项", 100, "按比例得分（单位=分）", "年度述职评议得分折算。", "review_meeting", {}, weight=30),
        Row(
            1,
            "一票否决",
            0,
            "一票否决（限最高等次；最高等次=二星；情形=被认定为软弱涣散）",
            "被认定为软弱涣散的，不得评三星及以上。",
            is_extra=True,
            takes_claims=True,
        ),
    )
    lines = (
        ("五星", 90, 30, 5),
        ("四星", 80, None, 4),
        ("三星", 70, None, 3),
        ("二星", 60, None, 2),
        ("一星", None, None, 1),
    )
    after = {5: "示范工程", 4: "提升工程", 3: "提升工程", 2: "整改工程", 1: "整改工程"}
    grades = tuple((name, minimum, quota, after[stars], stars) for name, minimum, quota, stars in lines)
    return save(scheme, rows, grades, by)
