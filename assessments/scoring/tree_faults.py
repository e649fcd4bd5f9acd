"""What is wrong with a tree of indicators, all at once: each fault with the way down to its node."""

from collections import Counter
from fractions import Fraction

from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import said
from assessments.scoring.rules.parents import WeightedComponents
from assessments.scoring.rules.vetoes import VetoRule
from assessments.scoring.working import GRADE_AT_MOST


def tree_faults(roots, full, grades=()):
    """RuleFaults of the whole tree; `path` is the way down in names. `grades`: GradeRules, for vetoes that name one.

    A cycle cannot be written down in Nodes; the same node in two places can, and is a fault.
    """
    if not roots:
        return (RuleFault("还没有指标。"),)
    return (
        *_twice(roots),
        *_tops(roots, full),
        *(fault for root in roots for fault in _node(root, ())),
        *_vetoes([pair for root in roots for pair in _veto_rules(root, ())], grades),
    )


def _twice(roots):
    counts = Counter()

    def count(node):
        counts[node.id] += 1
        for child in node.children:
            count(child)

    for root in roots:
        count(root)
    if twice := [id for id, times in counts.items() if times > 1]:
        yield RuleFault(f"有 {len(twice)} 个指标出现了不止一次。")


def _tops(roots, full):
    is_weighted = any(root.weight != 100 for root in roots if not root.is_extra)
    yield from _weights(roots, is_weighted, ())
    points = _points(roots)
    if points != full:
        yield RuleFault(f"一级指标分值合计 {said(points)} 分，满分是 {said(full)} 分。")


def _points(nodes):
    return sum(Fraction(node.points) * Fraction(node.weight) / 100 for node in nodes if not node.is_extra)


def _weights(nodes, is_weighted, path):
    basic = [node for node in nodes if not node.is_extra]
    for node in nodes:
        if node.weight <= 0:
            yield RuleFault(f"权重 {said(node.weight)}% 应大于 0。", (*path, node.name))
    total = sum(node.weight for node in basic)
    if is_weighted and total != 100:
        yield RuleFault(f"权重合计 {said(total)}%，应为 100%。", path)
    if not is_weighted:
        for node in basic:
            if node.weight not in (0, 100):
                yield RuleFault(f"权重 {said(node.weight)}% 只用于加权合计，上级应选“加权合计”。", (*path, node.name))


def _node(node, above):
    path = (*above, node.name.strip() or "（未命名）")
    if not node.name.strip():
        yield RuleFault("没有名称。", path)
    if node.points < 0:
        yield RuleFault("分值不能是负数：减分项的分写在计分方式里。", path)
    if None not in (node.cap, node.floor) and node.cap < node.floor:
        yield RuleFault(f"最高{said(node.cap)}分低于最低{said(node.floor)}分。", path)
    yield from _parent(node, path) if node.children else _leaf(node, path)
    for child in node.children:
        yield from _node(child, path)


def _leaf(node, path):
    if node.rule is None:
        yield RuleFault("末级指标没有计分方式。", path)
    elif node.rule.for_parent:
        yield RuleFault(f"末级指标没有下级，不能用“{node.rule.label}”。", path)
    if not node.is_extra and not node.points and not isinstance(node.rule, VetoRule):
        yield RuleFault("没有分值。", path)


def _parent(node, path):
    is_weighted = isinstance(node.rule, WeightedComponents)
    if node.rule is not None and not node.rule.for_parent:
        yield RuleFault(f"有下级的指标由下级得分合成，不能用“{node.rule.label}”。", path)
    yield from _weights(node.children, is_weighted, path)
    points = _points(node.children)
    if not node.is_extra and points != node.points:
        weighted = "按权重折算后" if is_weighted else ""
        yield RuleFault(f"下级分值{weighted}合计 {said(points)} 分，本级是 {said(node.points)} 分。", path)


def _veto_rules(node, above):
    path = (*above, node.name)
    rule = node.rule
    while rule is not None and not isinstance(rule, VetoRule):
        rule = getattr(rule, "inner", None) or getattr(rule, "then", None)
    if rule is not None:
        yield path, rule
    for child in node.children:
        yield from _veto_rules(child, path)


def _vetoes(vetoes, grades):
    """Two vetoes on one condition with different effects; a grade that does not exist, or is the best anyway."""
    seen = {}
    for path, rule in vetoes:
        condition = rule.condition or path[-1]
        effect = (rule.effect, rule.grade)
        before = seen.setdefault(condition, (path, effect, rule))
        if before[1] != effect:
            both = f"{_says(before[2])}，{_says(rule)}"
            yield RuleFault(f"与“{before[0][-1]}”是同一情形“{condition}”，后果却不同：{both}。", path)
    names = [grade.name for grade in sorted(grades, key=lambda grade: grade.order)]
    for path, rule in vetoes:
        if not names or rule.effect != GRADE_AT_MOST:
            continue
        if rule.grade not in names:
            yield RuleFault(f"没有等次“{rule.grade}”。", path)
        elif rule.grade == names[0]:
            yield RuleFault(f"“{rule.grade}”已是最高等次，否决不起作用。", path)


def _says(rule):
    return rule.words().rpartition("的，")[2].removesuffix("。")
