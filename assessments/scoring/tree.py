"""Leaves → nodes → total. Every node is rounded once, a parent adds up rounded children: the parts shown add up."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from assessments.judging.exact import rounded
from assessments.scoring.outcome import NO_FACTS, NOTHING, Outcome
from assessments.scoring.rules.base import Rule
from assessments.scoring.tree_faults import tree_faults
from assessments.scoring.working import TOTAL_ZERO

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
    points: Decimal = NOTHING
    rule: Rule | None = None
    weight: Decimal = HUNDRED
    is_extra: bool = False
    cap: Decimal | None = None
    floor: Decimal | None = None
    children: tuple["Node", ...] = ()

    @cached_property
    def share(self):
        """The weight as a factor; None where it changes nothing."""
        return None if self.weight == 100 else Fraction(self.weight) / 100

    @cached_property
    def limits(self):
        """(lowest, highest) by its own cap and floor and by those of a parent's rule."""
        rule = self.rule if self.children else None
        caps = [one.cap for one in (self, rule) if one is not None and one.cap is not None]
        floors = [one.floor for one in (self, rule) if one is not None and one.floor is not None]
        return (Fraction(max(floors)) if floors else None), (Fraction(min(caps)) if caps else None)

    @cached_property
    def may_veto(self):
        return not self.children and self.rule is not None and self.rule.can_veto

    @cached_property
    def leaves(self):
        return tuple(leaf for child in self.children for leaf in child.leaves) if self.children else (self,)

    def limited(self, value):
        low, high = self.limits
        if high is not None and value > high:
            return high
        return low if low is not None and value < low else value


class Values(NamedTuple):
    """All that is needed of thousands of units: no words. `values`: node id → what it brings into its parent."""

    total: Decimal
    values: dict[Any, Decimal]
    vetoes: tuple


def compute_values(roots, facts_by_leaf, frame_of, decimals, given=None):
    """The Values of one unit, without any Working: the fast way. Arguments as of `compute`."""
    frame_of = frame_of.__getitem__ if isinstance(frame_of, dict) else frame_of
    values, vetoes = {}, []

    def value_of(node):
        if node.children:
            value = sum([value_of(child) for child in node.children], NOTHING)
        elif given and node.id in given:
            value = given[node.id]
        elif node.rule is None:
            value = NOTHING
        else:
            value = node.rule.value(facts_by_leaf.get(node.id, NO_FACTS), frame_of(node.id))
        if node.may_veto:
            vetoes.append(node.rule.veto(facts_by_leaf.get(node.id, NO_FACTS), frame_of(node.id)))
        value = node.limited(value)
        if node.share is not None:
            value = Fraction(value) * node.share
        values[node.id] = value = rounded(value, decimals)
        return value

    total = sum([value_of(root) for root in roots], NOTHING)
    vetoes = tuple(filter(None, vetoes))
    if any(veto.effect == TOTAL_ZERO for veto in vetoes):
        total = rounded(0, decimals)
    return Values(total, values, vetoes)


def compute(roots, facts_by_leaf, frame_of, decimals, given=None):
    """The Outcome of one unit: total, values, vetoes; workings and missing when asked for.

    facts_by_leaf   leaf id → Facts; a leaf that is not there has none
    frame_of        leaf id → Frame (a callable or a dict): the same Frame for all units
    given           leaf id → points given by hand instead of computed, on the leaf's own points, before its weight
    """
    found = compute_values(roots, facts_by_leaf, frame_of, decimals, given)
    return Outcome(*found, tuple(roots), facts_by_leaf, frame_of, decimals, dict(given or {}))


__all__ = ["Node", "Outcome", "Values", "compute", "compute_values", "tree_faults"]
