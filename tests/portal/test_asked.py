import pytest

from portal.asked import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("007", 7), ("999999999", 999_999_999)]
    + [(odd, None) for odd in ("1000000000", "-1", "²", "٣", "", None, "1 ", "1\x00", "1e3")],
)
def test_only_plain_digits_are_a_number(text, number):
    assert whole_number(text) == number


def test_more_digits_where_they_are_allowed():
    assert whole_number("123456789012", 12) == 123_456_789_012
