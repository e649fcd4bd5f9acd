"""Totals → grades by threshold and quota (五星 ≥ 90 且不超过总数30%), and places."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import said
from assessments.scoring.working import GRADE_AT_MOST, NO_GRADE

EXTEND, NONE = "extend", "none"


@dataclass(frozen=True)
class GradeRule:
    """minimum: from how many points, included; None: from anywhere. quota: percent of all. The best comes first."""

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


def in_order(grades):
    return sorted(grades, key=lambda grade: grade.order)


def grade_faults(grades, leaves=None):
    """Everything wrong with the grades, as RuleFaults. `leaves`: the ids of all leaves, to check `needs`."""
    grades = in_order(grades)
    return tuple(_grade_faults(grades, leaves))


def _grade_faults(grades, leaves):
    for label, values in (("名称", [grade.name for grade in grades]), ("次序", [grade.order for grade in grades])):
        for value, times in Counter(values).items():
            if times > 1:
                yield RuleFault(f"{label}“{value}”重复。", ("等次",))
    for grade in grades:
        if not grade.name.strip():
            yield RuleFault("没有名称。", ("等次",))
        if grade.quota is not None and not 0 < grade.quota <= 100:
            yield RuleFault("名额应大于 0%、不超过 100%。", ("等次", grade.name))
        if leaves is not None and not set(grade.needs) <= set(leaves):
            yield RuleFault("须得分的指标不在方案里，或不是末级指标。", ("等次", grade.name))
    quotas = [grade.quota for grade in grades if grade.quota is not None]
    if sum(quotas) > 100:
        yield RuleFault(f"名额合计 {said(sum(quotas))}%，超过 100%。", ("等次",))
    limited = [grade for grade in grades if grade.minimum is not None]
    for better, lower in pairwise(limited):
        if better.minimum <= lower.minimum:
            ends = f"“{better.name}”{said(better.minimum)}分，“{lower.name}”{said(lower.minimum)}分"
            yield RuleFault(f"分数线次序不对：{ends}，高一档的应更高。", ("等次", better.name))
    for grade in grades[:-1]:
        if grade.minimum is None and grade.quota is None and not grade.needs:
            yield RuleFault("没有分数线、没有名额，后面的等次永远评不到。", ("等次", grade.name))


def award(entries, grades, tie=EXTEND):
    """subject → Graded. A quota is floor(percent × number ÷ 100); who does not fit falls to the next grade.

    tie   at the quota's edge: EXTEND all who are equal get it, NONE none of them
    """
    entries, grades = list(entries), in_order(grades)
    hurdles = {entry.subject: _Hurdles(entry, grades) for entry in entries}
    left, awarded = entries, {}
    for index, grade in enumerate(grades):
        able = [entry for entry in left if hurdles[entry.subject].clears(index)]
        taken, why_not = _within_quota(able, grade, len(entries), tie)
        for entry in able:
            if entry.subject in taken:
                awarded[entry.subject] = hurdles[entry.subject].graded(grade)
            else:
                hurdles[entry.subject].stopped(grade, why_not[entry.subject])
        left = [entry for entry in left if entry.subject not in awarded]
    return {entry.subject: awarded.get(entry.subject) or hurdles[entry.subject].graded(None) for entry in entries}


def _within_quota(able, grade, number, tie):
    """(subjects that get the grade, why each of the others does not)"""
    seats = None if grade.quota is None else int(Fraction(grade.quota) * number / 100)
    if seats is None or len(able) <= seats:
        return {entry.subject for entry in able}, {}
    totals = sorted((entry.total for entry in able), reverse=True)
    full = f"名额 {seats} 个（{number} 个的 {said(grade.quota)}%，取整）"
    edge = totals[seats - 1] if seats else None
    is_tied = bool(seats) and totals[seats] == edge
    if is_tied and tie == NONE:
        taken = {entry.subject for entry in able if entry.total > edge}
        equal = f"“{grade.name}”{full}，{said(edge)}分并列在名额边上，按方案并列都不评"
    else:
        taken = {entry.subject for entry in able if seats and entry.total >= edge}
        equal = ""
    return taken, {
        entry.subject: equal if equal and entry.total == edge else f"“{grade.name}”{full}已满"
        for entry in able
        if entry.subject not in taken
    }


class _Hurdles:
    """Why one unit does not get a better grade: collected on the way down."""

    def __init__(self, entry, grades):
        self.entry, self.grades = entry, grades
        self.reasons = []
        self.no_grade = next((veto for veto in entry.vetoes if veto.effect == NO_GRADE), None)
        self.best, self.best_veto = self._best_left()
        self.by_total = next((grade for grade in grades if self._reaches(grade)), None)

    def _best_left(self):
        """(index of the best grade that vetoes leave, the veto); a name that no grade has leaves the last one."""
        names = [grade.name for grade in self.grades]
        bounds = [
            (names.index(veto.grade) if veto.grade in names else len(names) - 1, veto)
            for veto in self.entry.vetoes
            if veto.effect == GRADE_AT_MOST
        ]
        return max(bounds, key=lambda bound: bound[0], default=(0, None))

    def _reaches(self, grade):
        return grade.minimum is None or self.entry.total >= grade.minimum

    def clears(self, index):
        grade = self.grades[index]
        if self.no_grade or not self._reaches(grade):
            return False
        if index < self.best:
            self.stopped(grade, str(self.best_veto))
            return False
        if any(self.entry.values.get(leaf, 0) <= 0 for leaf in grade.needs):
            self.stopped(grade, f"“{grade.name}”规定的指标没有得分")
            return False
        return True

    def stopped(self, grade, why):
        if why not in self.reasons:
            self.reasons.append(why)

    def graded(self, grade):
        total = f"{said(self.entry.total)}分"
        if self.no_grade:
            why = str(self.no_grade)
        elif grade is None:
            why = "；".join([f"{total}，没有达到任何等次", *self.reasons])
        else:
            line = f"达到{said(grade.minimum)}分" if grade.minimum is not None else ""
            why = "；".join(["，".join(filter(None, (total, line))), *self.reasons, f"评为{grade.name}"])
        lowered = self.by_total if self.by_total is not grade else None
        return Graded(grade.id if grade else None, why, lowered.id if lowered else None)


def places(totals):
    """subject → place; equals share one: 1, 1, 3."""
    ordered = sorted(totals.values(), reverse=True)
    first = {}
    for position, total in enumerate(ordered, start=1):
        first.setdefault(total, position)
    return {subject: first[total] for subject, total in totals.items()}
