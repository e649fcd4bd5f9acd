"""Leaves → nodes → total. Every node is rounded once, a parent adds up rounded children: the parts shown add up."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from assessments.scoring.rules.base import Rule

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Node:
    """An indicator.

    points    the full mark, before the weight
    rule      of a leaf: how it is scored; of a parent: Sum, WeightedComponents, or None for a plain sum
    weight    percent of it that goes into the parent
    is_extra  adds or takes away, and is no part of the full mark
    cap, floor  on the node's own points, before the weight
    """

    id: Any
    name: str
    points: Decimal = Decimal(0)
    rule: Rule | None = None
    weight: Decimal = HUNDRED
    is_extra: bool = False
    cap: Decimal | None = None
    floor: Decimal | None = None
    children: tuple["Node", ...] = ()


class Values(NamedTuple):
    """All that is needed of thousands of units: no words. `values`: node id → what it brings into its parent."""

    total: Decimal
    values: dict[Any, Decimal]
    vetoes: tuple


def tree_faults(roots, full, grades=()):
    """Everything wrong with the tree, as RuleFaults whose path is the way down to the node. `grades`: GradeRules."""
    raise NotImplementedError


def compute_values(roots, facts_by_leaf, frame_of, decimals, given=None):
    """The Values of one unit, without any Working: the fast way."""
    raise NotImplementedError


def compute(roots, facts_by_leaf, frame_of, decimals, given=None):
    """The Outcome of one unit: total, values, vetoes; workings and missing when asked for.

    facts_by_leaf   leaf id → Facts; a leaf that is not there has none
    frame_of        leaf id → Frame (a callable or a dict): the same Frame for all units
    given           leaf id → points given by hand instead of computed
    """
    raise NotImplementedError
