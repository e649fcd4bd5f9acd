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

from .exact import mean, rounded

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
    panel = {entry: mean(given.values()) for entry, given in totals.items() if given}
    by_judge = {}
    for entry, given in totals.items():
        for judge, total in given.items():
            by_judge.setdefault(judge, {})[entry] = total
    return [_severity(judge, own, totals, panel) for judge, own in sorted(by_judge.items())]


def _severity(judge, own, totals, panel):
    common = [entry for entry in own if len(totals[entry]) > 1]
    others = [_mean_of_others(panel[entry], len(totals[entry]), own[entry]) for entry in common]
    return Severity(
        judge=judge,
        sheets=len(own),
        mean=mean(own.values()),
        panel_mean=mean(panel[entry] for entry in own),
        spread=spread(own.values()),
        agreement=spearman([own[entry] for entry in common], others),
    )


def _mean_of_others(panel_mean, judges, own):
    return (panel_mean * judges - Fraction(own)) / (judges - 1)


def spread(numbers):
    """Population standard deviation at four decimals; 0 for one number or for equal ones."""
    numbers = [Fraction(number) for number in numbers]
    middle = mean(numbers)
    return rounded(_root(mean((number - middle) ** 2 for number in numbers)), PLACES)


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
