"""What the page of a scheme shows: the tree row by row, what is still to mend and where, and what it says of itself."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from assessments.judging.exact import plain
from assessments.models import Scheme
from assessments.schemes import soundness, sources, trees, wording


@dataclass(frozen=True)
class Line:
    """One indicator as the page shows it."""

    indicator: object
    depth: int
    number: str
    is_leaf: bool
    rule_words: str
    rule_faults: tuple
    source: str
    sentence: str
    warnings: tuple
    is_first: bool
    is_last: bool

    @property
    def level(self):
        """The class that sets it in, the deepest alike."""
        return f"is-level-{min(self.depth, 5)}"


def of(scheme, *, with_faults, with_warnings):
    """In a number of queries that does not depend on how many indicators there are."""
    indicators = list(scheme.indicators.all())
    grades = list(scheme.grades.prefetch_related("needs"))
    branching, lists = trees.Branching(indicators), sources.Lists(scheme.committee)
    warnings = defaultdict(list)
    for warning in wording.lint_all(indicators) if with_warnings else ():
        warnings[warning.indicator.pk].append(warning)
    faults = soundness.faults_of(scheme, indicators, grades, branching=branching, lists=lists) if with_faults else []
    return {
        "lines": [_line(branching, lists, warnings, *row) for row in branching.rows],
        "lost": branching.lost,
        "grades": grades,
        "faults": [{"text": fault.text, "href": place_of(fault, scheme)} for fault in faults],
        "warning_count": sum(map(len, warnings.values())),
        "tops": sum(
            (one.points * one.weight for one in branching.children.get(None, ()) if not one.is_extra), Decimal(0)
        )
        / 100,
        "leaf_count": len(branching.leaves),
        "facts": facts_of(scheme),
    }


def place_of(fault, scheme):
    """The page on which it is mended."""
    noun, _, key = fault.where.partition("-")
    if key:
        return reverse(f"{noun}-edit", args=[int(key)])
    if fault.where == "scheme":
        return reverse("scheme-edit", args=[scheme.pk]) + (f"#div_id_{fault.what}" if fault.what else "")
    return "#grades" if fault.where == "grades" else "#indicators"


def facts_of(scheme):
    """What the scheme says of itself, for the right column."""
    categories = "、".join(str(one) for one in scheme.categories.all())
    audience = f"{scheme.get_audience_display()}{f'（{categories}）' if categories else ''}"
    term = f"，有效至{scheme.valid_until:%Y-%m-%d}" if scheme.valid_until else ""
    number = f"（{scheme.basis_number}）" if scheme.basis_number else ""
    midway = scheme.get_midway_display()
    if scheme.midway == Scheme.Midway.LEAST:
        midway = f"在席不足{scheme.midway_days}天的不参评"
    rows = [
        ("考核对象", audience),
        ("考核期间", f"{scheme.period}（{scheme.since:%Y-%m-%d}至{scheme.until:%Y-%m-%d}）"),
        ("依据文件", f"{scheme.basis_title}{number}{term}" if scheme.basis_title else ""),
        ("得分", f"满分{plain(scheme.full)}分，每项保留{scheme.decimals}位小数，四舍五入，总分为各项之和"),
        ("联合活动", scheme.get_sharing_display()),
        ("中途进出", midway),
        ("初评", scheme.get_first_review_display()),
        ("公布", f"{scheme.get_shows_display()}，{scheme.get_shown_to_display()}"),
        ("公示", f"{scheme.publicity_days}个工作日，申诉{scheme.appeal_days}个工作日内答复"),
        ("名额并列", scheme.get_quota_tie_display()),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _line(branching, lists, warnings, indicator, depth, number):
    siblings = branching.children[indicator.parent_id]
    rule, is_leaf = branching.rules.get(indicator.pk), branching.is_leaf(indicator)
    return Line(
        indicator=indicator,
        depth=depth,
        number=number,
        is_leaf=is_leaf,
        rule_words=rule.words() if rule else "" if is_leaf else "下级指标得分相加。",
        rule_faults=tuple(map(str, branching.wrong.get(indicator.pk, ()))),
        source=sources.label_of(indicator.source) if is_leaf else "",
        sentence=sources.sentence_of(indicator, lists) if is_leaf else "",
        warnings=tuple(warnings.get(indicator.pk, ())),
        is_first=indicator is siblings[0],
        is_last=indicator is siblings[-1],
    )
