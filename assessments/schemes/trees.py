"""The indicators of a scheme as the tree that scoring computes with."""

from dataclasses import dataclass, field

from assessments.scoring.faults import RuleFaults
from assessments.scoring.grades import GradeRule
from assessments.scoring.rules import rule_from_json
from assessments.scoring.tree import Node


@dataclass
class Branching:
    """The rows of a scheme in the order of the tree.

    rows   (indicator, depth from 0, number “1.2”) of every indicator that hangs on a root
    lost   those that hang on none: they go in a circle, or on an indicator of another scheme
    rules  pk → Rule of those whose rule can be read
    wrong  pk → RuleFaults of the others
    """

    indicators: list
    children: dict = field(default_factory=dict)
    rows: list = field(default_factory=list)
    lost: list = field(default_factory=list)
    rules: dict = field(default_factory=dict)
    wrong: dict = field(default_factory=dict)

    def __post_init__(self):
        for indicator in self.indicators:
            self.children.setdefault(indicator.parent_id, []).append(indicator)
            self._read_rule(indicator)
        self._walk(None, 0, "")
        placed = {indicator.pk for indicator, _, _ in self.rows}
        self.lost = [indicator for indicator in self.indicators if indicator.pk not in placed]

    def _walk(self, parent, depth, before):
        for place, indicator in enumerate(self.children.get(parent, ()), start=1):
            number = f"{before}{place}"
            self.rows.append((indicator, depth, number))
            self._walk(indicator.pk, depth + 1, f"{number}.")

    def _read_rule(self, indicator):
        if not indicator.rule:
            return
        try:
            self.rules[indicator.pk] = rule_from_json(indicator.rule, indicator.points)
        except RuleFaults as found:
            self.wrong[indicator.pk] = found.faults

    def is_leaf(self, indicator):
        return not self.children.get(indicator.pk)

    @property
    def leaves(self):
        return [indicator for indicator, _, _ in self.rows if self.is_leaf(indicator)]

    @property
    def roots(self):
        return tuple(self._node(indicator) for indicator in self.children.get(None, ()))

    def _node(self, indicator):
        return Node(
            id=indicator.pk,
            name=indicator.name,
            points=indicator.points,
            rule=self.rules.get(indicator.pk),
            weight=indicator.weight,
            is_extra=indicator.is_extra,
            cap=indicator.cap,
            floor=indicator.floor,
            children=tuple(self._node(child) for child in self.children.get(indicator.pk, ())),
        )


def tree_of(scheme, indicators=None):
    """Roots in order, from one query; `indicators` if somebody has read them already.

    Node.id is the indicator's pk. A rule that cannot be read is None here; `faults` says why.
    """
    return branching_of(scheme, indicators).roots


def branching_of(scheme, indicators=None):
    return Branching(list(scheme.indicators.all()) if indicators is None else list(indicators))


def grade_rules(grades):
    """As scoring wants them; their `needs` prefetched."""
    return [
        GradeRule(
            id=grade.pk,
            name=grade.name,
            minimum=grade.minimum,
            quota=grade.quota,
            needs=tuple(needed.pk for needed in grade.needs.all()),
            order=grade.order_number,
        )
        for grade in grades
    ]
