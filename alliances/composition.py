"""Does every alliance keep the “in principle” rules of composition? A breach is shown with its reason; it never blocks.

The rules decide on a Makeup (alliances.picture) alone; `findings` fetches the waivers and puts both together.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import models

from alliances.models import Alliance, Category, Waiver
from portal.access import WrongState

DEPUTIES = (1, 2)  # so many 副片长单位, from and to
CHAMBERS = 1  # 商（协）会 in each alliance
BALANCE = 40  # a size may be so many per cent above or below the mean
SPREAD = 50  # an alliance holds at most so many per cent of the units of a category that is to be spread
NOTE_LENGTH = Waiver._meta.get_field("note").max_length
TENTHS = "零一二三四五六七八九"

Rule = Waiver.Rule


class Level(models.TextChoices):
    GREEN = "green", "绿"
    AMBER = "amber", "黄"
    RED = "red", "红"


@dataclass(frozen=True)
class Finding:
    alliance: Alliance
    rule: Rule
    level: Level
    reason: str
    waiver: Waiver | None = None

    @property
    def is_waived(self):
        return self.waiver is not None and self.level == Level.AMBER

    @property
    def word(self):
        return "已说明" if self.is_waived else self.level.label

    @property
    def clause(self):
        """The reason inside a longer sentence."""
        return self.reason.removesuffix("。")

    @property
    def kind(self):
        """The mark beside the word, as templates/components/state.html knows it."""
        if self.is_waived:
            return "set"
        return {Level.GREEN: "done", Level.AMBER: "wait", Level.RED: "late"}[self.level]


@dataclass(frozen=True)
class Whole:
    """What a rule about one alliance has to know of all: the mean size, the totals of the categories to be spread."""

    mean: float
    spread: dict  # name of category -> units in all alliances
    may_lead: str  # names of the categories, for the sentence
    may_deputize: str


def findings(picture):
    """Every rule for every alliance of the picture, in official order. Two queries however many alliances there are."""
    makeups = picture.makeups
    whole = _whole(makeups, Category.objects.filter(committee=picture.committee))
    waivers = Waiver.objects.filter(alliance__in=[makeup.alliance.pk for makeup in makeups]).select_related("by")
    waived = {(waiver.alliance_id, waiver.rule): waiver for waiver in waivers}
    return [
        Finding(makeup.alliance, rule, *judge(makeup, whole), waived.get((makeup.alliance.pk, rule)))
        for makeup in makeups
        for rule, judge in JUDGES.items()
    ]


def summary(found):
    """Counts and the breaches, for the line under the picture."""
    breaches = [finding for finding in found if finding.level != Level.GREEN]
    return {
        "kept": len(found) - len(breaches),
        "breaches": breaches,
        "open": [finding for finding in breaches if not finding.is_waived],
    }


def _whole(makeups, categories):
    units = [unit for makeup in makeups for unit in makeup.units]
    totals = Counter(unit.category.name for unit in units if unit.category.is_spread)
    return Whole(
        mean=sum(unit.member_count for unit in units) / len(makeups) if makeups else 0,
        spread={name: count for name, count in totals.items() if count >= len(makeups)},
        may_lead="或".join(category.name for category in categories if category.may_lead),
        may_deputize="或".join(category.name for category in categories if category.may_deputize),
    )


def judge_lead(makeup, whole):
    if not makeup.leads:
        return Level.RED, "没有片长单位。"
    lead = makeup.leads[0]
    if not lead.category.may_lead:
        return Level.AMBER, f"片长单位{lead}属{lead.category}，原则上由{whole.may_lead or '指定类别的单位'}担任。"
    return Level.GREEN, f"片长单位{lead}，{lead.category}。"


def judge_deputies(makeup, whole):
    least, most = DEPUTIES
    number = len(makeup.deputies)
    if not least <= number <= most:
        count = f"有副片长单位 {number} 个" if number else "没有副片长单位"
        return Level.AMBER, f"{count}，原则上 {least} 至 {most} 个。"
    odd = [unit for unit in makeup.deputies if not unit.category.may_deputize]
    if odd:
        names = "、".join(f"{unit}（{unit.category}）" for unit in odd)
        return Level.AMBER, f"副片长单位{names}，原则上由{whole.may_deputize or '指定类别的单位'}担任。"
    return Level.GREEN, f"副片长单位 {number} 个：{'、'.join(map(str, makeup.deputies))}。"


def judge_chamber(makeup, whole):
    if len(makeup.chambers) == CHAMBERS:
        return Level.GREEN, f"{makeup.chambers[0]}。"
    count = f"有商（协）会党组织 {len(makeup.chambers)} 个" if makeup.chambers else "没有商（协）会党组织"
    return Level.AMBER, f"{count}，原则上每个联盟 {CHAMBERS} 个。"


def judge_size(makeup, whole):
    if not makeup.units:
        return Level.RED, "没有成员单位。"
    count, mean = makeup.member_count, round(whole.mean)
    if not whole.mean or abs(count - whole.mean) * 100 <= BALANCE * whole.mean:
        return Level.GREEN, f"党员 {count:,} 名，各联盟平均 {mean:,} 名。"
    return Level.AMBER, f"党员 {count:,} 名，比各联盟平均 {mean:,} 名{_difference(count / whole.mean - 1)}。"


def judge_spread(makeup, whole):
    here = Counter(unit.category.name for unit in makeup.units)
    crowded = [name for name, total in whole.spread.items() if here[name] * 100 > SPREAD * total]
    if crowded:
        counts = "、".join(f"{name} {whole.spread[name]} 个中有 {here[name]} 个" for name in crowded)
        return Level.AMBER, f"{counts}在本联盟，原则上分散到各联盟。"
    counts = "，".join(f"{name} {here[name]} 个（共 {total} 个）" for name, total in whole.spread.items())
    return Level.GREEN, f"{counts}。" if counts else "没有需要分散编组的单位。"


def _difference(share):
    """多四成, 少五成, 少九成以上, 多一倍以上: cut to a tenth, as the office says it."""
    tenths = int(abs(share) * 10 + 1e-9)
    if share < 0:
        return f"少{TENTHS[tenths]}成" if tenths < len(TENTHS) else "少九成以上"
    return f"多{TENTHS[tenths]}成" if tenths < len(TENTHS) else "多一倍以上"


JUDGES = {
    Rule.LEAD: judge_lead,
    Rule.DEPUTIES: judge_deputies,
    Rule.CHAMBER: judge_chamber,
    Rule.SIZE: judge_size,
    Rule.SPREAD: judge_spread,
}


def waive(alliance, rule, *, by, note):
    """Say why a breach is accepted. A second word replaces the first; both stay in the history."""
    note = note.strip()
    if not note:
        raise WrongState("请写明原因，如“市公安局党员 1,180 名，不宜拆分”。")
    if rule not in Rule.values:
        raise WrongState("没有这个核对项。")
    if len(note) > NOTE_LENGTH:
        raise WrongState(f"说明请在 {NOTE_LENGTH} 字以内。")
    return Waiver.objects.update_or_create(alliance=alliance, rule=rule, defaults={"note": note, "by": by})[0]


def withdraw_waiver(waiver, *, by):
    """The breach shows in amber again."""
    if not Waiver.objects.filter(pk=waiver.pk).exists():
        raise WrongState("这条说明已撤回。")
    waiver._history_user = by
    waiver.delete()
