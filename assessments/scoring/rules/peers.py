"""Points that depend on how the other units did: 得分/第一名×满分, 名次每降1位减2%."""

from fractions import Fraction

from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import said

from .base import Rule
from .params import CHOICE, Param
from .rates import BY, RATE, needs_full, rate

PERCENT, POINTS = "percent", "points"
MOST, LEAST = "most_first", "least_first"


class Compared(Rule):
    def prepare(self):
        self.needs = frozenset({"items", "amount", "peers"} | ({"whole"} if self.by == RATE else set()))

    def faults(self, depth=0):
        return needs_full(self)

    def measure(self, facts):
        return (rate(facts) or 0) if self.by == RATE else facts.figure

    def answered(self, facts, frame):
        return bool(frame.peers) and (self.by != RATE or facts.whole is not None)

    def natural(self, full):
        return 0, full

    def natural_words(self):
        return "最低0分", "不超过分值"

    def measure_said(self, facts):
        return f"{said(self.measure(facts))}{'%' if self.by == RATE else ''}"

    def inputs(self, facts, frame):
        return f"本单位 {self.measure_said(facts)}，共 {len(frame.peers)} 个单位"


class RatioToTop(Compared):
    """Where the best has nothing, nobody gets anything."""

    kind = "ratio_to_top"
    label = "比第一名"
    help = "分值 × 本单位 ÷ 第一名；各单位都没有数量的都不得分。"
    own = (BY,)

    def raw(self, facts, frame):
        return frame.full * self.measure(facts) / Fraction(frame.top) if frame.top > 0 else 0

    def sentence(self):
        return f"第一名得{self.full_said()}分，其余按与第一名的比例得分；第一名为 0 的都不得分"

    def formula(self):
        return f"{self.full_said()} × 本单位 ÷ 第一名"

    def arithmetic(self, facts, frame):
        if frame.top <= 0:
            return "第一名为 0，都不得分"
        return f"{said(frame.full)} × {said(self.measure(facts))} ÷ {said(frame.top)}"

    def notes(self, facts, frame):
        if frame.peers and frame.top <= 0:
            yield "第一名为 0，各单位都不得分"

    def inputs(self, facts, frame):
        top = f"{said(frame.top)}{'%' if self.by == RATE else ''}"
        return f"{super().inputs(facts, frame)}，第一名 {top}"

    def acts(self, facts, frame):
        if (own := self.measure(facts)) < frame.top:
            unit = "%" if self.by == RATE else ""
            yield f"达到第一名的{said(frame.top)}{unit}（现{said(own)}{unit}）", frame.full - self.value(facts, frame)


class RankStep(Compared):
    """Equals share a place, and the next one stands behind them all: 1, 1, 3."""

    kind = "rank_step"
    label = "名次递减"
    help = "第一名得满分，名次每降一位减几分或分值的百分之几；并列的同分。"
    own = (
        Param("step", "每位减", required=True, help="写正数。"),
        Param("step_in", "减的是", CHOICE, default=PERCENT, choices=((PERCENT, "百分比"), (POINTS, "分")), said=True),
        Param("order", "排序", CHOICE, default=MOST, choices=((MOST, "多者在前"), (LEAST, "少者在前"))),
        BY,
    )

    def prepare(self):
        super().prepare()
        self._step = Fraction(self.step)

    def faults(self, depth=0):
        yield from needs_full(self)
        if self.step <= 0:
            yield RuleFault("应大于 0。", ("每位减",))
        elif self.step_in == PERCENT and self.step > 100:
            yield RuleFault("不能超过 100%。", ("每位减",))

    def place(self, facts, frame):
        return frame.place(self.measure(facts), least_first=self.order == LEAST)

    def raw(self, facts, frame):
        return self.at(self.place(facts, frame), frame) if frame.peers else 0

    def at(self, place, frame):
        lost = self._step * (place - 1)
        return frame.full * (100 - lost) / 100 if self.step_in == PERCENT else frame.full - lost

    def step_said(self):
        return f"{said(self.step)}{'%' if self.step_in == PERCENT else '分'}"

    def sentence(self):
        order = "，数量少的在前" if self.order == LEAST else ""
        return f"第一名得{self.full_said()}分，名次每降1位减{self.step_said()}{order}，并列的同分"

    def formula(self):
        if self.step_in == PERCENT:
            return f"{self.full_said()} ×（100% − {said(self.step)}% ×（名次 − 1））"
        return f"{self.full_said()} − {said(self.step)} ×（名次 − 1）"

    def before(self, facts, frame):
        if frame.peers:
            yield f"第 {self.place(facts, frame)} 名"

    def arithmetic(self, facts, frame):
        if not frame.peers:
            return "还没有名次"
        behind = self.place(facts, frame) - 1
        if self.step_in == PERCENT:
            return f"{said(frame.full)} ×（100% − {said(self._step)}% × {behind}）"
        return f"{said(frame.full)} − {said(self._step)} × {behind}"

    def acts(self, facts, frame):
        if frame.peers and (place := self.place(facts, frame)) > 1:
            low = self.limits(frame.full)[0]
            yield "名次提高到第 1 名", self.at(1, frame) - max(self.at(place, frame), low)
