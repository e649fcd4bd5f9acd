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


def test_workdays_are_counted_over_a_festival():
    # 30 September 2026 is a Wednesday; the festival lasts until 7 October; 10 October is a make-up Saturday.
    first, last = date(2026, 9, 30), date(2026, 10, 10)

    assert workdays.workdays_between(first, last) == 4
    assert workdays.workdays_left(last, last) == 1
    assert workdays.workdays_between(last, first) == 0
    assert workdays.add_workdays(first, 3) == last
    assert workdays.add_workdays(last, -3) == first
    assert workdays.add_workdays(first, 0) == first


def test_nearest_workday_is_the_day_itself_or_beyond_the_festival():
    assert workdays.nearest_workday_before(date(2026, 10, 4)) == date(2026, 9, 30)
    assert workdays.nearest_workday_after(date(2026, 10, 4)) == date(2026, 10, 8)
    assert workdays.nearest_workday_before(date(2026, 10, 8)) == date(2026, 10, 8)
