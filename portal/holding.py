"""Who has a thing now, what they have to do with it, since when, and until when?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone


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
