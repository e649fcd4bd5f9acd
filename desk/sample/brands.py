"""The sample's published brands: 214 of branches, 38 of them this year's, some of units and alliances.

Rows are written in bulk, as the verbs would have written them on their days. What is still in somebody's hand walks
through the verbs themselves: brands_in_hand.py.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from alliances.models import Seat
from branches.models import Branch, Brand, BrandStep, BrandVersion
from desk.sample.brand_words import FEATURED

BRANCH_BRANDS = 214
IN_YEARS = (38, 56, 52, 40, 28)  # this year and the four before
UNITS_WITH_BRAND = ("市委党校", "市中院", "市公安局", "市教育局", "市人民医院", "市卫健委", "黄山旅游", "市交通运输局")
UNITS_WITH_BRAND += ("市发改委", "市财政局", "市住建局", "市检察院", "黄山供电公司", "市农业农村局", "市妇联")
FEATURED_YEARS = {"团结松": 4, "上好社会治理大思政课": 3, "税润新安": 3, "声入人心": 2, "同心共富": 2}
KEPT_FOR_THE_MAKING = {  # branches whose first brand is on its way when the sample is loaded
    ("市林业局", "第二党支部"),
    ("市委党校", "第一党支部"),
    ("市委党校", "第二党支部"),
    ("黄山职院", "第一党支部"),
    ("市公安局", "第一党支部"),
    ("市住建局", "第一党支部"),
}
ALLIANCE_WORDS = {
    "文化园": {"name": "文韵同行", "slogan": "一家有课，家家来听", "business": "理论宣讲、文化惠民与网络文明"},
    "财源广建": {"name": "财源活水", "slogan": "聚财有道，惠企有方", "business": "惠企政策、税费服务与金融活水"},
}
ALLIANCE_TEXTS = {
    "meaning": "联盟各单位同题共答：资源一张表、课程一张表、活动一张表（示例）。",
    "practice": "每季度由一家成员单位承办“联盟公开课”；共享讲师、场地和基地清单；年底互评互学。",
    "results": "一年来共享课程36堂，联办活动12场，参加党员1200人次（示例）。",
}


@dataclass
class Plan:
    """One published brand before it is written."""

    words: dict
    published_on: date
    branch: Branch | None = None
    organization: object = None
    alliance: object = None

    @property
    def created_on(self):
        return self.published_on - timedelta(days=40)


def create_brands(committee, people, words, day):
    """The published brands by their names."""
    town = _Town(committee, people, words, day)
    plans = [*town.of_branches(), *town.of_organizations(), *town.of_alliances()]
    return {plan.words["name"]: brand for plan, brand in zip(plans, town.write(plans), strict=True)}


def share(total, sizes):
    """Of `total`, to each according to its size, exactly: by largest remainder."""
    whole = sum(sizes.values())
    shares = {key: total * size // whole for key, size in sizes.items()}
    by_rest = sorted(sizes, key=lambda key: -(total * sizes[key] % whole))
    for key in by_rest[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


class _Town:
    def __init__(self, committee, people, words, day):
        self.committee, self.staff, self.day = committee, people["staff"], day
        self.words, self.random = words, Random(8)  # noqa: S311  the same at every loading
        self.featured = {(unit, branch) for unit, branch, *_ in FEATURED}
        officers = User.objects.filter(committee=committee, post=User.Post.OFFICER).order_by("-pk")
        self.officers = {user.organization_id: user for user in officers}
        self.seats = {seat.organization_id: seat for seat in Seat.objects.filter(alliance__committee=committee)}
        self.leads = {seat.alliance_id: seat.organization_id for seat in self.seats.values() if seat.role == "lead"}

    def of_branches(self):
        chosen = self._branches()
        years = [back for back, count in enumerate(IN_YEARS) for _ in range(count)]
        self.random.shuffle(years)
        fixed = {place: back for place, branch in enumerate(chosen) if (back := self._fixed_year(branch)) is not None}
        for place, back in fixed.items():  # swapped, so that the numbers of the years stay
            other = next(at for at, year in enumerate(years) if year == back and at not in fixed)
            years[place], years[other] = years[other], years[place]
        for branch, back in zip(chosen, years, strict=True):
            unit = branch.organization
            words = self.words.of(unit.short_name, branch.name)
            yield Plan(words, self._day(back), branch=branch, organization=unit)

    def _branches(self):
        """In official order, of every unit its share."""
        branches = list(
            Branch.objects.filter(organization__committee=self.committee)
            .select_related("organization")
            .order_by("organization__order_number", "order_number", "pk")
        )
        shares = share(BRANCH_BRANDS, Counter(branch.organization_id for branch in branches))
        wanted = sorted(branches, key=lambda branch: (_key(branch) not in self.featured, self.random.random()))
        chosen = set()
        for branch in wanted:
            if shares[branch.organization_id] and _key(branch) not in KEPT_FOR_THE_MAKING:
                shares[branch.organization_id] -= 1
                chosen.add(branch.pk)
        return [branch for branch in branches if branch.pk in chosen]

    def _fixed_year(self, branch):
        names = {(unit, name): brand for unit, name, brand, _ in FEATURED}
        brand = names.get(_key(branch))
        return FEATURED_YEARS.get(brand, 1) if brand else None

    def of_organizations(self):
        names = {unit: name for unit, branch, name, _ in FEATURED if not branch}
        units = self.committee.organizations.filter(short_name__in=[*names, *UNITS_WITH_BRAND])
        for unit in units.order_by("order_number"):
            words = self.words.of(unit.short_name, "")
            on = self._day(FEATURED_YEARS.get(words["name"], 1 + self.random.randrange(3)))
            if words["name"] == "团结松":
                on = date(self.day.year - 4, 7, 1)
            yield Plan(words, on, organization=unit)

    def of_alliances(self):
        for alliance in self.committee.alliances.all():
            if words := ALLIANCE_WORDS.get(alliance.short_name):
                yield Plan(words | ALLIANCE_TEXTS, self._day(1), alliance=alliance)

    def _day(self, years_back):
        first = date(self.day.year - years_back, 1, 1)
        last = date(first.year, 12, 20) if years_back else max(first, self.day - timedelta(days=1))
        return first + timedelta(days=self.random.randrange((last - first).days + 1))

    def write(self, plans):
        brands = [
            Brand(
                committee=self.committee,
                branch=plan.branch,
                organization=plan.organization,
                alliance=plan.alliance,
                created_on=plan.created_on,
            )
            for plan in plans
        ]
        brands = bulk_create_with_history(brands, Brand, default_user=self.staff)
        pairs = list(zip(brands, plans, strict=True))
        versions = BrandVersion.objects.bulk_create([self._version(brand, plan) for brand, plan in pairs])
        for (brand, plan), version in zip(pairs, versions, strict=True):
            brand.published, brand.published_on = version, plan.published_on
            brand.set_search_key(version.name)
        fields = ["published", "published_on", "search_key"]
        bulk_update_with_history(brands, Brand, fields, default_user=self.staff, batch_size=100)
        BrandStep.objects.bulk_create([step for brand, plan in pairs for step in self._steps(brand, plan)])
        return brands

    def _version(self, brand, plan):
        then = _moment(plan.published_on, 16)
        return BrandVersion(
            brand=brand,
            state=BrandVersion.State.PUBLISHED,
            state_since=then,
            published_at=then,
            changed_at=then,
            created_by=self.officers.get(brand.organization_id, self.staff),
            revision=3,
            **plan.words,
        )

    def _steps(self, brand, plan):
        """With an officer of the unit the whole way, else written by the committee for it (代录), which publishes."""
        verbs, on = BrandStep.Verb, plan.published_on
        officer = self.officers.get(brand.organization_id)
        if officer is None:
            way = [(verbs.CREATE, self.staff, 40), (verbs.SUBMIT, self.staff, 0)]
        else:
            way = [(verbs.CREATE, officer, 40), (verbs.SUBMIT, officer, 6), (verbs.PUBLISH, self.staff, 0)]
            if lead := self._lead_of(brand, on - timedelta(days=6)):
                way.insert(2, (verbs.REVIEW, lead, 3))
        for verb, by, days_before in way:
            yield BrandStep(
                brand=brand,
                version=brand.published,
                verb=verb,
                by=by,
                is_for_unit=by == self.staff and verb in BrandStep.OF_THE_OWNER,
                at=_moment(on - timedelta(days=days_before), 10 if days_before else 16),
            )

    def _lead_of(self, brand, on):
        """The officer who looked at it first: of the 片长单位 of that day, unless it is the unit itself."""
        seat = self.seats.get(brand.organization_id)
        if seat is None or seat.since > on or seat.role == "lead":
            return None
        return self.officers.get(self.leads.get(seat.alliance_id))


def _key(branch):
    return branch.organization.short_name, branch.name


def _moment(day, hour):
    return timezone.make_aware(datetime.combine(day, time(hour)))
