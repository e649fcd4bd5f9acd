"""Exact numbers of a score, and how they are written: 12.5, ≈ 3.3333, −2."""

from decimal import Decimal
from fractions import Fraction

from assessments.judging.exact import plain, rounded

SHOWN = 4  # decimals of a number that does not end


def exact(number):
    """Decimals and Fractions do not add up; Fractions and ints do."""
    return Fraction(number) if isinstance(number, Decimal) else number


def said(number):
    """A number as people write it; what does not end within four decimals is cut there, half up."""
    return plain(rounded(number, SHOWN)).replace("-", "−")


def equals(number):
    """The end of a line of arithmetic: “= 12.5”, or “≈ 3.3333” where the number does not end."""
    number = Fraction(number)
    sign = "=" if rounded(number, SHOWN) == number else "≈"
    return f"{sign} {said(number)}"


def signed(number):
    """As a summand: “+ 2”, “− 0.5”."""
    return f"− {said(-number)}" if number < 0 else f"+ {said(number)}"
