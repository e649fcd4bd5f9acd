from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.judging.exact import mean, plain, rounded


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(8125, 1000), 2, "8.13"),  # half goes up; to even would be 8.12
        (Fraction(5, 2), 0, "3"),  # to even would be 2
        (Fraction(7, 2), 0, "4"),
        (Fraction(2675, 1000), 2, "2.68"),  # the float 2.675 is a little less and rounds to 2.67
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(89995, 1000), 2, "90.00"),  # places are kept
        (Fraction(9), 2, "9.00"),
        (Fraction(0), 2, "0.00"),
        (Fraction(-5, 2), 0, "-3"),  # away from zero, as with marks taken off
        (Fraction(-1, 1000), 2, "0.00"),  # no “-0.00”
        (Fraction(10**40 * 2 + 1, 2), 0, str(10**40 + 1)),  # wider than the usual 28 digits
    ],
)
def test_rounded_goes_half_up_at_the_stated_place(value, places, shown):
    assert str(rounded(value, places)) == shown


def test_mean_is_exact_and_knows_nothing_of_nothing():
    assert mean([Decimal("0.1"), Decimal("0.2"), Decimal("0.4")]) == Fraction(7, 30)
    assert mean([]) is None


@pytest.mark.parametrize(("number", "text"), [("1E+2", "100"), ("0.50", "0.5"), ("90", "90"), ("0.0", "0")])
def test_plain_writes_numbers_as_people_do(number, text):
    assert plain(Decimal(number)) == text
