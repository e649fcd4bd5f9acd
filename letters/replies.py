"""Which letters had to be answered in a period, and when were they? For assessments: facts, no points."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from letters.models import Letter, Recipient


@dataclass(frozen=True)
class Answer:
    """`replied_on` is the day of the reply that stands; a returned one does not. `settled_on`: closed by evidence."""

    letter_id: int
    organization_id: int
    due_on: date
    replied_on: date | None
    kind: str
    title: str
    number: str
    settled_on: date | None

    @property
    def in_time(self):
        """Answered, or settled without an answer, by the day it was due."""
        done = min(filter(None, [self.replied_on, self.settled_on]), default=None)
        return done is not None and done <= self.due_on


def answered_in(committee, since, until):
    """A row for each unit's part of a letter whose reply fell due within the period, both days included."""
    parts = Recipient.objects.filter(
        letter__committee=committee, letter__state__in=Letter.OUT, due_on__range=(since, until)
    )
    rows = parts.order_by("due_on", "letter", "organization").values_list(
        "letter_id",
        "organization_id",
        "due_on",
        "replied_on",
        "letter__kind",
        "letter__title",
        "letter__number",
        "closed_at",
    )
    return [Answer(*row, timezone.localdate(closed_at) if closed_at else None) for *row, closed_at in rows]
