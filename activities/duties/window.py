"""Which year of duties, as of which day? Out of a query string, in which anything may stand."""

import re
from datetime import date

from portal.asked import whole_number

YEARS = range(2000, 2100)
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)


def asked_window(query, today):
    """(year, day): a past year stands as on its last day, the running one as of today; nonsense is ignored."""
    on, year = _day(query.get("on", "")), _year(query.get("year", ""))
    if on and year and on.year != year and year != today.year:
        on = None  # the other year was chosen, the day left standing
    if on:
        return year or on.year, on
    year = year or today.year
    return year, min(today, date(year, 12, 31))


def _year(text):
    year = whole_number(text, 4)
    return year if year in YEARS else None


def _day(text):
    if not DAY.fullmatch(text):
        return None
    try:
        day = date(*map(int, text.split("-")))
    except ValueError:
        return None
    return day if day.year in YEARS else None
