"""Strict and lenient judges, told to staff after a stage is closed. It informs; it never changes a mark.

spread     population standard deviation of the judge's totals, 4 decimals
agreement  Spearman's rank correlation (equal totals share their mean rank) of the judge's totals with the mean of the
           other judges on the same entries: 1 the same order, 0 no relation, -1 the reverse; 4 decimals. Ranks, not
           totals: a strict judge who orders the entries as everybody does agrees fully.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from math import lcm

from .exact import rounded

PLACES = 4
LEAST_FOR_AGREEMENT = 3  # two entries are either in the same order or in the reverse
WIDE = Context(prec=50)


@dataclass(frozen=True, slots=True)
class Severity:
    """One judge in one stage. `difference`: own mean less the panel's (this judge included) on the same entries.

    `agreement` is None with fewer than three common entries, or where either side gave everybody the same.
    """

    judge: int
    sheets: int
    mean: Fraction
    panel_mean: Fraction
    spread: Decimal
    agreement: Decimal | None

    @property
    def difference(self):
        return self.mean - self.panel_mean


def severity(stage_outcome):
    """A StageOutcome → a Severity for each judge who marked anything, by id."""
    return severity_of({row.entry: row.joined.judge_totals for row in stage_outcome.rows})


def severity_of(totals):
    """The same for plain figures: entry → judge → total. A judge who stood aside is simply missing from that entry."""
    panel = _Panel(totals)
    return [panel.severity(judge) for judge in sorted(panel.by_judge)]


class _Panel:
    """All totals as whole numbers of one unit: exact as Fractions are, and a quarter of their time."""

    def __init__(self, totals):
        given = [(entry, judge, total) for entry, of_entry in totals.items() for judge, total in of_entry.items()]
        numbers, self.unit = _whole(total for _, _, total in given)
        self.by_judge, self.sums, self.judges = {}, Counter(), Counter()
        for (entry, judge, _), number in zip(given, numbers, strict=True):
            self.by_judge.setdefault(judge, {})[entry] = number
            self.sums[entry] += number
            self.judges[entry] += 1
        self.parts = lcm(*self.judges.values())  # a mean of any entry's judges is a whole number of these
        self.other_parts = lcm(*(number - 1 for number in self.judges.values() if number > 1))

    def severity(self, judge):
        own = self.by_judge[judge]
        means = sum(self.sums[entry] * (self.parts // self.judges[entry]) for entry in own)
        common = [entry for entry in own if self.judges[entry] > 1]
        return Severity(
            judge=judge,
            sheets=len(own),
            mean=Fraction(sum(own.values()), len(own) * self.unit),
            panel_mean=Fraction(means, len(own) * self.unit * self.parts),
            spread=_spread(list(own.values()), self.unit),
            agreement=spearman([own[entry] for entry in common], [self._others(entry, own[entry]) for entry in common]),
        )

    def _others(self, entry, own):
        """The mean of the other judges, in a unit that is the same for all entries."""
        return (self.sums[entry] - own) * (self.other_parts // (self.judges[entry] - 1))


def spread(numbers):
    """Population standard deviation at four decimals; 0 for one number or for equal ones."""
    return _spread(*_whole(numbers))


def _spread(numbers, unit):
    count, total = len(numbers), sum(numbers)
    squares = count * sum(number * number for number in numbers) - total * total
    return rounded(_root(Fraction(squares, (count * unit) ** 2)), PLACES)


def _whole(numbers):
    """Decimals, Fractions or ints as whole numbers of one unit: (numbers, how many units are 1)."""
    ratios = [number.as_integer_ratio() for number in numbers]
    unit = lcm(*(below for _, below in ratios))
    return [above * (unit // below) for above, below in ratios], unit


def spearman(ones, others):
    """Rank correlation of two lists of equal length at four decimals; None when it says nothing."""
    if len(ones) < LEAST_FOR_AGREEMENT:
        return None
    ones, others = _centred_ranks(ones), _centred_ranks(others)
    squares = sum(rank * rank for rank in ones) * sum(rank * rank for rank in others)
    if not squares:
        return None
    together = sum(one * other for one, other in zip(ones, others, strict=True))
    size = rounded(_root(Fraction(together * together, squares)), PLACES)
    return size if together >= 0 else -size


def _centred_ranks(numbers):
    """Twice the mean ranks less their mean: whole numbers that add up to 0."""
    counts, twice, below = Counter(numbers), {}, 0
    for number in sorted(counts):
        twice[number] = 2 * below + counts[number] + 1
        below += counts[number]
    return [twice[number] - len(numbers) - 1 for number in numbers]


def _root(fraction):
    """The square root of a Fraction as a Decimal, far closer than the four decimals that are shown."""
    return WIDE.divide(WIDE.sqrt(Decimal(fraction.numerator * fraction.denominator)), Decimal(fraction.denominator))
