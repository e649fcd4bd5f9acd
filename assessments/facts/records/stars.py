from collections import defaultdict
from datetime import date
from typing import NamedTuple

from assessments.facts.records.once import Once
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
    found, once = defaultdict(list), Once()
    fields = ("branch", "year", "stars", "granted_on", "withdrawn_on")
    for branch, *row in rows.values_list(*fields).iterator(chunk_size=5000):
        year, stars, granted_on, withdrawn_on = row
        found[branch].append(StarRow(year, stars, once[granted_on], once[withdrawn_on]))
    return found
