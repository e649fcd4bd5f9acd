"""The set-up of the sample's contest: two stages, ten awards, nine judges."""

from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from assessments import panel
from assessments.models import Award, Contest, Criterion, Stage, TieBreaker, TimeRule
from branches.models import BrandLevel

FIRST, FINAL = "初评", "决赛"
ENTRIES, FINALISTS = 48, 15
CRITERIA = {
    FIRST: (
        ("特色鲜明", 30, "名称凝练好记，有标识、有辨识度"),
        ("主旨清晰", 30, "聚焦一个方面，与业务工作贴得紧，不求大全"),
        ("彰显示范", 40, "做法可复制，成效看得见、群众认可"),
    ),
    FINAL: (
        ("品牌内涵", 30, "立意、由来与党建工作的关系"),
        ("做法创新", 30, "解决了什么老办法解决不了的问题"),
        ("工作成效", 30, "数字、事例和群众评价"),
        ("展示表现", 10, "表达、形式与时间把握"),
    ),
}
AWARDS = (("一等奖", 2), ("二等奖", 3), ("三等奖", 5))
OVERTIME = ((0, "0"), (30, "0.5"), (60, "1"))  # seconds over the limit, taken off
JUDGES = (  # user name, unit; some belong to units that take part, so that they stand aside
    ("judge", ""),
    ("judge2", "市委组织部"),
    ("judge3", "市委宣传部"),
    ("judge4", "市税务局"),
    ("judge5", "市人民医院"),
    ("judge6", "黄山学院"),
    ("judge7", "市公安局"),
    ("judge8", ""),
    ("judge9", ""),
)


def create_contest(committee, day):
    """In 筹备, complete: nothing about it would be refused."""
    contest = Contest.objects.create(
        committee=committee,
        title=f"{day.year}年市直机关党建品牌大比武",
        theme="一支部一品牌，党建业务双融双促",
        about="从已发布品牌中推荐参评。初评看材料，决赛现场展示8分钟，可用短片、幻灯片，不搞文艺演出（示例）。",
        basis_title=f"关于开展{day.year}年市直机关党建品牌大比武的通知（示例）",
        basis_number=f"黄直工〔{day.year}〕示例9号",
        entries_since=day - timedelta(days=45),
        entries_until=day + timedelta(days=1),
        limit_per_organization=2,
        limit_per_alliance=8,
    )
    contest.barred_levels.set(BrandLevel.objects.filter(committee=committee, name="十佳"))
    stages = _create_stages(contest)
    bulk_create_with_history(
        [Award(contest=contest, order_number=at, name=name, quota=quota) for at, (name, quota) in enumerate(AWARDS, 1)],
        Award,
    )
    _create_breakers(contest, stages[FINAL])
    return contest


def _create_stages(contest):
    first = Stage.objects.create(
        contest=contest, number=1, name=FIRST, weight=Decimal(30), advance_count=FINALISTS, least_judges=5
    )
    final = Stage.objects.create(
        contest=contest,
        number=2,
        name=FINAL,
        weight=Decimal(70),
        least_judges=5,
        time_limit=480,
        most_deduction=Decimal(1),
    )
    stages = {FIRST: first, FINAL: final}
    criteria = [
        Criterion(stage=stages[stage], order_number=at, name=name, weight=Decimal(weight), about=about)
        for stage, rows in CRITERIA.items()
        for at, (name, weight, about) in enumerate(rows, start=1)
    ]
    bulk_create_with_history(criteria, Criterion)
    TimeRule.objects.bulk_create(
        TimeRule(stage=final, over_from=over, deduct=Decimal(points)) for over, points in OVERTIME
    )
    return stages


def _create_breakers(contest, final):
    results = final.criteria.get(name="工作成效")
    kinds = TieBreaker.Kind
    rows = ((kinds.STAGE, final, None), (kinds.CRITERION, final, results), (kinds.TOP_MARKS, final, None))
    for at, (kind, stage, criterion) in enumerate(rows, start=1):
        TieBreaker.objects.create(contest=contest, order_number=at, kind=kind, stage=stage, criterion=criterion)


def create_judges(contest, password, *, by):
    """judge2 to judge9 beside the account `judge`, all with the sample's password."""
    committee = contest.committee
    secret = make_password(password)  # once for all: it is slow on purpose
    units = {unit.short_name: unit for unit in committee.organizations.all()}
    bulk_create_with_history(
        [
            User(
                username=username,
                password=secret,
                name=f"示例评委{username.removeprefix('judge')}",
                post=User.Post.JUDGE,
                committee=committee,
            )
            for username, _ in JUDGES[1:]
        ],
        User,
    )
    users = {user.username: user for user in User.objects.filter(username__in=[name for name, _ in JUDGES])}
    for username, unit in JUDGES:
        panel.add(contest, users[username], units.get(unit), contest.stages.all(), by=by)
