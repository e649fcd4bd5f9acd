"""Can a round be opened with this scheme? Every fault at once, in words, with the place where to mend it."""

from collections import Counter
from dataclasses import dataclass

from assessments.models import Scheme
from assessments.schemes import sources, trees
from assessments.scoring.grades import grade_faults
from assessments.scoring.tree import tree_faults
from portal.access import WrongState

STARS = range(6)  # 0: 不定级


@dataclass(frozen=True)
class Fault:
    """`where` is "scheme", "indicators", "indicator-<pk>", "grades" or "grade-<pk>"; `what` the field, "" where it is
    not one ("points", "rule", "source", "weight", "basis_title" …)."""

    where: str
    text: str
    what: str = ""

    def __str__(self):
        return self.text


def faults(scheme):
    """In five queries (and one for each kind of list that the sources' params choose from)."""
    indicators = list(scheme.indicators.all())
    grades = list(scheme.grades.prefetch_related("needs"))
    return faults_of(scheme, indicators, grades)


def require_sound(scheme):
    if found := faults(scheme):
        raise WrongState("方案还不能启动考核：" + "".join(map(str, found)))


def faults_of(scheme, indicators, grades, *, branching=None, rules=None, lists=None):
    """The same of rows that somebody has read, or that are not saved yet (their pk then only names them). `rules` are
    the grades' as scoring wants them."""
    branching = branching or trees.Branching(indicators)
    rules = trees.grade_rules(grades) if rules is None else rules
    lists = lists or sources.Lists(scheme.committee)
    return [
        *_scheme_faults(scheme),
        *_lost_faults(branching),
        *_namesakes(branching),
        *_leaf_faults(scheme, branching, lists),
        *_tree_faults(scheme, branching, rules),
        *_grade_faults(scheme, branching, grades, rules),
    ]


def _scheme_faults(scheme):
    if not scheme.basis_title.strip():
        yield Fault("scheme", "没有写依据文件；没有文件依据不得开展考核。", "basis_title")
    if scheme.valid_until and scheme.valid_until < scheme.until:
        yield Fault(
            "scheme",
            f"依据文件有效期到{scheme.valid_until:%Y-%m-%d}，早于考核期末{scheme.until:%Y-%m-%d}，请换用有效的文件。",
            "valid_until",
        )
    if scheme.midway == Scheme.Midway.LEAST and not scheme.midway_days:
        yield Fault("scheme", "写明了“在席不足规定天数的不参评”，却没有写规定天数。", "midway_days")
    if scheme.grants_stars and scheme.audience != Scheme.Audience.BRANCH:
        yield Fault("scheme", "等次即支部星级，只能用于考核各支部的方案。", "grants_stars")


def _lost_faults(branching):
    if branching.lost:
        names = "、".join(f"“{indicator}”" for indicator in branching.lost)
        yield Fault("indicators", f"{names}的上级指标绕成一圈或不在本方案里，请重新选上级指标。", "parent")


def _namesakes(branching):
    for rows in branching.children.values():
        count = Counter(indicator.name for indicator in rows)
        for indicator in rows:
            if count.pop(indicator.name, 1) > 1:
                yield Fault(f"indicator-{indicator.pk}", f"同一级里有几个“{indicator}”，请改成不同的名称。", "name")


def _leaf_faults(scheme, branching, lists):
    """Source and rule must fit together; what the rule itself lacks is said by `_tree_faults`."""
    for indicator, _, _ in branching.rows:
        where, rule = f"indicator-{indicator.pk}", branching.rules.get(indicator.pk)
        for fault in branching.wrong.get(indicator.pk, ()):
            yield Fault(where, f"“{indicator}”的计分方式：{fault}", "rule")
        if not branching.is_leaf(indicator):
            if indicator.source:
                yield Fault(where, f"“{indicator}”有下级指标，不直接计分，不能有数据来源。", "source")
            continue
        for text in sources.faults_of(indicator, scheme.audience, lists):
            yield Fault(where, f"“{indicator}”：{text}", "source")
        if rule is None:
            continue
        if lacking := sources.ungiven(indicator, rule):
            label = sources.label_of(indicator.source)
            yield Fault(where, f"“{indicator}”：计分方式要用{'、'.join(lacking)}，来源“{label}”不提供。", "source")


def _tree_faults(scheme, branching, rules):
    """What scoring finds, with the indicator it is about."""
    places = dict(_places(branching))
    if branching.lost and not branching.rows:
        return  # all of them go in circles, which was said
    for fault in tree_faults(branching.roots, scheme.full, rules):
        size = next((size for size in range(len(fault.path), 0, -1) if fault.path[:size] in places), 0)
        pk = places.get(fault.path[:size])
        if pk in branching.wrong and "计分方式" in fault.text:
            continue  # said already, with what is wrong with it
        rest = " › ".join(fault.path[size:])
        text = f"{rest}：{fault.text}" if rest else fault.text
        if pk is None:
            yield Fault("indicators", text, "points")
        else:
            yield Fault(f"indicator-{pk}", f"“{fault.path[size - 1]}”：{text}", _field(fault.text))


def _places(branching):
    path = []
    for indicator, depth, _ in branching.rows:
        path[depth:] = [indicator.name]
        yield tuple(path), indicator.pk


def _field(text):
    """The column that a fault of the tree is about."""
    known = (("权重", "weight"), ("计分方式", "rule"), ("不能用", "rule"), ("否决", "rule"), ("后果", "rule"))
    return next((name for word, name in known if word in text), "points")


def _grade_faults(scheme, branching, grades, rules):
    if not grades:
        if scheme.shows == Scheme.Shows.GRADES:
            yield Fault("grades", "还没有等次；方案只公布等次，至少要有一个。")
        return
    by_name = {grade.name: grade for grade in grades}
    for fault in grade_faults(rules, {leaf.pk for leaf in branching.leaves}):
        grade = by_name.get(fault.path[-1]) if fault.path else None
        about = f"“{grade}”" if grade else ""
        yield Fault(f"grade-{grade.pk}" if grade else "grades", f"等次{about}：{fault.text}")
    for grade in grades:
        if scheme.grants_stars and grade.stars is None:
            yield Fault(f"grade-{grade.pk}", f"等次“{grade}”没有写星级，不定级的填 0。", "stars")
        if grade.stars is not None and grade.stars not in STARS:
            yield Fault(f"grade-{grade.pk}", f"等次“{grade}”的星级应为 0 到 5。", "stars")
