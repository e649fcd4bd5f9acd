"""To whom: everybody, whole alliances, or single units, grouped as the committee knows them."""

from dataclasses import dataclass, field

from alliances.models import Alliance, Organization


@dataclass
class Group:
    name: str
    alliance: Alliance | None
    units: list = field(default_factory=list)
    chosen: int = 0

    @property
    def key(self):
        """As forms name it; 0 for those without an alliance."""
        return str(self.alliance.pk if self.alliance else 0)

    @property
    def whole(self):
        return self.chosen == len(self.units)


def groups_of(committee, day):
    """The units of that day by alliance, both in official order; those without a seat at the end."""
    units = Organization.objects.filter(committee=committee).on(day).seated_on(day).order_by("order_number", "pk")
    groups = {}
    for unit in units:
        alliance = unit.standing_seats[0].alliance if unit.standing_seats else None
        place = (alliance is None, alliance.order_number if alliance else 0, alliance.pk if alliance else 0)
        name = alliance.short_name if alliance else "未编入联盟"
        groups.setdefault(place, Group(name, alliance)).units.append(unit)
    return [groups[place] for place in sorted(groups)]


def mark(groups, chosen):
    """Which of them are ticked: `chosen` holds keys of units."""
    for group in groups:
        for unit in group.units:
            unit.is_chosen = unit.pk in chosen
        group.chosen = sum(unit.is_chosen for unit in group.units)


def asked_for(groups, data):
    """(the units that a form named in any of the three ways, in official order; keys that are no unit of that day)."""
    every = [unit for group in groups for unit in group.units]
    if data.get("everyone"):
        return every, []
    keys, alliances = set(data.getlist("units")), set(data.getlist("alliances"))
    for group in groups:
        if group.key in alliances:
            keys |= {str(unit.pk) for unit in group.units}
    return [unit for unit in every if str(unit.pk) in keys], sorted(keys - {str(unit.pk) for unit in every})
