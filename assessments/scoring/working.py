"""A score with how it came about. The value is there at once; words are made when somebody asks for them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

TOTAL_ZERO, GRADE_AT_MOST, NO_GRADE = "total_zero", "grade_at_most", "no_grade"


@dataclass(frozen=True, slots=True)
class Veto:
    """一票否决. `why` names the leaf and what happened."""

    effect: str  # total_zero, grade_at_most, no_grade
    grade: str = ""  # of grade_at_most: the best that may still be had
    why: str = ""

    def __str__(self):
        return f"一票否决，{self.says}" + (f"（{self.why}）" if self.why else "")

    @property
    def says(self):
        return {TOTAL_ZERO: "总分计0分", NO_GRADE: "不评定等次"}.get(self.effect, f"最高评为{self.grade}")


@dataclass(frozen=True, slots=True)
class Missing:
    """An act that would bring more points, taken alone. `leaf`: the id of the indicator, in an Outcome."""

    text: str
    points: Fraction
    leaf: Any = None


class Working:
    """What a rule made of the facts.

    value     exact, with the rule's cap and floor, nothing rounded
    lines     the arithmetic in words: “15 × 5 ÷ 6 = 12.5”
    bites     caps, floors and vetoes that changed the value
    inputs    what went in: “应到 6 次，批准请假 0 次，实到 5 次”
    missing   acts that would bring more points
    inner     Workings of the rules inside
    veto      Veto or None
    answered  False: a person has yet to enter something, the value is preliminary
    """

    __slots__ = ("facts", "frame", "rule", "value")

    def __init__(self, rule, facts, frame, value):
        self.rule, self.facts, self.frame, self.value = rule, facts, frame, value

    @property
    def lines(self):
        return self.rule.lines(self.facts, self.frame)

    @property
    def bites(self):
        return self.rule.bites(self.facts, self.frame)

    @property
    def inputs(self):
        return self.rule.inputs(self.facts, self.frame)

    @property
    def missing(self):
        return self.rule.missing(self.facts, self.frame)

    @property
    def inner(self):
        return tuple(Working(rule, facts, frame, rule.value(facts, frame)) for rule, facts, frame in self._inside)

    @property
    def _inside(self):
        return self.rule.inside(self.facts, self.frame)

    @property
    def veto(self):
        return self.rule.veto(self.facts, self.frame)

    @property
    def answered(self):
        return self.rule.answered(self.facts, self.frame)

    def as_json(self):
        """In words, to be kept with a score."""
        return {
            "value": str(self.value),
            "lines": list(self.lines),
            "bites": list(self.bites),
            "inputs": self.inputs,
            "veto": str(self.veto or ""),
            "answered": self.answered,
            "inner": [one.as_json() for one in self.inner],
        }
