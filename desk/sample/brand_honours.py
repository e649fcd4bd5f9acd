"""What published brands of the sample have earned: levels by decision, 互鉴 links, activities that practised them."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from activities.models import Activity
from branches import honours
from branches.models import Adoption, Branch, BrandLevel, BrandStep, Honour

HOW_MANY = {"十佳": 10, "示范": 20, "培育": 36}
SPECIAL = (  # brand, title, years ago
    ("团结松", "市直机关示范品牌", 3),
    ("上好社会治理大思政课", "党建+业务典型", 2),
    ("税润新安", "品牌大比武一等奖（示例）", 2),
)
LEARNED_FROM = {"团结松": 6, "税润新安": 5, "上好社会治理大思政课": 4, "声入人心": 3, "同心共富": 2, "安居先锋": 2}
LEARNED_FROM |= {"先行窗口": 1}
OTHERS_LEARNED_FROM = 17
MOST_ACTIVITIES = 4  # of one brand
LESSONS = (
    "借“{name}”领题解难、限时销号的办法",
    "借党员轮流值守便民窗口的做法",
    "借每月议事、当场交办的做法",
    "借清单公开、群众监督的做法",
    "借师徒结对、一年一考的做法",
)


def honour(published, staff, day):
    """Valid and withdrawn; how many."""
    levels = {level.name: level for level in BrandLevel.objects.filter(committee=staff.committee_id)}
    older = [brand for brand in published.values() if brand.published_on.year < day.year - 1]
    Random(3).shuffle(older)  # noqa: S311  the same at every loading
    given = []
    for name, count in HOW_MANY.items():
        for _ in range(min(count, len(older))):
            brand = older.pop()
            years = range(brand.published_on.year + 1, day.year)
            given.append(_level(brand, levels[name], years[len(given) % len(years)], staff))
    for name, title, back in SPECIAL:
        year = day.year - back
        given.append(_honour(published[name], f"{year}年{title}", date(year, 12, 20), staff))
    _grant(given, staff)
    honours.withdraw(given[-len(SPECIAL) - 1], by=staff, reason="复核时活动记录不全，按规定撤销（示例）。")
    return len(given)


def _level(brand, level, year, staff):
    one = _honour(brand, f"{year}年市直机关{level}品牌", date(year, 6, 28), staff)
    one.level = level
    return one


def _honour(brand, title, on, staff):
    number = f"黄直工〔{on.year}〕示例{on.month}号"
    return Honour(
        brand=brand,
        title=title,
        document_number=number,
        granted_on=on,
        granted_by=staff,
        recorded_at=_moment(on),
    )


def _grant(given, staff):
    bulk_create_with_history(given, Honour, default_user=staff)
    BrandStep.objects.bulk_create(
        BrandStep(
            brand=one.brand,
            verb=BrandStep.Verb.GRANT,
            by=staff,
            at=one.recorded_at,
            reason=f"{one.title}（{one.document_number}）",
        )
        for one in given
    )


def learn(published, staff, day):
    """互鉴 between units, spread over this year and the last; how many."""
    random = Random(5)  # noqa: S311  the same at every loading
    branches = list(Branch.objects.filter(organization__committee=staff.committee_id).select_related("organization"))
    officers = {user.organization_id: user for user in User.objects.filter(post=User.Post.OFFICER).order_by("-pk")}
    counts = dict(LEARNED_FROM)
    others = [name for name in published if name not in counts]
    counts |= dict.fromkeys(random.sample(others, OTHERS_LEARNED_FROM), 1)
    made = []
    for name, count in counts.items():
        brand = published[name]
        random.shuffle(branches)
        elsewhere = {each.organization_id: each for each in branches if each.organization_id != brand.organization_id}
        for branch in list(elsewhere.values())[:count]:
            longest = max((day - brand.published_on).days - 1, 1)
            made.append(
                Adoption(
                    brand=brand,
                    organization=branch.organization,
                    branch=branch if random.random() < 0.7 else None,
                    lesson=random.choice(LESSONS).format(name=name),
                    by=officers.get(branch.organization_id, staff),
                    at=_moment(day - timedelta(days=1 + random.randrange(min(longest, 500)))),
                )
            )
    bulk_create_with_history(made, Adoption, default_user=staff)
    BrandStep.objects.bulk_create(
        BrandStep(
            brand=one.brand,
            verb=BrandStep.Verb.ADOPT,
            by=one.by,
            at=one.at,
            reason=f"{one.branch or one.organization}：{one.lesson}",
        )
        for one in made
    )
    return len(made)


def practise(published, staff):
    """Accepted activities, linked to a brand of their host that was published by then; how many."""
    by_unit = {}
    for brand in published.values():
        by_unit.setdefault(brand.organization_id, []).append(brand)
    through = Activity.brands.through
    rows, steps, counts = [], [], Counter()
    held = Activity.objects.filter(committee=staff.committee_id, state="accepted", host__isnull=False)
    for activity in held.order_by("-starts_at", "-pk"):
        day = timezone.localdate(activity.starts_at)
        fit = [brand for brand in by_unit.get(activity.host_id, ()) if brand.published_on <= day]
        fit = [brand for brand in fit if counts[brand.pk] < MOST_ACTIVITIES]
        if not fit:
            continue
        brand = fit[-1 if len(rows) % 2 else 0]
        counts[brand.pk] += 1
        rows.append(through(activity=activity, brand=brand))
        steps.append(
            BrandStep(
                brand=brand,
                verb=BrandStep.Verb.LINK,
                by=staff,
                is_for_unit=True,
                at=activity.ends_at + timedelta(days=1),
                reason=activity.title,
            )
        )
    through.objects.bulk_create(rows)
    BrandStep.objects.bulk_create(steps)
    return len(rows)


def _moment(day):
    return timezone.make_aware(datetime.combine(day, time(9, 30)))
