from datetime import date

import pytest

from portal.quarters import Period, Quarter, month_period, months_of, period_of, quarters_of, year_period


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), Quarter(2026, 1)),
        (date(2026, 3, 31), Quarter(2026, 1)),
        (date(2026, 4, 1), Quarter(2026, 2)),
        (date(2026, 9, 30), Quarter(2026, 3)),
        (date(2026, 12, 31), Quarter(2026, 4)),
    ],
)
def test_quarter_of_a_day(day, quarter):
    assert Quarter.of(day) == quarter
    assert day in quarter


def test_quarter_has_days_and_names():
    quarter = Quarter(2025, 3)

    assert (quarter.first_day, quarter.last_day) == (date(2025, 7, 1), date(2025, 9, 30))
    assert (str(quarter), quarter.short_label, quarter.key) == ("2025年第三季度", "三季度", "2025Q3")


def test_quarter_steps_over_the_year():
    assert Quarter(2025, 4).next() == Quarter(2026, 1)
    assert Quarter(2026, 1).previous() == Quarter(2025, 4)
    assert Quarter(2025, 2).next().previous() == Quarter(2025, 2)


def test_quarter_refuses_a_fifth():
    with pytest.raises(ValueError):
        Quarter(2026, 5)


def test_periods_cover_the_year_without_gap():
    year = year_period(2024)

    assert year == Period(date(2024, 1, 1), date(2024, 12, 31), "2024年", "2024")
    assert [period.key for period in quarters_of(2024)] == ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]
    assert months_of(2024)[1] == Period(date(2024, 2, 1), date(2024, 2, 29), "2024年2月", "2024-02")
    assert [period.key for period in months_of(2024)] == [f"2024-{month:02}" for month in range(1, 13)]


@pytest.mark.parametrize(
    ("key", "period"),
    [
        ("2026", year_period(2026)),
        ("2026H1", Period(date(2026, 1, 1), date(2026, 6, 30), "2026年上半年", "2026H1")),
        ("2026H2", Period(date(2026, 7, 1), date(2026, 12, 31), "2026年下半年", "2026H2")),
        ("2026Q3", Quarter(2026, 3).period),
        ("2026-07", month_period(2026, 7)),
    ],
)
def test_period_is_found_by_its_key(key, period):
    assert period_of(key) == period
    assert period.key == key


@pytest.mark.parametrize("key", ["", "2026Q5", "2026H3", "2026-13", "2026-7", "0000", "２０２６", "2026Q3 ", "26"])
def test_period_key_that_names_none_is_refused(key):
    with pytest.raises(ValueError):
        period_of(key)
