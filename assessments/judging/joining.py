"""How the sheets of several judges become one value for an entry in a stage: mean, median or trimmed mean.

Which of several equal marks is dropped changes no value. For display it is settled by the judge's id, so neither the
order of the sheets nor of the criteria changes anything.
"""

from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction

from .exact import EXACT, mean
from .rules import BY_CRITERION, MEAN, MEDIAN, POINTS, TRIMMED

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Criterion:
    """`weight`: in a stage scored by points the full mark; in a weighted stage its percentage."""

    id: int
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """One judge's signed sheet for one entry in one stage. `marks`: criterion id → mark, every criterion present."""

    stage: int
    entry: int
    judge: int
    marks: dict[int, Decimal]


@dataclass(frozen=True, slots=True)
class Part:
    """One list of numbers brought to one: the sum of the kept over `divisor`. Everything else is judge ids."""

    value: Fraction
    kept: tuple[int, ...]
    high: tuple[int, ...]  # dropped at the top (the median drops, too)
    low: tuple[int, ...]  # dropped at the bottom

    @property
    def divisor(self):
        return len(self.kept)

    @property
    def dropped(self):
        return self.low + self.high


@dataclass(frozen=True, slots=True)
class Joined:
    """An entry's value in a stage before deductions, with all that is needed to show how it came about.

    `judge_totals`     judge id → that sheet's total, exact
    `criterion_means`  criterion id → mean of all sheets; joined by criterion: what the rule made of that criterion
    `total`            the Part over the judges' totals; None when joined by criterion or when there is no value
    `by_criterion`     criterion id → Part; empty when joined by total
    """

    value: Fraction | None
    rule_used: str  # mean, median, trimmed, or "" when there is no value
    few: bool  # fewer sheets than the rule needs
    judge_totals: dict[int, Decimal] = field(default_factory=dict)
    criterion_means: dict[int, Fraction] = field(default_factory=dict)
    total: Part | None = None
    by_criterion: dict[int, Part] = field(default_factory=dict)
    why_none: str = ""

    @property
    def sheets(self):
        return len(self.judge_totals)

    @property
    def divisor(self):
        """What the kept totals (or the kept marks of each criterion) are divided by; 0 without a value."""
        part = self.total or next(iter(self.by_criterion.values()), None)
        return part.divisor if part else 0

    @property
    def kept(self):
        """Judge ids whose totals count; joined by criterion: criterion id → judge ids."""
        return self._from_parts("kept", ())

    @property
    def dropped(self):
        """Judge ids whose totals were dropped; joined by criterion: criterion id → judge ids."""
        return self._from_parts("dropped", ())

    def _from_parts(self, name, nothing):
        if self.by_criterion:
            return {criterion: getattr(part, name) for criterion, part in self.by_criterion.items()}
        return getattr(self.total, name) if self.total else nothing


def judge_total(marks, criteria, scoring):
    """One sheet's exact total: the sum of its marks, or of mark × weight / 100."""
    try:
        if scoring == POINTS:
            return sum((marks[one.id] for one in criteria), NOTHING)
        return sum((marks[one.id] * one.weight for one in criteria), NOTHING).scaleb(-2)
    except KeyError as missing:
        raise ValueError(f"a sheet lacks the mark for criterion {missing}") from None


def join(sheets, criteria, rule, scoring=POINTS):
    """The sheets of one entry in one stage as a Joined. Judges who stood aside simply have no sheet here."""
    sheets = sorted(sheets, key=lambda sheet: sheet.judge)
    with localcontext(EXACT):
        totals = {sheet.judge: judge_total(sheet.marks, criteria, scoring) for sheet in sheets}
        if len(totals) < len(sheets):
            raise ValueError("two sheets of one judge for one entry")
        few = len(sheets) < rule.needed
        kind = rule.kind_for(len(sheets))
        if kind is None:
            return Joined(None, "", few, totals, why_none=rule.refusal(len(sheets)))
        marks = {one.id: {sheet.judge: sheet.marks[one.id] for sheet in sheets} for one in criteria}
        if rule.per == BY_CRITERION:
            parts = {one: bring_to_one(given, kind, rule) for one, given in marks.items()}
            means = {one: part.value for one, part in parts.items()}
            return Joined(_sum_up(means, criteria, scoring), kind, few, totals, means, by_criterion=parts)
        means = {one: mean(given.values()) for one, given in marks.items()}
        part = bring_to_one(totals, kind, rule)
    return Joined(part.value, kind, few, totals, means, total=part)


def rejoin(joined, rule):
    """What `join` makes of the same sheets under another rule, or None if that needs their marks.

    Totals and plain means are the same under every rule that joins totals.
    """
    totals = joined.judge_totals
    kind = rule.kind_for(len(totals))
    if kind is None or joined.total is None or rule.per == BY_CRITERION:
        return None
    with localcontext(EXACT):
        part = bring_to_one(totals, kind, rule)
    return Joined(part.value, kind, len(totals) < rule.needed, totals, joined.criterion_means, total=part)


def bring_to_one(given, kind, rule):
    """Numbers by judge id → Part. `kind` may differ from rule.kind when there are few sheets."""
    order = sorted(given, key=lambda judge: (given[judge], judge))
    low, high = _to_drop(len(order), kind, rule)
    kept = order[low : len(order) - high]
    return Part(
        value=mean(given[judge] for judge in kept),
        kept=tuple(sorted(kept)),
        high=tuple(order[len(order) - high :]),
        low=tuple(order[:low]),
    )


def _to_drop(count, kind, rule):
    """How many to leave out at the bottom and at the top. The median keeps the middle one, or the middle two."""
    if kind == MEDIAN:
        return (count - 1) // 2, (count - 1) // 2
    if kind == TRIMMED:
        return rule.drop_low, rule.drop_high
    assert kind == MEAN
    return 0, 0


def _sum_up(means, criteria, scoring):
    if scoring == POINTS:
        return sum((means[one.id] for one in criteria), Fraction(0))
    return sum((means[one.id] * Fraction(one.weight) for one in criteria), Fraction(0)) / 100
