"""What every kind of rule can do. A kind says how it computes; cap, floor, data and words of them are here."""

from fractions import Fraction

from assessments.scoring.figures import equals, exact, said
from assessments.scoring.working import Missing, Working

from .params import RULE, Param, written
from .toggles import with_item

CAP = Param("cap", "最高", help="得分高于它的按它计。")
FLOOR = Param("floor", "最低", help="得分低于它的按它计。")


class Rule:
    """A rule, read and checked. Its parameters are attributes; it is never changed.

    kind, label, help   the name in data, the name people read, one sentence on what it does
    params              what a form asks for; `own` without the common cap and floor
    needs               of {"items", "amount", "whole", "choice", "points", "decision", "votes", "marks", "peers"}
    full                the points of the leaf, None where they are not known; computing goes by frame.full
    """

    kind = label = help = ""
    own: tuple[Param, ...] = ()
    needs: frozenset = frozenset()
    for_parent = False
    can_veto = False

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.params = (*cls.own, CAP, FLOOR)

    def __init__(self, values, full=None):
        self.full = None if full is None else Fraction(full)
        for param in self.params:
            setattr(self, param.name, values.get(param.name, param.default))
        self._cap = None if self.cap is None else Fraction(self.cap)
        self._floor = None if self.floor is None else Fraction(self.floor)
        self.prepare()

    def prepare(self):
        """Work out, once, what computing needs."""

    def faults(self, depth=0):
        """RuleFaults of parameters that contradict each other."""
        return ()

    # Data

    def as_json(self):
        data = {"kind": self.kind}
        for param in self.params:
            value = getattr(self, param.name)
            if value != param.default:
                data[param.name] = written(param, value)
        return data

    def __eq__(self, other):
        return isinstance(other, Rule) and self.as_json() == other.as_json()

    def __hash__(self):
        return hash(repr(self.as_json()))

    def __repr__(self):
        return f"<{self.words()}>"

    # Computing

    def compute(self, facts, frame):
        return Working(self, facts, frame, self.value(facts, frame))

    def value(self, facts, frame):
        """The points, exact (Fraction or int), with cap and floor."""
        return _within(self.raw(facts, frame), *self.limits(frame.full))

    def raw(self, facts, frame):
        """The points before cap and floor."""
        raise NotImplementedError

    def natural(self, full):
        """The lowest and the highest that the kind itself allows (扣完为止); None: no limit.

        No leaf that has points earns more than them; an extra without points goes as far as its cap.
        """
        return None, (full if full else None)

    def limits(self, full):
        """`natural`, and cap and floor where they are narrower."""
        low, high = self.natural(full)
        if self._floor is not None and (low is None or self._floor > low):
            low = self._floor
        if self._cap is not None and (high is None or self._cap < high):
            high = self._cap
        return low, high

    def reach(self, full):
        """The least and the most that `raw` can come to; None: no limit. Narrowed by `limits` it gives `bounds`."""
        return 0, full

    def measure(self, facts):
        """What is compared with the same of other units."""
        return facts.figure

    def item_weight(self, item):
        """How much one record moves the score, before any limit: what 就高 compares."""
        return exact(item.amount)

    def veto(self, facts, frame):
        return None

    def answered(self, facts, frame):
        return True

    # What people may give

    def bounds(self, full):
        """(low, high) of the points that the leaf can have, hence that a person may give; None: no limit."""
        full = exact(full)
        (least, most), (low, high) = self.reach(full), self.limits(full)
        least = low if least is None else _within(least, low, high)
        return least, high if most is None else _within(most, low, high)

    def check_given(self, points, reason="", decision=""):
        """What is wrong with points given by hand: sentences in Chinese, with the range."""
        low, high = self.bounds(self.full)
        if (low is not None and points < low) or (high is not None and points > high):
            return [f"{said(points)} 分不在范围内，应{said_range(low, high)}。", *self._no_reason(reason)]
        return self._no_reason(reason)

    def _no_reason(self, reason):
        return [] if reason.strip() else ["改分须写明理由。"]

    # Words

    def words(self):
        """The rule as a sentence."""
        return f"{self.sentence()}{self.ends()}。"

    def sentence(self):
        raise NotImplementedError

    def ends(self):
        """Cap and floor in words."""
        ends = [f"最高{said(self.cap)}分"] if self.cap is not None else []
        ends += [f"最低{said(self.floor)}分"] if self.floor is not None else []
        return "，" + "，".join(ends) if ends else ""

    def formula(self):
        """The rule as a formula."""
        raise NotImplementedError

    def full_said(self):
        return "分值" if self.full is None else said(self.full)

    def lines(self, facts, frame):
        """The arithmetic; the last line ends with the value."""
        raw, value = self.raw(facts, frame), self.value(facts, frame)
        steps = tuple(self.steps(facts, frame))
        return steps if raw == value else (*steps, f"{self._why(raw, value, frame)} {equals(value)}")

    def steps(self, facts, frame):
        """The lines up to `raw`."""
        yield from self.before(facts, frame)
        yield f"{self.arithmetic(facts, frame)} {equals(self.raw(facts, frame))}"

    def before(self, facts, frame):
        """Lines that explain what the last one starts from."""
        return ()

    def arithmetic(self, facts, frame):
        """“15 × 5 ÷ 6”: everything before the equals sign of `raw`."""
        raise NotImplementedError

    def bites(self, facts, frame):
        raw, value = self.raw(facts, frame), self.value(facts, frame)
        found = [*self.notes(facts, frame)]
        if raw != value:
            found.append(f"{self._why(raw, value, frame)}：{said(raw)} → {said(value)}")
        if veto := self.veto(facts, frame):
            found.append(str(veto))
        return tuple(found)

    def notes(self, facts, frame):
        """What else should be known: records left out by the rule, nothing there to divide by."""
        return ()

    def _why(self, raw, value, frame):
        if value < raw:
            return f"最高{said(value)}分" if value == self._cap else self.natural_words()[1]
        return f"最低{said(value)}分" if value == self._floor else self.natural_words()[0]

    def natural_words(self):
        """What `natural` is called below and above."""
        return "扣完为止", "不超过分值"

    def inputs(self, facts, frame):
        """What went in."""
        counted = len(facts.counted)
        left_out = len(facts.items) - counted
        return f"计 {said(facts.figure)}" + (f"，另有 {left_out} 条不计" if left_out else "")

    def inside(self, facts, frame):
        """(rule, facts, frame) of the rules inside."""
        return ()

    # What is missing

    def missing(self, facts, frame):
        """Acts that would bring more, each taken alone, the most first."""
        value = self.value(facts, frame)
        high = self.bounds(frame.full)[1]
        found = [
            Missing(item.text, gain)
            for item in facts.items
            if (gain := self.value(with_item(facts, item, not item.counts), frame) - value) > 0
        ]
        for text, gain in self.acts(facts, frame):
            gain = Fraction(gain if high is None else min(gain, high - value))
            if gain > 0:
                found.append(Missing(text, gain))
        return tuple(sorted(found, key=lambda one: (-one.points, one.text)))

    def acts(self, facts, frame):
        """(what to do, points it brings), besides the records one by one."""
        return ()


def _within(value, low, high):
    if high is not None and value > high:
        return high
    return low if low is not None and value < low else value


class Holding(Rule):
    """A rule that looks at another one's facts differently: the parameter `inner` is the rule inside."""

    INNER = Param("inner", "内层", RULE, required=True)

    def prepare(self):
        self.needs = self.needs | self.inner.needs
        self.can_veto = self.inner.can_veto

    def seen(self, facts):
        """The facts as the inner rule sees them."""
        return facts

    def raw(self, facts, frame):
        return self.inner.value(self.seen(facts), frame)

    def reach(self, full):
        return self.inner.bounds(full)

    def measure(self, facts):
        return self.inner.measure(self.seen(facts))

    def item_weight(self, item):
        return self.inner.item_weight(item)

    def veto(self, facts, frame):
        return self.inner.veto(self.seen(facts), frame) if self.can_veto else None

    def answered(self, facts, frame):
        return self.inner.answered(self.seen(facts), frame)

    def inside(self, facts, frame):
        return ((self.inner, self.seen(facts), frame),)

    def steps(self, facts, frame):
        yield from self.before(facts, frame)
        yield from self.inner.lines(self.seen(facts), frame)

    def notes(self, facts, frame):
        return self.inner.bites(self.seen(facts), frame)

    def inputs(self, facts, frame):
        return self.inner.inputs(self.seen(facts), frame)

    def acts(self, facts, frame):
        return self.inner.acts(self.seen(facts), frame)

    def check_given(self, points, reason="", decision=""):
        if "points" in self.inner.needs:
            return self.inner.check_given(points, reason, decision)
        return super().check_given(points, reason, decision)


def said_range(low, high):
    if low is None:
        return f"不高于 {said(high)} 分"
    if high is None:
        return f"不低于 {said(low)} 分"
    return f"为 {said(low)} 分至 {said(high)} 分"
