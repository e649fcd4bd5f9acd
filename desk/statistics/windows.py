"""Which stretch of days belongs to which period of a table? Pure: days in, conditions for the database out.

A table counts the same activity for its quarter, for the whole period and perhaps for “the same dates last year” of
another column. So the days are cut wherever a period begins or ends; the database counts each stretch once, by moments
(asking each row for its day or month costs SQLite ten times as much), and every period is the sum of its stretches.
"""

from bisect import bisect_right
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from portal.quarters import Period, Quarter, month_period

DAY = timedelta(days=1)
FEBRUARY, LEAP_DAY = 2, 29


def a_year_earlier(day):
    """The same date of last year. The 29th of February is compared with the 28th."""
    if (day.month, day.day) == (FEBRUARY, LEAP_DAY):
        return date(day.year - 1, FEBRUARY, LEAP_DAY - 1)
    return day.replace(year=day.year - 1)


def a_year_earlier_to(day):
    """The same for the last day of a period: the end of February is compared with the end of February, or the months of
    a year would not make up the year."""
    if day.month == FEBRUARY and day.day == monthrange(day.year, FEBRUARY)[1]:
        return date(day.year - 1, FEBRUARY, monthrange(day.year - 1, FEBRUARY)[1])
    return a_year_earlier(day)


def same_dates_last_year(period):
    first_day, last_day = a_year_earlier(period.first_day), a_year_earlier_to(period.last_day)
    return Period(first_day, last_day, "去年同期", f"{period.key}-before")


def quarters_within(since, until):
    """The quarters of a period, the first and the last as far as it reaches."""
    quarter, found = Quarter.of(since), []
    while quarter.first_day <= until:
        found.append(_clipped(quarter.period, since, until))
        quarter = quarter.next()
    return found


def months_within(since, until):
    found, year, month = [], since.year, since.month
    while (year, month) <= (until.year, until.month):
        found.append(_clipped(month_period(year, month), since, until))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def _clipped(period, since, until):
    first_day, last_day = max(period.first_day, since), min(period.last_day, until)
    label = period.label
    if (first_day, last_day) != (period.first_day, period.last_day):
        label += f"（{first_day.month}月{first_day.day}日至{last_day.month}月{last_day.day}日）"
    return Period(first_day, last_day, label, period.key)


class Windows:
    """Periods, by whatever keys, and the stretches of days that none of them divides."""

    def __init__(self, periods):
        self.periods = dict(periods)
        days = {period.first_day for period in self.periods.values()}
        days |= {period.last_day + DAY for period in self.periods.values()}
        self.cuts = sorted(days)
        self.keys_of = [
            tuple(key for key, period in self.periods.items() if first_day in period) for first_day in self.cuts[:-1]
        ]

    def number_of(self, day):
        """The stretch of a day, as `stretch` counts them in the database."""
        return bisect_right(self.cuts, day) - 1

    def condition(self, path=""):
        """Within any of the periods; the outermost bounds come first, for the index on the start."""
        outer, runs = _within(self.cuts[0], self.cuts[-1], path), self._runs()
        if len(runs) == 1:
            return outer
        inner = Q()
        for first_day, after in runs:
            inner |= _within(first_day, after, path)
        return outer & inner

    def stretch(self, path=""):
        """An expression: the number of the stretch in which a row begins."""
        field = f"{path}starts_at__lt"
        whens = [When(**{field: _midnight(day)}, then=Value(number)) for number, day in enumerate(self.cuts[1:-1])]
        last = Value(len(self.cuts) - 2)
        return Case(*whens, default=last, output_field=IntegerField()) if whens else last

    def _runs(self):
        """[first day, day after) of what belongs to any period, neighbours joined."""
        runs = []
        for first_day, after, keys in zip(self.cuts, self.cuts[1:], self.keys_of, strict=False):
            if keys and runs and runs[-1][1] == first_day:
                runs[-1][1] = after
            elif keys:
                runs.append([first_day, after])
        return runs


def _within(first_day, after, path):
    return Q(**{f"{path}starts_at__gte": _midnight(first_day), f"{path}starts_at__lt": _midnight(after)})


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
