"""So many points for each occurrence, off or on."""

from fractions import Fraction

from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import said

from .base import Rule
from .params import CHOICE, TEXT, Param

EACH = Param("each", "每次", required=True, help="每发生一次多少分，写正数。")
UNIT = Param("unit", "单位", TEXT, default="次", help="次、例、人、条 ……")
BEYOND = Param("beyond", "超过", help="从第几次以后才算；不填为每次都算。")

FULL, ZERO = "full", "zero"
EMPTY, BELOW = "empty", "below"


class Occurrences(Rule):
    """What deducting and adding have in common."""

    needs = frozenset({"items", "amount"})

    def prepare(self):
        self._each = Fraction(self.each)
        self._beyond = Fraction(self.beyond or 0)

    def faults(self, depth=0):
        if self.each <= 0:
            yield RuleFault("应大于 0；加分还是扣分由计分方式决定。", ("每次",))
        if self.beyond is not None and self.beyond < 0:
            yield RuleFault("不能是负数。", ("超过",))
        if getattr(self, "base", None) == FULL and self.full == 0:
            yield RuleFault("分值为 0，无分可扣：减分项请选“单记负分”。", ("从哪里扣",))

    def times(self, facts):
        """How many occurrences count."""
        times = facts.figure - self._beyond
        return times if times > 0 else 0

    def times_said(self, facts):
        return said(self.times(facts))

    def each_said(self, verb):
        beyond = f"超过{said(self.beyond)}{self.unit}后，" if self.beyond else ""
        return f"{beyond}每{self.unit}{verb}{said(self.each)}分"

    def times_words(self):
        times = f"{self.unit}数"
        return f"（{times} − {said(self.beyond)}）" if self.beyond else times

    def before(self, facts, frame):
        if self.beyond:
            rest = f"超过{said(self.beyond)}{self.unit}的计 {self.times_said(facts)} {self.unit}"
            yield f"{said(facts.figure)}{self.unit}，{rest}"

    def inputs(self, facts, frame):
        left_out = len(facts.items) - len(facts.counted)
        return f"{said(facts.figure)} {self.unit}" + (f"，另有 {left_out} 条不计" if left_out else "")


class DeductPerOccurrence(Occurrences):
    kind = "deduct_per_occurrence"
    label = "逐次扣分"
    help = "每发生一次扣几分，可以扣完为止。"
    own = (
        EACH,
        UNIT,
        BEYOND,
        Param(
            "base",
            "从哪里扣",
            CHOICE,
            default=FULL,
            choices=((FULL, "从分值里扣"), (ZERO, "单记负分")),
            help="减分项单记负分。",
        ),
        Param("end", "扣到", CHOICE, default=EMPTY, choices=((EMPTY, "扣完为止"), (BELOW, "可扣成负分")), said=True),
    )

    def raw(self, facts, frame):
        lost = self._each * self.times(facts)
        return frame.full - lost if self.base == FULL else -lost

    def natural(self, full):
        if self.end == BELOW:
            return None, None
        if self.base == FULL:
            return 0, full
        return (-full if full else None), 0

    def reach(self, full):
        return None, (full if self.base == FULL else 0)

    def sentence(self):
        start = f"从{self.full_said()}分里" if self.base == FULL else ""
        until = "，扣完为止" if self.end == EMPTY and (self.base == FULL or self.full) else ""
        return f"{start}{self.each_said('扣')}{until}"

    def formula(self):
        lost = f"{said(self.each)} × {self.times_words()}"
        return f"{self.full_said()} − {lost}" if self.base == FULL else f"−{lost}"

    def arithmetic(self, facts, frame):
        lost = f"{said(self._each)} × {self.times_said(facts)}"
        return f"{said(frame.full)} − {lost}" if self.base == FULL else f"−{lost}"


class BonusPerOccurrence(Occurrences):
    """Where the leaf has points they are the cap, too: 集中学习每次2分封顶12 is a leaf of 12 points."""

    kind = "bonus_per_occurrence_with_cap"
    label = "逐次加分"
    help = "每发生一次得几分，封顶为“最高”；没有写“最高”的，指标有分值时以分值封顶。"
    own = (EACH, UNIT, BEYOND)

    def raw(self, facts, frame):
        return self._each * self.times(facts)

    def natural_words(self):
        return "", "封顶"

    def reach(self, full):
        return 0, None

    def sentence(self):
        top = f"，封顶{said(self.full)}分" if self.cap is None and self.full else ""
        return f"{self.each_said('得')}{top}"

    def formula(self):
        return f"{said(self.each)} × {self.times_words()}"

    def arithmetic(self, facts, frame):
        return f"{said(self._each)} × {self.times_said(facts)}"

    def acts(self, facts, frame):
        high = self.limits(frame.full)[1]
        start = self.raw(facts, frame)
        if high is None:
            yield f"再增1{self.unit}", self._each
        elif start < high:
            more = high / self._each + self._beyond - facts.figure
            yield f"再增{said(-(-more // 1))}{self.unit}", high - self.value(facts, frame)
