"""Ready-made rules, so that nobody starts a contest from nothing: well-known ways to judge, or those of an earlier one.

PATTERNS                     what is offered at creation
lay_out(contest, key)        write the stages, criteria, awards and tie-breakers of a pattern into an empty contest
copy_rules(source, contest)  the same from an earlier contest, in its latest version; neither judges nor entries
"""

from dataclasses import dataclass, field

from django.db import transaction

from assessments.models import Award, Criterion, Stage, TieBreaker, TimeRule

COPIED_OF_CONTEST = (
    "takes_branches",
    "takes_organizations",
    "takes_alliances",
    "limit_per_organization",
    "limit_per_alliance",
    "seats_conflict",
    "decimals",
    "quota_rule",
    "publicity_days",
)
COPIED_OF_STAGE = (
    "name",
    "weight",
    "advance_count",
    "scoring",
    "scale_low",
    "scale_high",
    "score_decimals",
    "join",
    "drop_high",
    "drop_low",
    "trim_by",
    "least_judges",
    "when_few",
    "time_limit",
    "most_deduction",
)
WEIGHTED = {"scoring": Stage.Scoring.WEIGHTED}
TRIMMED = {"join": Stage.Join.TRIMMED, "drop_high": 1, "drop_low": 1, "least_judges": 5, "when_few": "mean"}
OVERTIME = ((30, "0.5"), (60, "1"))  # nothing for the first half minute
FEATURES = (
    ("特色鲜明", "品牌名称凝练好记，有标识，体现单位特点", 30),
    ("主旨清晰", "聚焦一个方面，内涵准确，不求大全", 30),
    ("做法务实", "有载体、有措施，融入业务工作", 20),
    ("彰显示范", "成效看得见，群众认可，可学可推广", 20),
)
ON_STAGE = (
    ("背景", "为什么创建，解决什么问题", 20),
    ("做法", "载体和措施具体可行，党建业务融合", 35),
    ("成效", "有事实有数据，群众受益", 35),
    ("现场表现", "表达清楚，展示生动", 10),
)
SPEECH = (
    ("内容", "主题鲜明，材料真实", 70),
    ("语言表达", "普通话标准，流畅自然", 15),
    ("形象风度", "仪态大方", 10),
    ("综合印象", "整体效果", 5),
)
PAPERS = (
    ("自评", "单位自评分，由主办方登记", 20),
    ("互评", "各单位互评的平均分，由主办方登记", 40),
    ("主办方评分", "主办方审阅材料评分", 40),
)
BY_RANK = (("一等奖", 2), ("二等奖", 3), ("三等奖", 5))


@dataclass(frozen=True)
class Pattern:
    """`stages`: dicts of Stage fields with their `criteria` and `time_rules`; the last stage breaks ties."""

    key: str
    label: str
    about: str
    stages: tuple = ()
    awards: tuple = BY_RANK
    breakers: tuple = field(default=(TieBreaker.Kind.EXACT, TieBreaker.Kind.CRITERION, TieBreaker.Kind.TOP_MARKS))


PATTERNS = (
    Pattern(
        "funnel",
        "初评→决赛",
        "48 进 15：初评看材料，只用来入围；决赛现场展示限时 8 分钟，去掉一个最高分和一个最低分；奖项 10 个。",
        (
            {"name": "初评", "weight": 0, "advance_count": 15, **TRIMMED, "criteria": FEATURES},
            {
                "name": "决赛",
                "weight": 100,
                "time_limit": 480,
                "most_deduction": 1,
                **TRIMMED,
                "criteria": ON_STAGE,
                "time_rules": OVERTIME,
            },
        ),
    ),
    Pattern(
        "defence",
        "书面评审 60＋现场答辩 40",
        "书面按自评 20%、互评 40%、主办方 40% 折算，由登记人录入；答辩去掉一个最高分和一个最低分。",
        (
            {
                "name": "书面评审",
                "weight": 60,
                "join": Stage.Join.MEAN,
                "least_judges": 1,
                "when_few": "refuse",
                "score_decimals": 2,
                **WEIGHTED,
                "criteria": PAPERS,
            },
            {
                "name": "现场答辩",
                "weight": 40,
                "time_limit": 480,
                "most_deduction": 1,
                **TRIMMED,
                "criteria": ON_STAGE,
                "time_rules": OVERTIME,
            },
        ),
    ),
    Pattern(
        "speech",
        "演讲展示",
        "90 分起评，内容 70、语言 15、形象 10、印象 5；去掉一个最高分和一个最低分；超时扣 0.5 到 1 分。",
        (
            {
                "name": "现场展示",
                "weight": 100,
                "scale_low": 90,
                "scale_high": 100,
                "score_decimals": 2,
                "time_limit": 480,
                "most_deduction": 1,
                **WEIGHTED,
                **TRIMMED,
                "criteria": SPEECH,
                "time_rules": OVERTIME,
            },
        ),
    ),
)
BY_KEY = {pattern.key: pattern for pattern in PATTERNS}


@transaction.atomic
def lay_out(contest, key):
    pattern = BY_KEY[key]
    for number, fields in enumerate(pattern.stages, start=1):
        fields = dict(fields)
        criteria, rules = fields.pop("criteria"), fields.pop("time_rules", ())
        stage = Stage.objects.create(contest=contest, number=number, **fields)
        leading = [_criterion(stage, order, *row) for order, row in enumerate(criteria, start=1)]
        TimeRule.objects.bulk_create(TimeRule(stage=stage, over_from=since, deduct=off) for since, off in rules)
    for order, (name, quota) in enumerate(pattern.awards, start=1):
        Award.objects.create(contest=contest, order_number=order, name=name, quota=quota)
    heaviest = max(leading, key=lambda criterion: criterion.weight)
    for order, kind in enumerate(pattern.breakers, start=1):
        named = {"stage": heaviest.stage, "criterion": heaviest} if kind == TieBreaker.Kind.CRITERION else {}
        TieBreaker.objects.create(contest=contest, order_number=order, kind=kind, **named)


def _criterion(stage, order, name, about, weight):
    return Criterion.objects.create(stage=stage, order_number=order, name=name, about=about, weight=weight)


@transaction.atomic
def copy_rules(source, contest):
    for name in COPIED_OF_CONTEST:
        setattr(contest, name, getattr(source, name))
    contest.save()
    contest.barred_levels.set(source.barred_levels.all())
    stages, criteria = {None: None}, {None: None}
    for old in source.stages.exclude(state=Stage.State.SUPERSEDED).order_by("number"):
        kept = {name: getattr(old, name) for name in COPIED_OF_STAGE}
        stages[old.pk] = stage = Stage.objects.create(contest=contest, number=old.number, **kept)
        for row in old.criteria.all():
            criteria[row.pk] = _criterion(stage, row.order_number, row.name, row.about, row.weight)
        for row in old.time_rules.all():
            TimeRule.objects.create(stage=stage, over_from=row.over_from, deduct=row.deduct)
    for row in source.awards.all():
        Award.objects.create(contest=contest, order_number=row.order_number, name=row.name, quota=row.quota)
    for row in source.tie_breakers.all():
        if row.stage_id in stages and row.criterion_id in criteria:  # one that names a replaced rule says nothing here
            named = {"stage": stages[row.stage_id], "criterion": criteria[row.criterion_id]}
            TieBreaker.objects.create(contest=contest, order_number=row.order_number, kind=row.kind, **named)
