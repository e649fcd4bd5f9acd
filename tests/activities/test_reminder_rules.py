from collections import namedtuple
from datetime import date, timedelta

import pytest

from activities.reminder_rules import step_due
from portal.quarters import Quarter, month_period, year_period
from portal.workdays import is_workday, workdays_left

Step = namedtuple("Step", "workdays_left")
STEPS = [Step(30), Step(10), Step(0)]
FOURTH = Quarter(2026, 4).period


def left_at(day, period=FOURTH, steps=STEPS):
    step = step_due(day, period, steps)
    return step and step.workdays_left


def test_thirty_workdays_are_left_on_20_november_2026():
    assert workdays_left(date(2026, 11, 20), date(2026, 12, 31)) == 30


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2026, 11, 19), None),
        (date(2026, 11, 20), 30),
        (date(2026, 11, 23), 30),  # the day of the step was missed: caught up
        (date(2026, 12, 17), 30),
        (date(2026, 12, 18), 10),
        (date(2026, 12, 31), 10),
        (date(2027, 1, 1), None),  # New Year
        (date(2027, 1, 4), 0),
        (date(2027, 6, 1), 0),
    ],
)
def test_step_of_the_fourth_quarter(day, left):
    assert left_at(day) == left


def test_nobody_is_reminded_on_a_day_of_rest():
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]

    reminded = [day for day in year if left_at(day, Quarter.of(day).period)]

    assert reminded
    assert all(is_workday(day) for day in reminded)


def test_make_up_workday_counts():
    sunday = date(2026, 9, 20)

    assert is_workday(sunday)
    assert left_at(sunday, Quarter(2026, 3).period) == 10


def test_step_longer_than_the_period_says_nothing():
    assert left_at(date(2026, 11, 2), month_period(2026, 11)) is None
    assert left_at(date(2026, 11, 17), month_period(2026, 11)) == 10


def test_step_of_the_year_fires_on_the_same_day_as_that_of_its_last_quarter():
    assert [left_at(date(2026, 11, day), year_period(2026)) for day in (19, 20)] == [None, 30]


def test_committee_without_steps_reminds_nobody():
    assert step_due(date(2026, 12, 31), FOURTH, []) is None
    assert step_due(date(2027, 1, 4), FOURTH, [Step(10)]) is None
