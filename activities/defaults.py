"""The words, duties and reminder steps a new committee starts with; all of them rows it may change."""

from django.utils import timezone

from activities.models import ActivityForm, ActivityType, Duty, Measure, ReminderStep

THEME_DAY = "联合主题党日"

TYPES = (  # name, what older ledgers call it
    (THEME_DAY, ""),
    ("进主题党日基地", "送党的二十大精神进主题党日基地"),
    ("品牌大比武", ""),
    ("商（协）会结对共建", "商（协）会共建"),
    ("业务培训", ""),
    ("志愿服务", ""),
    ("联席会议", "片会、工作推进会"),
    ("其他活动", ""),
)
FORMS = ("理论学习", "专题党课", "廉洁教育", "业务培训", "志愿服务", "调研走访", "考察交流", "观影教育", "微宣讲")
MEASURES = (  # name, unit, decimals, headline
    ("助农消费", "元", 2, True),
    ("解决问题", "件", 0, True),
    ("志愿服务", "人次", 0, True),
    ("志愿服务时长", "小时", 1, False),
    ("走访企业", "家", 0, False),
    ("微心愿", "个", 0, False),
    ("招商引资", "万元", 2, False),
)
DUTIES = (  # name, short name, type, period
    ("联合主题党日", "主题党日", THEME_DAY, Duty.Period.QUARTER),
    ("进主题党日基地", "进基地", "进主题党日基地", Duty.Period.YEAR),
    ("品牌大比武", "大比武", "品牌大比武", Duty.Period.YEAR),
    ("商（协）会结对共建", "商会共建", "商（协）会结对共建", Duty.Period.YEAR),
    ("联合主题党日（全年）", "主题党日", THEME_DAY, Duty.Period.YEAR),
)
STEPS = (  # name, workdays left (today included), tell liaison, tell committee, wording
    (
        "首次提醒",
        30,
        False,
        False,
        "{alliance}{period}的{duty}还没有开展，期限{deadline}，还有{left}个工作日，请安排。",
    ),
    (
        "二次提醒",
        10,
        False,
        False,
        "{alliance}{period}的{duty}还没有开展，期限{deadline}，只剩{left}个工作日，请尽快安排。",
    ),
    (
        "逾期提醒",
        0,
        True,
        True,
        "{alliance}{period}的{duty}已过期限{deadline}，请补办，或补录已经开展的活动。",
    ),
)


def create_words(committee):
    for number, (name, aliases) in enumerate(TYPES, start=1):
        ActivityType.objects.get_or_create(
            committee=committee, name=name, defaults={"order_number": number, "aliases": aliases}
        )
    for number, name in enumerate(FORMS, start=1):
        ActivityForm.objects.get_or_create(committee=committee, name=name, defaults={"order_number": number})
    for number, (name, unit, decimals, headline) in enumerate(MEASURES, start=1):
        Measure.objects.get_or_create(
            committee=committee,
            name=name,
            defaults={"order_number": number, "unit": unit, "decimals": decimals, "is_headline": headline},
        )
    for name, left, liaison, staff, wording in STEPS:
        ReminderStep.objects.get_or_create(
            committee=committee,
            workdays_left=left,
            defaults={"name": name, "tell_liaison": liaison, "tell_committee": staff, "wording": wording},
        )


def create_duties_of_this_year(committee):
    create_duties(committee, timezone.localdate().year)


def create_duties(committee, year):
    types = {type.name: type for type in ActivityType.objects.filter(committee=committee)}
    for number, (name, short_name, type_name, period) in enumerate(DUTIES, start=1):
        Duty.objects.get_or_create(
            committee=committee,
            year=year,
            type=types[type_name],
            period=period,
            owed_by=Duty.OwedBy.ALLIANCE,
            defaults={"name": name, "short_name": short_name, "order_number": number},
        )
