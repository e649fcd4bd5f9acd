"""From the judges' joined value to the stage's, and from the stages to the contest's."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .exact import plain
from .rules import POINTS


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of an entry's final value: the stage's value × its weight in percent."""

    stage: int
    value: Fraction
    weight: Decimal

    @property
    def product(self):
        return self.value * Fraction(self.weight) / 100


def stage_value(joined, points_off):
    """Joined value less the deduction, never below 0; None stays None."""
    return None if joined is None else max(Fraction(0), joined - Fraction(points_off))


def final_value(terms):
    """Σ stage value × weight / 100, unrounded."""
    return sum((term.product for term in terms), Fraction(0))


def full_mark(criteria, scoring, scale):
    """The best a sheet of this stage can have, as a Decimal."""
    weights = sum((criterion.weight for criterion in criteria), Decimal(0))
    return weights if scoring == POINTS else scale.high * weights / 100


def check_weights(weights):
    """Faults of the weights of the stages, in Chinese. 0: the stage only chooses who goes on."""
    faults = ["阶段权重不能为负数。"] if any(weight < 0 for weight in weights) else []
    total = sum(weights, Decimal(0))
    if total != 100:
        faults.append(f"各阶段权重合计应为 100，现为 {plain(total)}。")
    return faults


def check_criteria(criteria, scoring):
    """Faults of the criteria of one stage, in Chinese."""
    if not criteria:
        return ["还没有评分项。"]
    faults = [f"“{one.name}”的分值应大于 0。" for one in criteria if one.weight <= 0]
    total = sum((one.weight for one in criteria), Decimal(0))
    if scoring != POINTS and total != 100:
        faults.append(f"评分项权重合计应为 100，现为 {plain(total)}。")
    return faults
