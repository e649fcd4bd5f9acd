"""应换届 / 已换届 by alliance: how many were due in a period, how many of them have their next term, who has not.

Due in the period is also what was overdue when it began. Who was elected early, before it was due in the period, stands
beside and not in the pair. A unit that sits in no alliance stands in the last row. Two queries.
"""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from alliances.models import Alliance, Seat


@dataclass
class Pair:
    alliance: Alliance | None
    owed: int = 0  # 应换届
    renewed: int = 0  # 已换届
    overdue: int = 0  # of the open ones, those over on the day
    early: int = 0  # 提前换届
    unknown: int = 0  # 不详

    @property
    def open(self):
        return self.owed - self.renewed

    def add(self, other):
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))


COUNTED = ("owed", "renewed", "overdue", "early", "unknown")


def pairs(terms, alliances, period, day):
    """(a Pair for each alliance in order, perhaps one without alliance; their sum). TERMS as somebody may see them."""
    since, until = period.first_day, period.last_day
    due = Q(due_on__lte=until)
    in_time = Q(closed_on__gte=since, closed_on__lte=until)
    seat = Seat.objects.on(day).filter(organization=OuterRef("organization")).values("alliance")[:1]
    rows = (
        terms.standing(day)
        .filter(Q(closed_on=None) | Q(closed_on__gte=since))
        .order_by()
        .annotate(sits_in=Subquery(seat))
        .values("sits_in")
        .annotate(
            owed=Count("pk", filter=due),
            renewed=Count("pk", filter=due & in_time),
            overdue=Count("pk", filter=due & Q(closed_on=None, due_on__lt=day)),
            early=Count("pk", filter=in_time & Q(due_on__gt=until)),
            unknown=Count("pk", filter=Q(closed_on=None, due_on=None)),
        )
    )
    found = {row.pop("sits_in"): row for row in rows}
    made = [Pair(alliance, **found.pop(alliance.pk, {})) for alliance in alliances]
    rest = Pair(None)
    for row in found.values():
        rest.add(Pair(None, **row))
    if any(getattr(rest, name) for name in COUNTED):
        made.append(rest)
    total = Pair(None)
    for pair in made:
        total.add(pair)
    return made, total
