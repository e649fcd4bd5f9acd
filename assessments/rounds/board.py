"""What scores of a round are computed from: the scheme's tree, and of each unit the facts and what people entered.

board = Board(round)                        one query
inputs = board.inputs([assessment, …], stage)     four queries for any number of units; {pk: Inputs}
board.outcome(inputs[pk])                   scoring.tree.Outcome
board.compare(stage)                        once before, where leaves are compared with all units: two queries
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from assessments.facts import SOURCES
from assessments.models import Claim, Fact, Score, Strike
from assessments.rounds import comparing, stages
from assessments.schemes import tree_of
from assessments.scoring import tree
from assessments.scoring.facts import Facts, Item
from assessments.scoring.frame import Frame
from assessments.scoring.rules.toggles import with_items

NOTHING = Facts()


@dataclass
class Inputs:
    """Of one unit at one stage: per leaf the facts as they count, points by hand, and the row they come from."""

    stage: str
    facts: dict = field(default_factory=dict)
    given: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)  # leaf → the Score that holds at this stage, perhaps of an earlier one
    strikes: dict = field(default_factory=dict)  # leaf → {key: Strike}
    claims: dict = field(default_factory=dict)  # leaf → {key: Claim}
    taken: dict = field(default_factory=dict)  # leaf → when its facts were found
    raw: dict = field(default_factory=dict)  # leaf → the facts as the source found them

    def own_row(self, leaf):
        """What was entered at this very stage."""
        row = self.rows.get(leaf)
        return row if row is not None and row.stage == self.stage else None


class Board:
    def __init__(self, round, indicators=None):
        self.round = round
        self.scheme = round.scheme
        indicators = list(self.scheme.indicators.all()) if indicators is None else indicators
        self.indicators = {indicator.pk: indicator for indicator in indicators}
        self.roots = tuple(tree_of(self.scheme, indicators))
        self.nodes = {node.id: node for node in _all(self.roots)}
        self.leaves = {node.id: node for node in self.nodes.values() if not node.children}
        self._needs = {leaf: self._needed(leaf) for leaf in self.leaves}
        self._frames = {}
        self._peers = {}

    @cached_property
    def compared(self):
        return {leaf for leaf, node in self.leaves.items() if stages.COMPARED in node.rule.needs}

    def asks(self, leaf, stage):
        """What people are asked for: nothing that the source finds."""
        return stages.asks(self._needs[leaf], stage)

    def is_open(self, leaf, stage):
        return stages.is_open(self._needs[leaf], stage)

    def open_leaves(self, stage):
        return [leaf for leaf in self.leaves if self.is_open(leaf, stage)]

    def leaf(self, indicator):
        return self.leaves.get(indicator.pk)

    def inputs(self, assessments, stage, leaves=None):
        """{assessment pk: Inputs}, of these leaves or all."""
        of_units = {"assessment__in": [assessment.pk for assessment in assessments]}
        if leaves is not None:
            of_units["indicator__in"] = leaves
        entered = {"stage__in": [one.value for one in stages.up_to(stage)], **of_units}
        return self.put_together(
            of_units["assessment__in"],
            stage,
            facts=Fact.objects.filter(**of_units).defer("drift"),
            claims=Claim.objects.filter(**entered),
            strikes=Strike.objects.filter(**entered),
            scores=Score.objects.filter(**entered).defer("working"),
            leaves=leaves,
        )

    def put_together(self, keys, stage, *, facts, claims, strikes, scores, leaves=None):
        """The same from rows that were read already; those of later stages are left out."""
        found = {key: Inputs(str(stage)) for key in keys}
        counted = stages.up_to(stage)
        for fact in facts:
            found[fact.assessment_id].raw[fact.indicator_id] = Facts.from_json(fact.data)
            found[fact.assessment_id].taken[fact.indicator_id] = fact.taken_at
        for claim in claims:
            if claim.stage in counted:
                found[claim.assessment_id].claims.setdefault(claim.indicator_id, {})[f"claim:{claim.pk}"] = claim
        for strike in strikes:
            if strike.stage in counted:
                found[strike.assessment_id].strikes.setdefault(strike.indicator_id, {})[strike.key] = strike
        for row in scores:
            if row.stage in counted:
                rows = found[row.assessment_id].rows
                kept = rows.get(row.indicator_id)
                if kept is None or stages.place(kept.stage) < stages.place(row.stage):
                    rows[row.indicator_id] = row
        for inputs in found.values():
            for leaf in self.leaves if leaves is None else leaves:
                self._put_together(inputs, leaf)
        return found

    def with_row(self, inputs, row):
        """The same inputs once this row has been entered."""
        inputs.rows[row.indicator_id] = row
        inputs.given.pop(row.indicator_id, None)
        self._put_together(inputs, row.indicator_id)
        return inputs

    def compare(self, stage):
        """Read the measures of all units that take part, for leaves that are compared; none are before the review."""
        if not self.compared or stages.place(stage) < stages.place("review"):
            return
        keys, rows = comparing.read(self.round, self.compared, stages.up_to(stage))
        measures = defaultdict(list)
        for inputs in self.put_together(keys, stage, leaves=list(self.compared), **rows).values():
            for leaf in self.compared:
                measures[leaf].append(self.leaves[leaf].rule.measure(inputs.facts.get(leaf, NOTHING)))
        self._peers = {leaf: tuple(found) for leaf, found in measures.items()}
        self._frames = {}

    def outcome(self, inputs):
        return tree.compute(self.roots, inputs.facts, self.frame, self.scheme.decimals, given=inputs.given)

    def values(self, inputs):
        """Without the words: for many units."""
        return tree.compute_values(self.roots, inputs.facts, self.frame, self.scheme.decimals, given=inputs.given)

    def computed(self, inputs, leaf):
        """What the rule makes of this leaf, without points by hand; the value as it stands in the tree."""
        given = {key: value for key, value in inputs.given.items() if key != leaf or self.is_open(leaf, inputs.stage)}
        return tree.compute_values(self.roots, inputs.facts, self.frame, self.scheme.decimals, given=given).values[leaf]

    def frame(self, leaf):
        if leaf not in self._frames:
            points = self.nodes[leaf].points
            self._frames[leaf] = Frame(points, self.scheme.period, self._peers.get(leaf, ()))
        return self._frames[leaf]

    def _needed(self, leaf):
        source = SOURCES.get(self.indicators[leaf].source)
        return frozenset(self.leaves[leaf].rule.needs) - (source.gives if source else frozenset())

    def _put_together(self, inputs, leaf):
        facts = inputs.raw.get(leaf, NOTHING)
        items = [*facts.items, *(_item(key, claim) for key, claim in inputs.claims.get(leaf, {}).items())]
        struck = inputs.strikes.get(leaf, {})
        row = inputs.rows.get(leaf)
        if struck or len(items) > len(facts.items):
            items = tuple(replace(item, counts=False) if item.key in struck else item for item in items)
            facts = with_items(facts, items)  # a figure that the source gave moves along
        inputs.facts[leaf] = replace(facts, **_answered(row))
        if self.is_open(leaf, inputs.stage):
            inputs.given[leaf] = Decimal(0)
        elif row is not None and row.given is not None:
            inputs.given[leaf] = row.given
            if self.leaves[leaf].may_veto:  # points by hand stand for the rule, its veto included
                items = tuple(replace(item, counts=False) for item in items)
                inputs.facts[leaf] = replace(inputs.facts[leaf], items=items, amount=0)


def _item(key, claim):
    return Item(
        key=key,
        text=f"{claim.text}（补充）",
        amount=claim.amount,
        day=claim.day,
        label=claim.label,
        group=claim.group,
        flags=(claim.flag,) if claim.flag else (),
    )


def _answered(row):
    """What a person entered, as the rules want it."""
    if row is None:
        return {}
    answer, found = row.answer, {}
    if answer.get("choice"):
        found["choice"] = answer["choice"]
    if answer.get("decision"):
        found["decision"] = answer["decision"]
    if answer.get("points") is not None:
        found["points"] = Decimal(answer["points"])
    if answer.get("votes"):
        found["votes"] = answer["votes"]
    if answer.get("marks"):
        found["marks"] = tuple(Decimal(mark) for mark in answer["marks"])
    if answer.get("reason"):
        found["reason"] = answer["reason"]
    return found


def _all(roots):
    for node in roots:
        yield node
        yield from _all(node.children)
