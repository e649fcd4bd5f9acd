from datetime import date
from itertools import pairwise

import pytest

from desk.statistics.windows import Windows, a_year_earlier, months_within, quarters_within, same_dates_last_year
from portal.quarters import Period


def period(*days):
    return Period(*days, "", "")


def test_leap_day_is_compared_with_the_day_before():
    assert a_year_earlier(date(2024, 2, 29)) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("until", "before"),
    [
        (date(2023, 7, 31), date(2022, 7, 31)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 29)),  # the end of a month is its end
        (date(2025, 2, 27), date(2024, 2, 27)),
    ],
)
def test_a_period_that_ends_with_february_is_compared_to_the_end_of_february(until, before):
    assert same_dates_last_year(period(date(until.year, 1, 1), until)).last_day == before


@pytest.mark.parametrize("within", [quarters_within, months_within])
def test_parts_of_a_period_and_of_last_year_follow_each_other_without_a_gap(within):
    found = within(date(2024, 1, 15), date(2025, 3, 10))
    before = [same_dates_last_year(one) for one in found]

    for parts in (found, before):
        assert all((b.first_day - a.last_day).days == 1 for a, b in pairwise(parts))
    assert (found[0].first_day, found[-1].last_day) == (date(2024, 1, 15), date(2025, 3, 10))
    assert (before[0].first_day, before[-1].last_day) == (date(2023, 1, 15), date(2024, 3, 10))


def test_quarters_that_are_not_whole_say_so():
    assert [one.label for one in quarters_within(date(2023, 2, 1), date(2023, 6, 30))] == [
        "2023年第一季度（2月1日至3月31日）",
        "2023年第二季度",
    ]


def test_a_day_of_overlapping_periods_belongs_to_each():
    windows = Windows(
        {
            "now": period(date(2023, 1, 1), date(2025, 12, 31)),
            "before": period(date(2022, 1, 1), date(2024, 12, 31)),
        }
    )

    keys = [windows.keys_of[windows.number_of(day)] for day in (date(2022, 5, 1), date(2024, 5, 1), date(2025, 5, 1))]
    assert keys == [("before",), ("now", "before"), ("now",)]
