"""How did the 1+7+N stand on a day? Every alliance with its units by seat, its liaison and its size: three queries."""

from dataclasses import dataclass, field
from datetime import date

from alliances.models import Alliance, Committee, Liaison, Organization, Seat


@dataclass
class Makeup:
    """One alliance on a day."""

    alliance: Alliance
    leads: list[Organization] = field(default_factory=list)
    deputies: list[Organization] = field(default_factory=list)
    members: list[Organization] = field(default_factory=list)
    chambers: list[Organization] = field(default_factory=list)

    @property
    def units(self):
        """Those that count in the size: all but the chambers."""
        return self.leads + self.deputies + self.members

    @property
    def member_count(self):
        return sum(unit.member_count for unit in self.units)

    @property
    def branch_count(self):
        return sum(unit.branch_count for unit in self.units)


@dataclass(frozen=True)
class Picture:
    committee: Committee
    day: date
    makeups: list[Makeup]
    liaisons: list[tuple[str, list[Alliance]]]  # each leader with the alliances guided
    since: date | None  # the latest day on which a seat of this picture began

    @property
    def unit_count(self):
        return sum(len(makeup.units) for makeup in self.makeups)

    @property
    def branch_count(self):
        return sum(makeup.branch_count for makeup in self.makeups)

    @property
    def member_count(self):
        return sum(makeup.member_count for makeup in self.makeups)


PLACES = {
    Seat.Role.LEAD: "leads",
    Seat.Role.DEPUTY: "deputies",
    Seat.Role.MEMBER: "members",
    Seat.Role.CHAMBER: "chambers",
}


def makeup_of(alliance, seats):
    makeup = Makeup(alliance)
    for seat in seats:
        getattr(makeup, PLACES[seat.role]).append(seat.organization)
    return makeup


def picture_of(committee, day):
    alliances = {alliance.pk: alliance for alliance in committee.alliances.on(day)}
    seats = {pk: [] for pk in alliances}
    standing = Seat.objects.on(day).filter(alliance__in=alliances).select_related("organization__category")
    for seat in standing.in_official_order():
        seats[seat.alliance_id].append(seat)
    since = max((seat.since for row in seats.values() for seat in row), default=None)
    makeups = [makeup_of(alliance, seats[alliance.pk]) for alliance in alliances.values()]
    return Picture(committee, day, makeups, _guided(alliances, day), since)


def _guided(alliances, day):
    guided = {}
    for liaison in Liaison.objects.on(day).filter(alliance__in=alliances).order_by("alliance__order_number", "since"):
        guided.setdefault(liaison.name, []).append(alliances[liaison.alliance_id])
    return list(guided.items())
