"""Who has a thing now, what they have to do with it, since when, and until when?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from portal.workdays import is_published


@dataclass(frozen=True)
class Holder:
    name: str
    task: str
    since: datetime
    until: date | None

    def days_waited(self, day):
        return max((day - timezone.localtime(self.since).date()).days, 0)

    def is_late(self, day):
        return self.until is not None and day > self.until


def limit_words(day):
    """期限1月6日; the last day of a term of workdays may still move while the year's days off are not published."""
    return f"期限{day.month}月{day.day}日" + ("" if is_published(day.year) else "（当年放假调休安排尚未公布）")
