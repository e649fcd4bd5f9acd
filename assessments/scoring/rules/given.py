"""Points that people decide on: within a range with a reason, or by a meeting's decision with its document."""

from fractions import Fraction

from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import said

from .base import Rule
from .params import Param

LOW = Param("low", "从", required=True, help="扣分写负数；两端次序不限。")
HIGH = Param("high", "到", required=True)


class Given(Rule):
    """0 is always possible, even outside the range: what did not happen earns and costs nothing."""

    own = (LOW, HIGH)
    needs = frozenset({"points"})
    lacking = ""

    def prepare(self):
        self._low, self._high = sorted((Fraction(self.low), Fraction(self.high)))

    def faults(self, depth=0):
        if self._low == self._high == 0:
            yield RuleFault("范围是 0 分至 0 分，没有分可给。")
        if not depth and self.full and self._high > self.full:
            yield RuleFault(f"最高可给{said(self._high)}分，超过分值{said(self.full)}分。", ("到",))

    def raw(self, facts, frame):
        return Fraction(facts.points) if self.answered(facts, frame) else 0

    def natural(self, full):
        return self.reach(full)

    def natural_words(self):
        return "范围下限", "范围上限"

    def reach(self, full):
        return min(self._low, 0), max(self._high, 0)

    def range_said(self):
        nothing = "" if self._low <= 0 <= self._high else "（没有发生的记 0 分）"
        return f"{said(self._low)} 分至 {said(self._high)} 分{nothing}"

    def answered(self, facts, frame):
        if facts.points is None:
            return False
        return self.is_nothing(facts.points) or self.is_backed(facts.reason, facts.decision)

    def is_nothing(self, points):
        """0 where the range does not hold 0: nothing to give a reason for."""
        return points == 0 and not self._low <= 0 <= self._high

    def is_backed(self, reason, decision):
        raise NotImplementedError

    def check_given(self, points, reason="", decision=""):
        found = []
        if not (self._low <= points <= self._high or self.is_nothing(points)):
            found.append(f"{said(points)} 分不在范围内，应为 {self.range_said()}。")
        if not (self.is_nothing(points) or self.is_backed(reason, decision)):
            found.append(f"{self.lacking}（范围 {self.range_said()}）。")
        return found

    def formula(self):
        return self.range_said()

    def arithmetic(self, facts, frame):
        return "记 0 分" if not self.raw(facts, frame) else f"记 {said(facts.points)} 分"

    def notes(self, facts, frame):
        if facts.points is not None and not self.answered(facts, frame):
            yield f"{self.lacking}，{said(facts.points)} 分未计"

    def inputs(self, facts, frame):
        if facts.points is None:
            return "尚未给分"
        backing = "，".join(filter(None, (facts.decision, facts.reason)))
        return f"给 {said(facts.points)} 分" + (f"：{backing}" if backing else "")


class DiscretionaryRange(Given):
    kind = "discretionary_range"
    label = "酌情给分"
    help = "由人在范围内给分，须写明理由。"
    lacking = "酌情给分须写明理由"

    def is_backed(self, reason, decision):
        return bool(reason.strip())

    def sentence(self):
        return f"酌情给 {self.range_said()}，须写明理由"


class ManualByMeeting(Given):
    kind = "manual_by_meeting"
    label = "会议决定"
    help = "由会议研究决定给分，须写明会议和文号。"
    lacking = "会议决定的分须写明会议名称和文号"
    needs = frozenset({"points", "decision"})

    def is_backed(self, reason, decision):
        return bool(decision.strip())

    def sentence(self):
        return f"由会议研究决定给 {self.range_said()}，须写明会议和文号"
