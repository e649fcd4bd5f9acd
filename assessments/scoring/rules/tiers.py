"""镇2 县4 市6 省10, or a number that falls into a tier: 80以下 0、80至90 2、90以上 4."""

from collections import Counter
from fractions import Fraction

from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import exact, said, signed

from .base import Rule
from .params import CHOICE, LEVELS, TEXT, TIERS, Param

TOTAL, ITEM = "total", "item"
FULL, ZERO = "full", "zero"


def _gravity(points):
    return abs(points), points


class Ladder:
    """Tiers with their ends as Fractions; a number below, above or between all of them earns 0."""

    def __init__(self, tiers):
        self.tiers = [
            (None if tier.low is None else Fraction(tier.low), None if tier.high is None else Fraction(tier.high), tier)
            for tier in tiers
        ]
        self.points = {id(tier): Fraction(tier.points) for _, _, tier in self.tiers}

    def find(self, number):
        for low, high, tier in self.tiers:
            if (low is None or low <= number) and (high is None or number < high):
                return tier
        return None

    def of(self, number):
        tier = self.find(number)
        return self.points[id(tier)] if tier else 0

    def reach(self):
        """The least and the most; 0 is among them unless the tiers cover everything."""
        points = list(self.points.values())
        if self.tiers[0][0] is not None or self.tiers[-1][1] is not None:
            points.append(0)
        return min(points), max(points)

    def said(self, number):
        tier = self.find(number)
        return f"属“{tier}”档" if tier else "不在各档之内"

    def words(self, unit=""):
        return "、".join(f"{tier}{unit} {said(tier.points)}分" for _, _, tier in self.tiers)

    def better(self, number, unit=""):
        """(what to reach, points) of the tiers further up that bring more than this number does."""
        now = self.of(number)
        for low, _, tier in self.tiers:
            if low is not None and low > number and self.points[id(tier)] > now:
                yield f"达到{said(low)}{unit}（现{said(number)}{unit}）", self.points[id(tier)] - now


class TierRule(Rule):
    kind = "tier"
    label = "分档"
    help = "按数量落在哪一档，或按记录的级别（镇、县、市、省）得分；可合计算一次，也可逐项相加。"
    needs = frozenset({"items", "amount"})
    own = (
        Param("tiers", "档次", TIERS, default=(), help="按数量分档：含起点、不含止点。"),
        Param("labels", "级别", LEVELS, default=(), help="按记录的级别：镇 2、县 4、市 6、省 10。"),
        Param(
            "per",
            "怎样计",
            CHOICE,
            default=TOTAL,
            choices=((TOTAL, "合计一次"), (ITEM, "逐项相加")),
            help="合计一次：按总量，或只计级别最高的一项。",
            said=True,
        ),
        Param("unit", "单位", TEXT, default=""),
        Param(
            "base",
            "从哪里算",
            CHOICE,
            default=ZERO,
            choices=((ZERO, "直接得分"), (FULL, "从分值里加减")),
            help="从分值里扣的，各档写负分：应设未设 −3、未列席 −1。",
        ),
    )

    def prepare(self):
        self._ladder = Ladder(self.tiers) if self.tiers else None
        self._labels = {level.name: Fraction(level.points) for level in self.labels}
        if self._labels:
            self.needs = frozenset({"items"})

    def faults(self, depth=0):
        if bool(self.tiers) == bool(self.labels):
            yield RuleFault("“档次”和“级别”应填写其中一个。")
        elif self.base == FULL and self.full == 0:
            yield RuleFault("分值为 0，无分可扣：减分项请选“直接得分”。", ("从哪里算",))
        elif not depth and self.full and self.cap is None and self.per == TOTAL and self.base == ZERO:
            high = max(one.points for one in (*self.tiers, *self.labels))
            if high > self.full:
                yield RuleFault(f"最高一档{said(high)}分，超过分值{said(self.full)}分。")

    def item_weight(self, item):
        if self._ladder:
            return self._ladder.of(exact(item.amount))
        return self._labels.get(item.label, 0) * exact(item.amount)

    def raw(self, facts, frame):
        return self.sum_up(facts) + (frame.full if self.base == FULL else 0)

    def natural(self, full):
        return (0, full) if self.base == FULL else super().natural(full)

    def sum_up(self, facts):
        if self.per == ITEM and (facts.items or self._labels):
            return sum(self.item_weight(item) for item in facts.items if item.counts)
        if self._ladder:
            return self._ladder.of(facts.figure)
        best = 0
        for item in facts.items:
            if item.counts:
                best = max(best, self.item_weight(item), key=_gravity)
        return best

    def reach(self, full):
        low, high = self._own_reach()
        start = full if self.base == FULL else 0
        return (None if low is None else start + low), (None if high is None else start + high)

    def _own_reach(self):
        low, high = self._ladder.reach() if self._ladder else (min(self._labels.values()), max(self._labels.values()))
        if self.per == TOTAL and self._ladder:
            return low, high
        low, high = min(low, 0), max(high, 0)  # of a label: a record that counts once
        return (low, high) if self.per == TOTAL else (None if low else 0, None if high else 0)

    def sentence(self):
        start = f"从{self.full_said()}分里加减，" if self.base == FULL else ""
        return f"{start}{self._how()}"

    def _how(self):
        if self._ladder:
            how = "每项按数量" if self.per == ITEM else "按总量"
            return f"{how}分档：{self._ladder.words(self.unit)}{'，各项相加' if self.per == ITEM else ''}"
        labels = "、".join(f"{level.name}{said(level.points)}分" for level in self.labels)
        return f"按级别：{labels}，{'各项相加' if self.per == ITEM else '只计最高的一项'}"

    def formula(self):
        return self.sentence()

    def arithmetic(self, facts, frame):
        start = said(frame.full) if self.base == FULL else ""
        if self.per == ITEM and (facts.items or self._labels):
            return self._added_up(facts, start)
        points = f"{start} {signed(self.sum_up(facts))}：" if start else ""
        if self._ladder:
            return f"{points}{said(facts.figure)}{self.unit} {self._ladder.said(facts.figure)}"
        best = self._best(facts)
        return points + (f"最高为“{best.label}”一项" if best else "没有可计的项")

    def _added_up(self, facts, start):
        points = Counter()
        for item in facts.counted:
            points[item.label or (self.unit and said(item.amount)) or "", self.item_weight(item)] += 1
        line = start
        for (name, each), times in sorted(points.items(), key=lambda one: (-abs(one[0][1]), one[0][0])):
            sign = " − " if each < 0 else " + " if line else ""
            line += f"{sign}{name}{' ' if name else ''}{said(abs(each))}{f' × {times}' if times > 1 else ''}"
        return line.strip() or "没有可计的项"

    def _best(self, facts):
        items = [item for item in facts.counted if self.item_weight(item)]
        return min(items, key=lambda item: (-abs(self.item_weight(item)), item.key), default=None)

    def notes(self, facts, frame):
        if self._labels:
            for item in facts.counted:
                if item.label not in self._labels:
                    yield f"{'没有级别' if not item.label else f'“{item.label}”不在级别之列'}，计 0 分：{item.text}"

    def inputs(self, facts, frame):
        if self._ladder and self.per == TOTAL:
            return f"{said(facts.figure)}{self.unit}"
        return f"{len(facts.counted)} 项"

    def acts(self, facts, frame):
        if self._ladder and self.per == TOTAL:
            yield from self._ladder.better(facts.figure, self.unit)
        elif self._labels:
            best = max(self.labels, key=lambda level: level.points)
            if best.points <= 0:
                return
            if self.per == ITEM:
                yield f"再有1项“{best.name}”", self._labels[best.name]
            else:
                yield f"取得“{best.name}”一项", self._labels[best.name] - self.sum_up(facts)
