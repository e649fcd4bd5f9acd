"""How did the 1+7+N stand on a day? Every alliance with its units by seat, its liaison and its size: four queries."""

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


def picture_of(committee, day):
    makeups = {alliance.pk: Makeup(alliance) for alliance in committee.alliances.on(day)}
    seats = Seat.objects.on(day).filter(alliance__in=makeups).select_related("organization__category")
    since = None
    for seat in seats.in_official_order():
        getattr(makeups[seat.alliance_id], PLACES[seat.role]).append(seat.organization)
        since = max(since or seat.since, seat.since)
    return Picture(committee, day, list(makeups.values()), _guided(makeups, day), since)


def _guided(makeups, day):
    guided = {}
    for liaison in Liaison.objects.on(day).filter(alliance__in=makeups).order_by("alliance__order_number", "since"):
        guided.setdefault(liaison.name, []).append(makeups[liaison.alliance_id].alliance)
    return list(guided.items())
