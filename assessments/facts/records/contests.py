from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import Max, Q

from assessments.models import Contest, Placing


class Won(NamedTuple):
    contest: int
    title: str
    awarded_on: date
    award: str
    place: int | None
    brand: int
    name: str


def load(records):
    """{owner as (kind, pk): awards by decisions of the period}, of each contest the last version of its result."""
    days = records.scheme.since, records.last_day
    decided = Contest.objects.filter(committee=records.committee, state=Contest.State.AWARDED, awarded_on__range=days)
    last = Max("results__number", filter=Q(results__stage=None))
    versions = dict(decided.order_by().annotate(last=last).values_list("pk", "last"))
    rows = Placing.objects.filter(contest__in=versions, result__stage=None, award__isnull=False)
    rows = rows.order_by("contest__awarded_on", "contest", "award__order_number", "place", "pk")
    owner = ("entry__brand__branch", "entry__organization", "entry__alliance")
    fields = ("contest", "contest__title", "contest__awarded_on", "award__name", "place")
    found = defaultdict(list)
    for version, branch, organization, alliance, *row in rows.values_list(
        "result__number", *owner, *fields, "entry__brand", "entry__version__name"
    ):
        if version == versions[row[0]]:
            for key in (("branch", branch), ("organization", organization), ("alliance", alliance)):
                found[key].append(Won(*row))
    return found
