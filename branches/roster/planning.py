"""Compare a roster with what the committee has. Nothing is written.

The same plan stands behind page, command and dry run.
"""

import hashlib
import json
from dataclasses import dataclass

from django.utils import timezone

from branches.roster.branch_rows import BranchPlan
from branches.roster.known import Known
from branches.roster.organizations import OrganizationPlan
from branches.roster.reading import read_roster
from branches.roster.seats import SeatPlan

COUNTED = ("new", "changed", "unchanged", "faulty", "unlisted")


@dataclass
class Plan:
    committee: object
    on: object  # the day from which the seats hold
    parts: list
    faults: list
    warnings: list
    new_categories: list

    def part(self, key):
        return next(part for part in self.parts if part.key == key)

    def counts(self):
        """{"organizations": {"title": "党组织", "new": 88, …}, …}"""
        return {
            part.key: {
                "title": part.title,
                "unit": part.unit,
                "new": len(part.new),
                "changed": len(part.edits),
                "unchanged": part.unchanged,
                "faulty": part.faulty,
                "unlisted": len(part.unlisted),
            }
            for part in self.parts
        }

    @property
    def is_empty(self):
        """All rows are as they were: applying would write nothing."""
        return not any(part.new or part.edits for part in self.parts)

    def lists(self):
        """What the preview shows, as plain data: part → new, changed, unlisted."""
        return {
            part.key: {
                "new": [[new.line, label(new.thing), new.about] for new in part.new],
                "changed": [[edit.line, label(edit.thing), edit.texts()] for edit in part.edits],
                "unlisted": [label(thing) for thing in part.unlisted],
            }
            for part in self.parts
        }

    def fingerprint(self):
        """Two plans that would do the same have the same."""
        text = json.dumps([str(self.on), self.counts(), self.lists()], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def plan_roster(committee, file, on=None, *, name="", new_alliances=False) -> Plan:
    """`on` is the day from which changed seats hold; without it the grouping's own “执行时间”, else today.

    Raises Faults when the file cannot be opened; faults in the rows are in `plan.faults`.
    """
    return compare(committee, read_roster(file, name), on, new_alliances=new_alliances)


def compare(committee, roster, on=None, *, new_alliances=False) -> Plan:
    day = on or roster.since or timezone.localdate()
    known = Known(committee, with_branches=roster.branches is not None)
    organizations = OrganizationPlan(known, roster.organizations, day)
    seats = SeatPlan(known, roster.seats, day, organizations, new_alliances=new_alliances)
    branches = BranchPlan(known, roster.branches, day, organizations)
    plan = Plan(
        committee=committee,
        on=day,
        parts=[organizations.part, seats.chambers, seats.alliances, seats.part, branches.part],
        faults=[*roster.faults, *organizations.faults, *seats.faults, *branches.faults],
        warnings=[*roster.warnings, *organizations.warnings, *seats.warnings, *branches.warnings],
        new_categories=known.new_categories,
    )
    _sort_and_count_faults(plan, roster, {"organizations": organizations, "seats": seats, "branches": branches})
    return plan


def label(thing):
    organization = getattr(thing, "organization", None)
    if organization is None:
        return str(thing)
    name = getattr(thing, "name", "")
    return f"{organization}{name}" if name else str(organization)


def _sort_and_count_faults(plan, roster, plans):
    places = {table.sheet: number for number, table in enumerate(roster.tables)}
    plan.faults.sort(key=lambda fault: (places.get(fault.sheet, -1), fault.row or 0))
    for key, one in plans.items():
        table = getattr(roster, key)
        if table:
            one.part.faulty = len({fault.row for fault in plan.faults if fault.sheet == table.sheet and fault.row})
