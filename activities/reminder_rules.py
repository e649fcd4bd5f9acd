"""Which reminder is due on a day? Dates and steps in, a step out; nothing here asks the database.

Steps count workdays, the day itself included: 30 workdays before the end of 2026's fourth quarter is 2026-11-20. So
every step falls on a workday by itself and need not be moved; on days of rest nobody is reminded. A step that was
missed is not made up for: the latest one that is due is the only one.
"""

from datetime import date

from portal.quarters import Period
from portal.workdays import is_workday, workdays_between, workdays_left


def step_due(day: date, period: Period, steps):
    """The step of the period on that day, or None. Steps have `workdays_left`; 0 is overdue."""
    if not is_workday(day) or day < period.first_day:
        return None
    if day > period.last_day:
        return next((step for step in steps if step.workdays_left <= 0), None)
    left = workdays_left(day, period.last_day)
    # A step longer than the period itself (30 workdays in a month) says nothing.
    whole = workdays_between(period.first_day, period.last_day)
    reached = [step for step in steps if left <= step.workdays_left <= whole]
    return min(reached, key=lambda step: step.workdays_left, default=None)
