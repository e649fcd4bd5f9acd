"""The three sheets: 考核指标, 等次, 方案设置. Only the first is needed; columns are found by their names."""

from assessments.models import Grade, Indicator, Scheme
from assessments.schemes.building import DEEPEST
from portal.workbooks import Column

YES_NO = {"是": True, "否": False}
INDICATOR_SHEET, GRADE_SHEET, SETTING_SHEET = "考核指标", "等次", "方案设置"
LONGEST_RULE = 4000


def _length(model, name):
    return model._meta.get_field(name).max_length


NAME_LENGTH = _length(Indicator, "name")
ALIASES = (("考核项目", "一级项目", "考核指标"), ("考核内容", "二级项目"), (), (), (), ())
LEVELS = tuple(
    Column(f"{number}级指标", aliases=ALIASES[place], max_length=NAME_LENGTH, fill_down=True)
    for place, number in enumerate("一二三四五六"[:DEEPEST])
)
POINTS = Column("分值", kind="decimal", aliases=("分数", "标准分"), max_value=10_000)
WEIGHT = Column("权重（%）", kind="decimal", aliases=("权重",), max_value=100)
EXTRA = Column("加减分项", kind="choice", choices=YES_NO)
CAP = Column("本项最高", kind="decimal", min_value=-10_000, max_value=10_000)
FLOOR = Column("本项最低", kind="decimal", min_value=-10_000, max_value=10_000)
STANDARD = Column(
    "评分标准",
    aliases=("评分细则", "考核标准", "评分办法", "评分依据"),
    max_length=_length(Indicator, "standard"),
    multiline=True,
)
RULE = Column("计分方式", aliases=("计分规则", "计分办法", "赋分方式"), max_length=LONGEST_RULE)
SOURCE = Column("数据来源", aliases=("来源",), max_length=400)
CLAIMS = Column("可补充", kind="choice", choices=YES_NO)
INDICATORS = (*LEVELS, POINTS, WEIGHT, EXTRA, CAP, FLOOR, STANDARD, RULE, SOURCE, CLAIMS)
NEEDED = (POINTS, RULE)  # besides the first level

GRADES = (
    Column("等次", max_length=_length(Grade, "name")),
    Column("最低分", kind="decimal", max_value=10_000),
    Column("名额（%）", kind="decimal", aliases=("名额",), max_value=99_999),  # over 100 % is said as what it is
    Column("须得分的指标", max_length=600),
    Column("星级", kind="int", max_value=5),
    Column("评后措施", max_length=_length(Grade, "follow_up")),
)

SETTINGS = (Column("设置项", max_length=20), Column("内容", max_length=200))
CHOICES = {
    "考核对象": ("audience", Scheme.Audience),
    "初评": ("first_review", Scheme.FirstReview),
    "联合活动怎样计": ("sharing", Scheme.Sharing),
    "中途进出": ("midway", Scheme.Midway),
    "名额边上并列": ("quota_tie", Scheme.QuotaTie),
    "公布什么": ("shows", Scheme.Shows),
    "对谁公布": ("shown_to", Scheme.ShownTo),
}
TEXTS = {"名称": "title", "依据文件": "basis_title", "依据文号": "basis_number"}
COUNTS = {
    "保留小数": ("decimals", 0, 4),
    "规定天数": ("midway_days", 0, 366),
    "公示工作日": ("publicity_days", 1, 60),
    "申诉答复工作日": ("appeal_days", 1, 60),
}
PERIOD, CATEGORIES, FULL, VALID, STARS = "考核期间", "单位类别", "满分", "有效至", "等次即支部星级"
ORDER = (
    "名称",
    "考核对象",
    CATEGORIES,
    PERIOD,
    "依据文件",
    "依据文号",
    VALID,
    FULL,
    "保留小数",
    "初评",
    "联合活动怎样计",
    "中途进出",
    "规定天数",
    "名额边上并列",
    "公布什么",
    "对谁公布",
    "公示工作日",
    "申诉答复工作日",
    STARS,
)
