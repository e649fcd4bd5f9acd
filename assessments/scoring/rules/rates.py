"""A figure as a share of what it should be: 覆盖率, 出勤率, 完成率."""

from fractions import Fraction

from assessments.scoring.facts import Facts
from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import equals, exact, said

from .base import Rule
from .params import CHOICE, RULE, TEXT, Param

FULL, ZERO = "full", "zero"
RATE, AMOUNT = "rate", "amount"
EMPTY = Param(
    "empty",
    "没有应做的",
    CHOICE,
    default=FULL,
    choices=((FULL, "无应做按满分"), (ZERO, "无应做不得分")),
    help="应到、应做为 0 的单位怎样计。",
)
UNIT = Param("unit", "单位", TEXT, default="次")
BY = Param("by", "依据", CHOICE, default=AMOUNT, choices=((AMOUNT, "按数量"), (RATE, "按比率")))
NOTHING_DUE = "没有应做的"


def rate(facts):
    """Percent of what was due, at most 100; None where nothing was due or it is not known."""
    if not facts.whole:
        return None
    return min(Fraction(facts.figure) * 100 / exact(facts.whole), Fraction(100))


def rate_line(facts):
    met = said(facts.figure)
    if facts.figure > facts.whole:
        return f"{met} ÷ {said(facts.whole)}，超过应有的，按 100% 计"
    return f"{met} ÷ {said(facts.whole)} × 100% {equals(rate(facts))}%"


def needs_full(rule):
    if rule.full is not None and rule.full <= 0:
        yield RuleFault("分值为 0，总是得 0 分：请填写分值。")


def due_said(facts, unit, due="应到", met="实到"):
    """应到 6 次，批准请假 0 次，实到 5 次"""
    if facts.whole is None:
        return f"{due}数未知，{met} {said(facts.figure)} {unit}"
    whole = exact(facts.whole) + exact(facts.excused)
    excused = f"，批准请假 {said(facts.excused)} {unit}" if facts.excused or due == "应到" else ""
    return f"{due} {said(whole)} {unit}{excused}，{met} {said(facts.figure)} {unit}"


class OfDue(Rule):
    """What the rates have in common: nothing known, nothing due, then a share."""

    needs = frozenset({"items", "amount", "whole"})

    def faults(self, depth=0):
        return needs_full(self)

    def nothing_due(self, full):
        return full if self.empty == FULL else 0

    def answered(self, facts, frame):
        return facts.whole is not None

    def notes(self, facts, frame):
        if facts.whole is not None and not facts.whole:
            yield f"{NOTHING_DUE}，{'按满分计' if self.empty == FULL else '不得分'}"

    def inputs(self, facts, frame):
        return due_said(facts, self.unit, "应做", "完成")

    def to_do(self, facts):
        """What is still missing of the whole, rounded up to whole ones."""
        return -(-(exact(facts.whole) - facts.figure) // 1)


class Proportion(OfDue):
    kind = "proportion"
    label = "按比例得分"
    help = "分值 × 完成数 ÷ 应完成数，最高得满分。"
    own = (EMPTY, UNIT)

    def raw(self, facts, frame):
        if facts.whole is None:
            return 0
        if not facts.whole:
            return self.nothing_due(frame.full)
        return frame.full * facts.figure / exact(facts.whole)

    def natural(self, full):
        return 0, full

    def natural_words(self):
        return "最低0分", "不超过分值"

    def sentence(self):
        return f"分值{self.full_said()}分乘以完成数占应完成数的比例" if self.full is not None else "按完成比例得分"

    def formula(self):
        return f"{self.full_said()} × 完成数 ÷ 应完成数"

    def arithmetic(self, facts, frame):
        if not facts.whole:
            return "应完成数未知" if facts.whole is None else NOTHING_DUE
        return f"{said(frame.full)} × {said(facts.figure)} ÷ {said(facts.whole)}"

    def acts(self, facts, frame):
        if facts.whole and facts.figure < facts.whole:
            yield f"再完成{said(self.to_do(facts))}{self.unit}", frame.full - self.value(facts, frame)


class Threshold(OfDue):
    """覆盖率100%得4分否则0."""

    kind = "threshold_all_or_nothing"
    label = "达标得分"
    help = "达到标准得满分，达不到的得“否则”的分。"
    own = (
        Param("threshold", "达到", required=True, help="按比率的写百分数。"),
        Param("by", "依据", CHOICE, default=RATE, choices=((RATE, "按比率"), (AMOUNT, "按数量")), said=True),
        Param("otherwise", "否则", default=0),
        EMPTY,
        UNIT,
    )

    def prepare(self):
        self._threshold, self._otherwise = Fraction(self.threshold), Fraction(self.otherwise)
        if self.by == AMOUNT:
            self.needs = frozenset({"items", "amount"})

    def faults(self, depth=0):
        yield from needs_full(self)
        if self.by == RATE and not 0 < self.threshold <= 100:
            yield RuleFault("比率应大于 0、不超过 100（%）。", ("达到",))
        if self.full and self.otherwise >= self.full:
            yield RuleFault(f"达不到的得{said(self.otherwise)}分，不少于满分{said(self.full)}分。", ("否则",))

    def reached(self, facts):
        if self.by == AMOUNT:
            return facts.figure >= self._threshold
        share = rate(facts)
        return share is not None and share >= self._threshold

    def raw(self, facts, frame):
        if self.by == RATE and not facts.whole:
            return 0 if facts.whole is None else self.nothing_due(frame.full)
        return frame.full if self.reached(facts) else self._otherwise

    def reach(self, full):
        return min(self._otherwise, 0), full

    def answered(self, facts, frame):
        return self.by == AMOUNT or facts.whole is not None

    def notes(self, facts, frame):
        return super().notes(facts, frame) if self.by == RATE else ()

    def mark_said(self):
        return f"{said(self.threshold)}{'%' if self.by == RATE else self.unit}"

    def sentence(self):
        return f"达到{self.mark_said()}得{self.full_said()}分，否则{said(self.otherwise)}分"

    def formula(self):
        return f"≥ {self.mark_said()} → {self.full_said()}，否则 → {said(self.otherwise)}"

    def before(self, facts, frame):
        if self.by == RATE and facts.whole:
            yield rate_line(facts)

    def arithmetic(self, facts, frame):
        if self.by == RATE and not facts.whole:
            return "应完成数未知" if facts.whole is None else NOTHING_DUE
        return f"{'达到' if self.reached(facts) else '未达到'}{self.mark_said()}"

    def inputs(self, facts, frame):
        return super().inputs(facts, frame) if self.by == RATE else f"{said(facts.figure)} {self.unit}"

    def acts(self, facts, frame):
        if (self.by == RATE and not facts.whole) or self.reached(facts):
            return
        target = self._threshold if self.by == AMOUNT else self._threshold * exact(facts.whole) / 100
        yield f"再完成{said(-(-(target - facts.figure) // 1))}{self.unit}", frame.full - self.value(facts, frame)


class AttendanceRate(OfDue):
    """到会率<80%扣, 出勤率100%加3: the rule inside sees the rate in percent as its amount.

    Leave with reason is no absence: it is out of `whole` already.
    """

    kind = "attendance_rate"
    label = "出勤率"
    help = "实到 ÷（应到 − 批准请假）；有内层的，内层按出勤率（%）计分，没有的得 分值 × 出勤率。"
    own = (Param("then", "内层", RULE), EMPTY, UNIT)

    def prepare(self):
        if self.then:
            self.can_veto = self.then.can_veto
            self.needs = self.needs | (self.then.needs - {"items", "amount"})

    def faults(self, depth=0):
        if not self.then:
            yield from needs_full(self)
        elif not self.then.needs <= {"items", "amount", "peers"}:
            yield RuleFault(f"“{self.then.label}”不能按出勤率计分。", ("内层",))

    def seen(self, facts):
        return Facts(amount=rate(facts) if facts.whole else Fraction(100))

    def raw(self, facts, frame):
        if not facts.whole and (facts.whole is None or self.empty == ZERO):
            return 0
        if self.then:
            return self.then.value(self.seen(facts), frame)
        return frame.full * rate(facts) / 100 if facts.whole else frame.full

    def natural(self, full):
        return (0, full) if not self.then else super().natural(full)

    def reach(self, full):
        if not self.then:
            return 0, full
        low, high = self.then.bounds(full)
        return (None if low is None else min(low, 0)), (None if high is None else max(high, 0))

    def measure(self, facts):
        if not self.then:
            return rate(facts) or 0
        return self.then.measure(self.seen(facts)) if facts.whole is not None else 0

    def veto(self, facts, frame):
        return self.then.veto(self.seen(facts), frame) if self.can_veto and facts.whole is not None else None

    def sentence(self):
        if self.then:
            return f"按出勤率（%，批准请假的不算缺席）计分：{self.then.words().removesuffix('。')}"
        return f"分值{self.full_said()}分乘以出勤率，批准请假的不算缺席"

    def formula(self):
        rate_said = f"实到{self.unit}数 ÷（应到{self.unit}数 − 批准请假{self.unit}数）"
        return f"{rate_said} × 100% → {self.then.formula()}" if self.then else f"{self.full_said()} × {rate_said}"

    def uses_then(self, facts):
        return self.then and facts.whole is not None and (facts.whole or self.empty == FULL)

    def before(self, facts, frame):
        if self.then and facts.whole:
            yield rate_line(facts)

    def steps(self, facts, frame):
        if not self.uses_then(facts):
            yield from super().steps(facts, frame)
            return
        yield from self.before(facts, frame)
        yield from self.then.lines(self.seen(facts), frame)

    def arithmetic(self, facts, frame):
        if not facts.whole:
            return "应到数未知" if facts.whole is None else NOTHING_DUE
        return f"{said(frame.full)} × {said(min(facts.figure, exact(facts.whole)))} ÷ {said(facts.whole)}"

    def inputs(self, facts, frame):
        return due_said(facts, self.unit)

    def inside(self, facts, frame):
        return ((self.then, self.seen(facts), frame),) if self.uses_then(facts) else ()

    def notes(self, facts, frame):
        yield from super().notes(facts, frame)
        if self.uses_then(facts):
            yield from self.then.bites(self.seen(facts), frame)

    def acts(self, facts, frame):
        if facts.whole and facts.figure < facts.whole:
            every = Facts(items=facts.items, amount=facts.whole, whole=facts.whole)
            yield f"出勤率达到100%（现{said(rate(facts))}%）", self.value(every, frame) - self.value(facts, frame)
