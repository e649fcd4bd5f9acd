"""When may a message leave the house? Not in the quiet hours, and what can wait leaves in one mail a day.

Nothing here looks into the database: moments in, moments out, all of them in the time zone of the office.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from portal.workdays import nearest_workday_after

DIGEST_AT = time(9)  # after the reminders of the morning are made
DAY = timedelta(days=1)


def after_quiet(moment, quiet_from, quiet_until):
    """The moment itself, or the end of the quiet hours it lies in. Equal times: no quiet hours."""
    local = timezone.localtime(moment)
    day, clock = local.date(), local.time()
    over_midnight = quiet_from > quiet_until
    if over_midnight and clock >= quiet_from:
        return _at(day + DAY, quiet_until)
    if clock < quiet_until and (over_midnight or clock >= quiet_from):
        return _at(day, quiet_until)
    return moment


def next_digest(moment):
    """The next workday morning at which the day's mail goes out."""
    local = timezone.localtime(moment)
    day = local.date() if local.time() <= DIGEST_AT else local.date() + DAY
    return _at(nearest_workday_after(day), DIGEST_AT)


def start_of_week(moment):
    local = timezone.localtime(moment)
    return _at(local.date() - DAY * local.weekday(), time.min)


def _at(day, clock):
    return timezone.make_aware(datetime.combine(day, clock))
