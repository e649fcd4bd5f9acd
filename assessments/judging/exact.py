"""Exact numbers: Decimal in sums, Fraction in divisions, and one place where anything is rounded."""

from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from fractions import Fraction

# Sums and products of marks run under this context: should one not fit exactly, it fails instead of rounding.
EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow])


def rounded(value, places):
    """A Fraction (or Decimal, int) at this many decimals, half up: 8.125 → 8.13, 2.5 → 3, -2.5 → -3."""
    numerator, denominator = value.as_integer_ratio()
    steps, rest = divmod(abs(numerator) * 10**places, denominator)
    if 2 * rest >= denominator:
        steps += 1
    sign = "-" if numerator < 0 and steps else ""
    return Decimal(f"{sign}{steps}E-{places}")  # the constructor is exact, whatever the context


def mean(numbers):
    """The mean of Decimals or Fractions as a Fraction; None of nothing."""
    numbers = list(numbers)
    return Fraction(sum(numbers)) / len(numbers) if numbers else None


def plain(number):
    """A Decimal as people write it: 100, not 1E+2; 0.5, not 0.50."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
