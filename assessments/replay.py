"""重演: last year's frozen facts through a changed scheme. Who moves, by which indicator; what tells nobody apart; on
which indicators the top three rest. Nothing is saved.

A leaf of the other scheme is fed with the facts of the leaf it comes from (`Indicator.origin`), else of the one with
the same path of names; one that is new has no facts and counts nothing, which is said. Points by hand stand where the
rule and the full mark are unchanged; elsewhere the rule speaks on the facts.
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from assessments.models import ScoreStage
from assessments.rounds.board import Board
from assessments.rounds.scoring import total_of
from assessments.rounds.sums import sums_of
from assessments.schemes.trees import branching_of, grade_rules
from assessments.scoring import grades, tree
from assessments.scoring.facts import Facts
from assessments.scoring.frame import Frame
from assessments.scoring.working import TOTAL_ZERO

NOTHING = Facts()
TOP = 3
MOST_CAUSES = 3


@dataclass(frozen=True)
class Cause:
    """A leaf that gives other points than before."""

    name: str
    change: Decimal


@dataclass(frozen=True)
class Moved:
    """One unit: as it was frozen, and as the other scheme would have it."""

    assessment: object
    old_total: Decimal
    new_total: Decimal
    old_place: int
    new_place: int
    old_grade: str
    new_grade: str
    causes: tuple[Cause, ...]

    @property
    def change(self):
        return self.new_total - self.old_total

    @property
    def rises(self):
        """Places won; negative: lost."""
        return self.old_place - self.new_place


@dataclass(frozen=True)
class Deciding:
    """Without this leaf the top three would be others."""

    name: str
    leave: tuple[str, ...]
    enter: tuple[str, ...]


@dataclass(frozen=True)
class Replay:
    """`new`: leaves without facts of last year; `flat`: leaves on which all got the same; `reset`: on which points by
    hand were left out, with how many units."""

    rows: tuple[Moved, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    flat: tuple[tuple[str, Decimal], ...] = ()
    deciding: tuple[Deciding, ...] = ()
    reset: tuple[tuple[str, int], ...] = ()
    grade_counts: tuple[tuple[str, int, int], ...] = ()


@dataclass
class _Unit:
    assessment: object
    facts: dict
    given: dict
    total: Decimal = Decimal(0)
    values: dict = field(default_factory=dict)
    vetoes: tuple = ()


def replay(round, scheme):
    """`round` is final (or shown); `scheme` of the same audience. A fixed number of queries, however many units."""
    indicators = list(scheme.indicators.all())
    roots = branching_of(scheme, indicators).roots
    board = Board(round)
    leaves = {leaf.id: leaf for root in roots for leaf in root.leaves}
    came_from = _counterparts(board, roots, {indicator.pk: indicator.origin_id for indicator in indicators})
    assessments = list(round.assessments.taking_part().with_subjects().select_related("grade"))
    reset = Counter()
    inputs = board.inputs(assessments, ScoreStage.FINAL)
    units = [_fed(one, inputs[one.pk], leaves, came_from, board, reset) for one in assessments]
    frames = _frames(leaves, units, round.scheme.period)
    for unit in units:
        found = tree.compute_values(roots, unit.facts, frames, scheme.decimals, given=unit.given)
        unit.values, unit.vetoes = found.values, found.vetoes
        unit.total = total_of(unit.assessment, found.total)
    names = {key: leaf.name for key, leaf in leaves.items()}
    gone = {key: leaf.name for key, leaf in board.leaves.items() if key not in set(came_from.values())}
    rows, counts = _moved(scheme, units, came_from, names, gone)
    return Replay(
        rows=rows,
        new=tuple(name for key, name in names.items() if key not in came_from),
        gone=tuple(gone.values()),
        flat=_flat(leaves, units),
        deciding=_deciding(roots, leaves, units, scheme.decimals),
        reset=tuple((names[leaf], number) for leaf, number in reset.items()),
        grade_counts=counts,
    )


def _counterparts(board, roots, origins):
    """Leaf of the other scheme → leaf of the round's."""
    by_path = {path: node.id for path, node in _paths(board.roots)}
    found = {}
    for path, leaf in _paths(roots):
        if leaf.id in board.leaves:  # the round's own scheme
            found[leaf.id] = leaf.id
        elif origins.get(leaf.id) in board.leaves:
            found[leaf.id] = origins[leaf.id]
        elif path in by_path:
            found[leaf.id] = by_path[path]
    return found


def _paths(nodes, before=()):
    for node in nodes:
        path = (*before, node.name)
        if node.children:
            yield from _paths(node.children, path)
        else:
            yield path, node


def _fed(assessment, inputs, leaves, came_from, board, reset):
    facts, given = {}, {}
    for leaf, old in came_from.items():
        facts[leaf] = inputs.facts.get(old, NOTHING)
        if old in inputs.given:
            if _is_same(leaves[leaf], board.leaves[old]):
                given[leaf] = inputs.given[old]
            else:
                reset[leaf] += 1
    return _Unit(assessment, facts, given)


def _is_same(leaf, old):
    return leaf.points == old.points and leaf.rule.as_json() == old.rule.as_json()


def _frames(leaves, units, period):
    """With the days of the round: the facts lie in them, whatever period the other scheme is for."""
    frames = {}
    for key, leaf in leaves.items():
        peers = ()
        if leaf.rule is not None and "peers" in leaf.rule.needs:
            peers = tuple(leaf.rule.measure(unit.facts.get(key, NOTHING)) for unit in units)
        frames[key] = Frame(leaf.points, period, peers)
    return frames


def _moved(scheme, units, came_from, leaf_names, gone):
    old = {unit.assessment.pk: sums_of(unit.assessment, ScoreStage.FINAL) for unit in units}
    kept = [unit for unit in units if old[unit.assessment.pk]]
    old_places = grades.places({unit.assessment.pk: old[unit.assessment.pk].total for unit in kept})
    new_places = grades.places({unit.assessment.pk: unit.total for unit in kept})
    names = {grade.pk: grade.name for grade in scheme.grades.all()}
    rules = grade_rules(scheme.grades.prefetch_related("needs"))
    standings = [grades.Standing(unit.assessment.pk, unit.total, unit.vetoes, unit.values) for unit in kept]
    awarded = grades.award(standings, rules, tie=scheme.quota_tie) if rules else {}
    rows = []
    for unit in kept:
        pk = unit.assessment.pk
        rows.append(
            Moved(
                assessment=unit.assessment,
                old_total=old[pk].total,
                new_total=unit.total,
                old_place=old_places[pk],
                new_place=new_places[pk],
                old_grade=unit.assessment.grade.name if unit.assessment.grade_id else "",
                new_grade=names.get(awarded[pk].grade, "") if awarded else "",
                causes=_causes(unit, old[pk], came_from, leaf_names, gone),
            )
        )
    before, after = Counter(row.old_grade for row in rows), Counter(row.new_grade for row in rows)
    ordered = dict.fromkeys([*names.values(), *before, *after])
    return tuple(rows), tuple((name or "未评等次", before[name], after[name]) for name in ordered)


def _causes(unit, old, came_from, names, gone):
    """The leaves that changed most, those that are new or gone among them."""
    changes = [(name, unit.values[leaf] - old.nodes.get(came_from.get(leaf), 0)) for leaf, name in names.items()]
    changes += [(name, -old.nodes.get(leaf, Decimal(0))) for leaf, name in gone.items()]
    found = [Cause(name, change) for name, change in changes if change]
    found.sort(key=lambda cause: (-abs(cause.change), cause.name))
    return tuple(found[:MOST_CAUSES])


def _flat(leaves, units):
    """Leaves with points on which all units got the same: (name, what they got)."""
    found = []
    for key, leaf in leaves.items():
        values = {unit.values[key] for unit in units}
        if len(values) == 1 and len(units) > 1:
            found.append((leaf.name, values.pop()))
    return tuple(found)


def _deciding(roots, leaves, units, decimals):
    """Leaves without which others would be the first three. Whoever is further behind than the leaf is worth cannot
    come in, so only those near the top are reckoned anew."""
    if len(units) <= TOP:
        return ()
    ordered = sorted(units, key=lambda unit: -unit.total)
    edge = ordered[TOP - 1].total
    first = {unit.assessment.pk for unit in ordered if unit.total >= edge}
    names = {unit.assessment.pk: str(unit.assessment) for unit in units}
    frames = dict.fromkeys(leaves)  # every leaf is given, so no rule is asked
    found = []
    for key, leaf in leaves.items():
        spread = {unit.values[key] for unit in ordered}
        if len(spread) == 1:
            continue
        near = [unit for unit in ordered if unit.total >= edge - (max(spread) - min(spread))]
        totals = {unit.assessment.pk: _without(roots, leaves, unit, key, frames, decimals) for unit in near}
        limit = sorted(totals.values(), reverse=True)[TOP - 1]
        now = {pk for pk, total in totals.items() if total >= limit}
        if now != first:
            leave, enter = sorted(first - now), sorted(now - first)
            found.append(Deciding(leaf.name, tuple(names[pk] for pk in leave), tuple(names[pk] for pk in enter)))
    return tuple(found)


def _without(roots, leaves, unit, key, frames, decimals):
    """The total with nothing for this leaf."""
    if any(veto.effect == TOTAL_ZERO for veto in unit.vetoes):
        return unit.total
    given = {leaf: _own(node, unit.values[leaf]) for leaf, node in leaves.items()} | {key: Decimal(0)}
    return total_of(unit.assessment, tree.compute_values(roots, {}, frames, decimals, given=given).total)


def _own(node, value):
    """The leaf's own points, before its weight."""
    return Fraction(value) * 100 / Fraction(node.weight) if node.weight else Decimal(0)
