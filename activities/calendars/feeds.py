"""What a feed holds: all that is published and its owner may see under the saved filter, from a year back."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Max, Sum
from django.utils import timezone
from django.utils.http import http_date

from activities.calendars.filters import CalendarFilter
from activities.calendars.ics import calendar
from activities.models import Activity

KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Fingerprint:
    """Whether a feed has changed, told by one query over its rows."""

    etag: str
    last_modified: int

    @property
    def http_date(self):
        return http_date(self.last_modified)


def subscribed(feed, today):
    begin = timezone.make_aware(datetime.combine(today - KEPT, time.min))
    published = Activity.objects.published_to(feed.user).ending_after(begin)
    return CalendarFilter.read(feed.filters).apply(published, feed.user)


def fingerprint(feed, today):
    rows = subscribed(feed, today).order_by()
    found = rows.aggregate(count=Count("pk"), keys=Sum("pk"), sequences=Sum("sequence"), changed=Max("changed_at"))
    changed = max(filter(None, [found["changed"], feed.created_at]))
    parts = [feed.token, feed.name, feed.with_alarm, sorted(feed.filters.items()), today, *found.values()]
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]
    return Fingerprint(f'"{digest}"', int(changed.timestamp()))


def ics_of(feed, today):
    return calendar(feed.name, subscribed(feed, today), feed.with_alarm)
