"""催办后仍未落实加倍; 其他干部减半; 平台扣分×10: records with a mark count more than once, or the whole result does."""

from dataclasses import replace
from fractions import Fraction

from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import equals, exact, said

from .base import Holding
from .params import TEXT, Param
from .toggles import with_items


class Multiplier(Holding):
    kind = "multiplier"
    label = "加倍"
    help = "有某个标记的记录按几倍计（减半写 0.5）；不写标记的，内层的得分乘以倍数。"
    own = (
        Param("flag", "标记", TEXT, default="", help="如“催办后”；不填为全部。"),
        Param("factor", "倍数", required=True),
        Holding.INNER,
    )

    def prepare(self):
        super().prepare()
        self._factor = Fraction(self.factor)

    def faults(self, depth=0):
        if self.factor <= 0:
            yield RuleFault("应大于 0。", ("倍数",))
        if self.flag and "items" not in self.inner.needs:
            yield RuleFault(f"“{self.inner.label}”不看记录，标记不起作用。", ("标记",))

    def flagged(self, facts):
        return [item for item in facts.counted if self.flag in item.flags] if self.flag else []

    def seen(self, facts):
        flag = self.flag
        if not flag or not any(flag in item.flags for item in facts.items):
            return facts
        return with_items(
            facts,
            tuple(
                replace(item, amount=exact(item.amount) * self._factor) if flag in item.flags else item
                for item in facts.items
            ),
        )

    def raw(self, facts, frame):
        value = self.inner.value(self.seen(facts), frame)
        return value if self.flag else value * self._factor

    def item_weight(self, item):
        factor = self._factor if not self.flag or self.flag in item.flags else 1
        return self.inner.item_weight(item) * factor

    def reach(self, full):
        low, high = self.inner.bounds(full)
        if self.flag and self._factor < 1:
            return low, high
        return (None if low is None else low * self._factor), (None if high is None else high * self._factor)

    def times_said(self):
        return {2: "加倍", Fraction(1, 2): "减半"}.get(self._factor, f"×{said(self._factor)}")

    def sentence(self):
        inner = self.inner.words().removesuffix("。")
        return (
            f"{inner}；标有“{self.flag}”的{self.times_said()}计" if self.flag else f"{inner}；得分{self.times_said()}"
        )

    def formula(self):
        marked = f"（标有“{self.flag}”的 × {said(self._factor)}）"
        return f"{self.inner.formula()}{marked}" if self.flag else f"（{self.inner.formula()}）× {said(self._factor)}"

    def before(self, facts, frame):
        if flagged := self.flagged(facts):
            yield f"其中 {len(flagged)} 条标有“{self.flag}”，{self.times_said()}计"

    def steps(self, facts, frame):
        yield from super().steps(facts, frame)
        if not self.flag:
            yield f"{self.arithmetic(facts, frame)} {equals(self.raw(facts, frame))}"

    def arithmetic(self, facts, frame):
        return f"{said(self.inner.value(facts, frame))} × {said(self._factor)}"

    def acts(self, facts, frame):
        factor = 1 if self.flag else self._factor
        return ((text, gain * factor) for text, gain in self.inner.acts(self.seen(facts), frame))
