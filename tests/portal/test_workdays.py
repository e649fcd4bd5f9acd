import csv
from datetime import date, timedelta

import pytest

from portal import workdays
from portal.workdays import DATA, DayKind

NOTICED = [2025, 2026]


def days_of(year):
    return [
        date(year, 1, 1) + timedelta(days=number) for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]


def notice(year):
    with (DATA / "workdays_2025_2026.csv").open(encoding="utf-8") as file:
        return {date.fromisoformat(row["date"]): row for row in csv.DictReader(file) if row["date"][:4] == str(year)}


@pytest.mark.parametrize("year", NOTICED)
def test_every_day_is_as_the_notice_says(year):
    told = notice(year)

    kinds = {day: workdays.day_kind(day) for day in days_of(year)}

    assert {day: (kind.off, kind.work, kind.festival) for day, kind in kinds.items() if kind.off or kind.work} == {
        day: (row["kind"] == "休", row["kind"] == "班", row["festival"]) for day, row in told.items()
    }
    assert {day for day, kind in kinds.items() if kind.rest} == {
        day for day in days_of(year) if (told[day]["kind"] == "休" if day in told else day.weekday() >= 5)
    }


@pytest.mark.parametrize("year", NOTICED)
def test_library_agrees_with_the_notices(year):
    from_library = workdays._library_year(year)

    from_notice = workdays._noticed_years()[year]

    assert from_library == from_notice


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2023, 10, 6), DayKind(rest=True, off=True, work=False, festival="国庆节")),
        (date(2023, 10, 7), DayKind(rest=False, off=False, work=True, festival="国庆节")),
        (date(2027, 2, 6), DayKind(rest=True, off=True, work=False, festival="春节")),
        (date(2027, 3, 6), DayKind(rest=True, off=False, work=False, festival="")),
        (date.min, DayKind(rest=False, off=False, work=False, festival="")),
        (date.max, DayKind(rest=False, off=False, work=False, festival="")),
        (date(2027, 3, 8), DayKind(rest=False, off=False, work=False, festival="")),
    ],
)
def test_other_years_come_from_the_library(day, kind):
    assert workdays.day_kind(day) == kind


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        # National Day: Sunday 20 September worked, 25 to 27 September and 1 to 7 October off, 10 October worked.
        (date(2026, 9, 18), date(2026, 9, 21), 3),
        (date(2026, 9, 20), date(2026, 9, 20), 1),
        (date(2026, 9, 24), date(2026, 9, 28), 2),
        (date(2026, 9, 25), date(2026, 9, 27), 0),
        (date(2026, 9, 30), date(2026, 10, 8), 2),
        (date(2026, 9, 30), date(2026, 10, 10), 4),
        (date(2026, 10, 1), date(2026, 10, 7), 0),
        (date(2026, 10, 9), date(2026, 10, 12), 3),
        (date(2026, 10, 10), date(2026, 10, 11), 1),
        (date(2026, 10, 10), date(2026, 9, 30), 0),
        (date(2026, 9, 1), date(2026, 10, 31), 40),
        # Spring Festival: Saturday 14 February is worked; 15 to 23 February rest; Saturday 28 February is worked.
        (date(2026, 2, 13), date(2026, 2, 14), 2),
        (date(2026, 2, 13), date(2026, 2, 24), 3),
        (date(2026, 2, 15), date(2026, 2, 23), 0),
        (date(2026, 2, 14), date(2026, 2, 28), 6),
        (date(2026, 2, 28), date(2026, 3, 1), 1),
        (date(2026, 2, 1), date(2026, 2, 28), 16),
        # New Year: 1 to 3 January rest; Sunday 4 January is worked.
        (date(2025, 12, 31), date(2026, 1, 5), 3),
    ],
)
def test_workdays_between_counts_over_a_festival(first, last, count):
    assert workdays.workdays_between(first, last) == count
    assert workdays.workdays_left(first, last) == count


@pytest.mark.parametrize(
    ("day", "number", "ends"),
    [
        (date(2026, 9, 18), 1, date(2026, 9, 20)),  # a Friday, then the worked Sunday
        (date(2026, 9, 24), 1, date(2026, 9, 28)),
        (date(2026, 9, 30), 0, date(2026, 9, 30)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
        (date(2026, 10, 3), 5, date(2026, 10, 13)),
        (date(2026, 10, 10), -3, date(2026, 9, 30)),
        (date(2026, 10, 12), -1, date(2026, 10, 10)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 13), 6, date(2026, 2, 28)),
        (date(2026, 2, 16), 1, date(2026, 2, 24)),
        (date(2026, 3, 2), -1, date(2026, 2, 28)),
        (date(2026, 2, 24), -1, date(2026, 2, 14)),
        (date(2026, 1, 5), -2, date(2025, 12, 31)),
    ],
)
def test_term_of_workdays_ends_across_festivals_and_make_up_days(day, number, ends):
    assert workdays.add_workdays(day, number) == ends


def test_nearest_workday_is_the_day_itself_or_beyond_the_festival():
    assert workdays.nearest_workday_before(date(2026, 10, 4)) == date(2026, 9, 30)
    assert workdays.nearest_workday_after(date(2026, 10, 4)) == date(2026, 10, 8)
    assert workdays.nearest_workday_before(date(2026, 10, 8)) == date(2026, 10, 8)
