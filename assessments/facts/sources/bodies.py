"""Of whom is something asked that stands on a day, and which day is that?

The last day of the period, or today while it runs; for a unit that lost its seat before, the last day in the seat.
"""


def state_day(records, unit):
    if unit.until is None or unit.since > records.last_day:
        return records.last_day
    return min(records.last_day, unit.until)


def units_in(records, unit, day):
    """The organization itself; of an alliance those that sit in it on the day, in official order."""
    if unit.kind == "organization":
        return [unit.organization]
    seated = {organization for organization, span in records.members.get(unit.pk, ()) if day in span}
    return sorted(seated, key=records.place_of)


def branches_of(records, unit, day):
    """The branches that stand on the day: the branch itself, the organization's, those of an alliance's units."""
    if unit.kind == "branch":
        found = [records.branch_by_pk[unit.pk]] if unit.pk in records.branch_by_pk else []
    else:
        found = [one for organization in units_in(records, unit, day) for one in records.branches.get(organization, ())]
    return [branch for branch in found if branch.stands_on(day)]


def name_of(records, unit, branch):
    """With its unit's name where the branches are not all of one."""
    owner = records.organizations[branch.organization].name if unit.kind == "alliance" else ""
    return f"{owner}{branch.name}"
