"""What the sample's units and reviewers enter in a round of member units: the same at every loading."""

from dataclasses import dataclass
from datetime import datetime, time
from random import Random

from django.utils import timezone

from accounts.models import User
from alliances.models import Seat
from desk.sample.stage_writing import Entered, Handing

SEED = 4
STUDY, SERVICE, MEETING = "学习与经验交流", "志愿服务与党内民主带动", "工作例会评定"
ADVICE, FAULTS = "意见建议被采纳", "基础工作扣分"
LEVELS = ("好", "较好", "一般")
STUDIED = (
    "参加联盟公开课两次，交流材料一篇（示例）",
    "承办一次联合党课，交流做法一次（示例）",
    "参加业务互学一次，派出讲师一人（示例）",
    "在联席会议上交流品牌做法一次（示例）",
)


@dataclass
class Hands:
    """Who fills in and reviews: officers where there are any, else the committee for the unit (代录)."""

    committee: object
    staff: User

    def __post_init__(self):
        officers = User.objects.filter(committee=self.committee, post=User.Post.OFFICER).select_related("organization")
        self.officers = {user.organization_id: user for user in officers.order_by("-pk")}
        leads = Seat.objects.leading().filter(alliance__committee=self.committee)
        self.leads = dict(leads.order_by("since").values_list("alliance", "organization"))

    def has_first_review(self, unit):
        return self.leads.get(unit.alliance_id) != unit.organization_id

    def own(self, unit, at, entered):
        """提交自评."""
        by = self.officers.get(unit.organization_id, self.staff)
        to = "first" if self.has_first_review(unit) else "review"
        return Handing(unit, by, at, to, by == self.staff, entered)

    def leads_own(self, unit, at):
        """提交自评 of an alliance, which its 片长单位 fills in."""
        return Handing(unit, self.officers[self.leads[unit.alliance_id]], at, "review")

    def first(self, unit, at, entered):
        return Handing(unit, self.officers[self.leads[unit.alliance_id]], at, "review", False, entered)

    def review(self, unit, at, entered):
        return Handing(unit, self.staff, at, "reviewed", False, entered)


def self_entered(unit):
    dice = _dice(unit)
    points = dice.choice(("7", "8", "8", "9", "9", "9.5", "10"))
    level = dice.choices(LEVELS, weights=(70, 25, 5))[0]
    return {STUDY: _studied(points, dice.choice(STUDIED)), SERVICE: Entered({"choice": level})}


def first_entered(unit, entered):
    """What the 片长单位 sees differently, with the reason; mostly nothing."""
    dice, found = _dice(unit, "first"), {}
    if entered[SERVICE].answer["choice"] == LEVELS[0] and dice.random() < 0.12:
        found[SERVICE] = Entered({"choice": LEVELS[1]}, reason="志愿服务次数与活动记录不一致，按记录评定（示例）")
    if dice.random() < 0.1:
        lower = str(int(float(entered[STUDY].answer["points"])) - 1)
        found[STUDY] = _studied(lower, "交流一次已在品牌里体现，酌减（示例）")
    return found


def review_entered(unit, year):
    """Every unit by the decision of the half-yearly meeting."""
    points = _dice(unit, "review").choices(
        ("30", "32", "34", "35.5", "37", "38", "39", "40"), (4, 6, 10, 15, 20, 20, 15, 10)
    )
    return {MEETING: Entered({"points": points[0], "decision": f"半年工作例会纪要〔{year}〕示例2号"})}


def moment(day, hour=9, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _studied(points, reason):
    return Entered({"points": points, "reason": reason}, reason=reason)


def _dice(unit, *what):
    name = unit.organization.short_name
    return Random(f"{SEED}:{unit.round.scheme.period_key}:{name}:{what}")  # noqa: S311  a sample, not a lottery
