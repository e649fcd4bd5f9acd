from datetime import date

import pytest

from branches.terms.dates import add_months, end_of, latest_extension, left_words, months_between


@pytest.mark.parametrize(
    ("since", "month_only", "years", "end"),
    [
        (date(2023, 6, 15), False, 3, date(2026, 6, 15)),
        (date(2021, 4, 7), False, 5, date(2026, 4, 7)),
        (date(2024, 2, 29), False, 3, date(2027, 2, 28)),
        (date(2024, 2, 29), False, 4, date(2028, 2, 29)),
        (date(2023, 6, 1), True, 3, date(2026, 6, 30)),
        (date(2025, 2, 1), True, 3, date(2028, 2, 29)),
        (date(2023, 12, 31), False, 3, date(2026, 12, 31)),
        (None, False, 3, None),
        (date(2023, 6, 15), False, None, None),
    ],
)
def test_a_term_ends_on_the_same_day_or_with_the_month(since, month_only, years, end):
    assert end_of(since, month_only, years) == end


@pytest.mark.parametrize(
    ("day", "number", "later"),
    [
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_stop_at_the_end_of_a_shorter_month(day, number, later):
    assert add_months(day, number) == later


def test_an_extension_ends_a_year_later_at_most():
    assert latest_extension(date(2027, 2, 28)) == date(2028, 2, 28)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 11, 23), date(2027, 5, 22), 5),
        (date(2026, 11, 23), date(2027, 5, 23), 6),
    ],
)
def test_only_whole_months_are_counted(first, last, months):
    assert months_between(first, last) == months


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 11, 23), "今天届满"),
        (date(2026, 12, 5), "还有12天"),
        (date(2027, 5, 23), "还有6个月"),
        (date(2026, 11, 20), "逾期3天"),
        (date(2026, 8, 23), "逾期3个月"),
    ],
)
def test_what_is_left_is_said_in_months_and_near_the_end_in_days(due_on, words):
    assert left_words(date(2026, 11, 23), due_on) == words
