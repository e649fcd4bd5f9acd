"""The template: a whole scheme after the practice of a community 大党委 for its member units, to be written over."""

from decimal import Decimal

from django.utils import timezone

from assessments.models import Grade, Indicator, Scheme
from assessments.schemes import trees
from assessments.schemes.workbook.writing import written
from assessments.scoring import notation
from portal.quarters import year_period

# (level, name, points, extra, standard, rule, source, params)
ROWS = (
    (1, "参加联盟会议与活动", 40, False, "参加安排的活动，无故缺席每次扣5分，事前说明事由请假的不扣。",
     "逐次扣分（每次=5；扣完为止）", "attendance", {"count": "missed"}),
    (1, "开展共驻共建活动", 40, False, "每季度开展活动，可多单位联合；季度未开展的扣5分。",
     "逐次扣分（每次=5；单位=个季度；扣完为止）", "active_periods", {"count": "missed", "times": 2}),
    (1, "学习与经验交流", 10, False, "由联盟按参加学习和交流经验的情况评定。", "酌情给分（从=0；到=10）", "", {}),
    (1, "志愿服务与党内民主带动", 10, False, "由联盟按带动作用评定。",
     "等级（等级=好：10、较好：8、一般：6、差：0）", "", {}),
    (1, "加分项", 0, True, "", None, "", {}),
    (2, "意见建议被采纳", 0, True, "在联席会议上提出创新意见建议并被采纳，每条加2分，最高10分。",
     "逐次加分（每次=2；单位=条；最高=10）", "", {}),
    (2, "出勤率100%", 3, True, "全年会议和活动出勤率100%的加3分。",
     "达标得分（达到=100）", "attendance", {"count": "done"}),
)  # fmt: skip
GRADES = (("优秀", 95, 30), ("较好", 90, None), ("一般", 60, None), ("不合格", None, None))
TITLE = "联盟成员单位考核办法"


def example(committee, day=None):
    day = day or timezone.localdate()
    year = year_period(day.year)
    scheme = Scheme(
        committee=committee,
        title=f"{year.key}年度{TITLE}（示例）",
        period_key=year.key,
        since=year.first_day,
        until=year.last_day,
        basis_title=f"关于印发{year.key}年度{TITLE}的通知（示例，请改写）",
    )
    grades = [
        Grade(pk=place, name=name, minimum=_decimal(minimum), quota=_decimal(quota), order_number=place)
        for place, (name, minimum, quota) in enumerate(GRADES, start=1)
    ]
    return written(scheme, trees.Branching(list(_indicators())), grades, {}, [])


def _indicators():
    above = {0: None}
    for line, (level, name, points, extra, standard, rule, source, params) in enumerate(ROWS, start=1):
        above[level] = line
        yield Indicator(
            pk=line,
            parent_id=above[level - 1],
            name=name,
            points=Decimal(points),
            is_extra=extra,
            standard=standard,
            rule=notation.read(rule, Decimal(points)).as_json() if rule else None,
            source=source,
            source_params=params,
        )


def _decimal(number):
    return None if number is None else Decimal(number)
