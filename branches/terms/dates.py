"""When does a term of office end? Days and months in, days and words out; nothing here asks the database."""

from calendar import monthrange
from datetime import date

MOST_EXTENSION = 12  # months an election may be put off (中办《关于党的基层组织任期的意见》)
MOST_YEARS = 10
FIRST_DAY = date(1921, 7, 1)  # nothing of this party was elected before


def due_day(since, month_only, years):
    """The last day on which an election is still in time: the same day so many years later, or the month's last."""
    year, month = since.year + years, since.month
    last = monthrange(year, month)[1]
    return date(year, month, last if month_only else min(since.day, last))


def end_of(since, month_only, years):
    """The same, or None where the start or the length is not known: an end is never guessed."""
    return due_day(since, month_only, years) if since and years else None


def add_months(day, number):
    """The same day so many months later (or earlier), or the last day of a shorter month."""
    months = day.year * 12 + day.month - 1 + number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_extension(ends_on):
    return add_months(ends_on, MOST_EXTENSION)


def months_between(first, last):
    """Whole months from the first day to the last; a month is whole on the day that `add_months` says."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - 1 if add_months(first, months) > last else months


def left_words(day, due_on):
    """“还有 5 个月”, “还有 12 天”, “今天届满”, “逾期 3 个月”, “逾期 9 天”."""
    if due_on == day:
        return "今天届满"
    first, last = sorted((day, due_on))
    months, days = months_between(first, last), (last - first).days
    amount = f"{months}个月" if months else f"{days}天"
    return f"还有{amount}" if due_on > day else f"逾期{amount}"


def day_words(day, month_only=False):
    """2023年6月15日, or 2023年6月 where no more is known."""
    if day is None:
        return ""
    return f"{day.year}年{day.month}月" if month_only else f"{day.year}年{day.month}月{day.day}日"
