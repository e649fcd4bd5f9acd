"""Totals → grades by threshold and quota (五星 ≥ 90 且不超过总数30%), and places."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

EXTEND, NONE = "extend", "none"


@dataclass(frozen=True)
class GradeRule:
    """minimum: from how many points, included; None: from anywhere. quota: percent of all. The best has the least order."""

    id: Any
    name: str
    minimum: Decimal | None = None
    quota: Decimal | None = None
    needs: tuple = ()  # leaf ids that must have more than 0
    order: int = 0


@dataclass(frozen=True)
class Standing:
    """One unit before grades. `vetoes` and `values` as in tree.Outcome."""

    subject: Any
    total: Decimal
    vetoes: tuple = ()
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Graded:
    """`grade` the id of the GradeRule or None; `lowered_from` the id of the grade that the total alone would give."""

    grade: Any
    why: str
    lowered_from: Any = None


def grade_faults(grades, leaves=None):
    """Everything wrong with the grades, as RuleFaults. `leaves`: the ids of all leaves, to check `needs`."""
    raise NotImplementedError


def award(entries, grades, tie=EXTEND):
    """subject → Graded. A quota is floor(percent × number ÷ 100); who does not fit falls to the next grade.

    tie   at the quota's edge: EXTEND all who are equal get it, NONE none of them
    """
    raise NotImplementedError


def places(totals):
    """subject → place; equals share one: 1, 1, 3."""
    ordered = sorted(totals.values(), reverse=True)
    first = {}
    for position, total in enumerate(ordered, start=1):
        first.setdefault(total, position)
    return {subject: first[total] for subject, total in totals.items()}
