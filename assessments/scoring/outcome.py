"""What one unit got, with how it came about. Words are made when somebody asks for them."""

from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from assessments.scoring.facts import Facts
from assessments.scoring.figures import equals, said, signed
from assessments.scoring.working import Missing

NO_FACTS = Facts()
NOTHING = Decimal(0)


class Outcome:
    """`values[node id]` is what a node brings into its parent, weighted and rounded; the tops add up to `total`,
    unless a veto makes that 0 (`sum_of_tops` is what it would be)."""

    def __init__(self, total, values, vetoes, roots, facts_by_leaf, frame_of, decimals, given):
        self.total, self.values, self.vetoes = total, values, vetoes
        self.roots, self.decimals, self.given = roots, decimals, given
        self._facts = facts_by_leaf
        self._frame_of = frame_of.__getitem__ if isinstance(frame_of, dict) else frame_of

    @property
    def sum_of_tops(self):
        return sum((self.values[root.id] for root in self.roots), NOTHING)

    @cached_property
    def workings(self):
        """leaf id → Working: what the rule makes of the facts, also where `given` replaces it."""
        return {leaf.id: self._working(leaf) for leaf in self._leaves if leaf.rule is not None}

    @property
    def unanswered(self):
        """ids of leaves for which a person has yet to enter something."""
        return tuple(id for id, working in self.workings.items() if id not in self.given and not working.answered)

    @property
    def _leaves(self):
        return [leaf for root in self.roots for leaf in root.leaves]

    def _working(self, leaf):
        return leaf.rule.compute(self._facts.get(leaf.id, NO_FACTS), self._frame_of(leaf.id))

    def lines(self, node):
        """How a node's value comes about from its children, or from its rule's (or given) points."""
        if node.children:
            first, *others = (self.values[child.id] for child in node.children)
            value = sum(others, first)
            lines = [f"{' '.join([said(first), *map(signed, others)])} {equals(value)}"]
        elif node.id in self.given:
            value = self.given[node.id]
            lines = [f"改定 {said(value)} 分"]
        else:
            working = self.workings.get(node.id)
            value = working.value if working else NOTHING
            lines = list(working.lines) if working else []
        limited = node.limited(value)
        if limited != value:
            lines.append(f"{'最高' if limited < value else '最低'}{said(limited)}分 {equals(limited)}")
        weighted = limited if node.share is None else Fraction(limited) * node.share
        if node.share is not None:
            lines.append(f"{said(limited)} × {said(node.weight)}% {equals(weighted)}")
        if self.values[node.id] != weighted:
            lines.append(f"四舍五入 = {said(self.values[node.id])}")
        return tuple(lines)

    @cached_property
    def missing(self):
        """Every act that would bring more, the most first; the points are those it brings to the total."""
        found = [act for root in self.roots for act in self._missing(root, Fraction(1))]
        return tuple(sorted(found, key=lambda act: (-act.points, act.text)))

    def _missing(self, node, share):
        share = share if node.share is None else share * node.share
        for child in node.children:
            yield from self._missing(child, share)
        if not node.children and node.id in self.workings and node.id not in self.given and share:
            for act in self.workings[node.id].missing:
                yield Missing(act.text, act.points * share, node.id)
