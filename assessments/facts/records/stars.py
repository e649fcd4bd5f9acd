from collections import defaultdict
from datetime import date
from typing import NamedTuple

from branches.models import Star


class StarRow(NamedTuple):
    year: int
    stars: int
    granted_on: date
    withdrawn_on: date | None

    def holds_on(self, day):
        return self.granted_on <= day and (self.withdrawn_on is None or self.withdrawn_on > day)


def load(records):
    """{branch: its stars}, the last year first; also those granted after the day, so that nobody takes what the branch
    shows today for what it showed then."""
    rows = Star.objects.filter(branch__organization__committee=records.committee).order_by(
        "-year", "-granted_on", "-pk"
    )
    found = defaultdict(list)
    for branch, *row in rows.values_list("branch", "year", "stars", "granted_on", "withdrawn_on"):
        found[branch].append(StarRow(*row))
    return found
