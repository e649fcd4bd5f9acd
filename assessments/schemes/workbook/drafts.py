"""What a workbook says, read and checked, not saved yet."""

from dataclasses import dataclass, field

from django.db import transaction

from assessments.models import Grade, Indicator, Scheme
from assessments.schemes import soundness, trees
from assessments.scoring.grades import GradeRule
from portal.workbooks import Fault

COLUMN_OF = {
    "points": "分值",
    "weight": "权重（%）",
    "rule": "计分方式",
    "source": "数据来源",
    "stars": "星级",
    "name": "一级指标",
}
# A scheme may still lack these when it is imported; they are asked for before a round is opened.
LATER = {"basis_title", "valid_until"}


def implied(line, level):
    """The pk of a parent that has no row of its own: below zero, with the row of its first child in it."""
    return -(line * 10 + level)


def row_of(pk):
    """The row that a pk names."""
    return pk if pk > 0 else -pk // 10


@dataclass
class Draft:
    """`indicators` and `grades` are unsaved: pk names the row of the sheet (below zero: a parent that has no row of its
    own), parent_id the row of the parent. `needs`: pk of a grade → rows of indicators."""

    scheme: Scheme
    indicators: list[Indicator]
    grades: list[Grade] = field(default_factory=list)
    needs: dict = field(default_factory=dict)
    categories: list = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # to be told, no faults

    def faults(self, sheets, known, lists):
        """All that the checks of a scheme find, at the rows they are about. `known`: rows whose rule or source has been
        complained of already."""
        rules = [
            GradeRule(grade.pk, grade.name, grade.minimum, grade.quota, tuple(self.needs.get(grade.pk, ())), place)
            for place, grade in enumerate(self.grades)
        ]
        found = soundness.faults_of(
            self.scheme, self.indicators, self.grades, branching=self.branching, rules=rules, lists=lists
        )
        sums_tell_nothing = any(what == "points" for _, what in known)
        for fault in found:
            if fault.what == "points" and sums_tell_nothing:
                continue
            noun, _, key = fault.where.partition("-")
            if fault.where == "scheme":
                if fault.what in LATER:
                    self.notes.append(fault.text)
                else:
                    yield Fault(sheets["settings"], None, "", fault.text)
            elif noun in ("grade", "grades"):
                if self.grades:
                    yield Fault(sheets["grades"], int(key) if key else None, COLUMN_OF.get(fault.what, ""), fault.text)
                else:
                    self.notes.append(fault.text)
            elif not (key and (int(key), fault.what) in known):
                line = row_of(int(key)) if key else None
                yield Fault(sheets["indicators"], line, COLUMN_OF.get(fault.what, ""), fault.text)

    @property
    def branching(self):
        return trees.Branching(self.indicators)

    @transaction.atomic
    def save(self, *, by=None):
        """The scheme as a draft. Parents stand before their children."""
        scheme = self.scheme
        scheme._history_user, scheme._change_reason = by, "导入"
        scheme.save()
        scheme.categories.set(self.categories)
        saved, numbers = {None: None}, {}
        for indicator, _, _ in self.branching.rows:
            line, parent = indicator.pk, saved[indicator.parent_id]
            numbers[indicator.parent_id] = numbers.get(indicator.parent_id, 0) + 1
            saved[line] = Indicator.objects.create(
                scheme=scheme,
                parent=parent,
                order_number=numbers[indicator.parent_id],
                **{name: getattr(indicator, name) for name in KEPT},
            )
        for place, grade in enumerate(self.grades, start=1):
            needs = [saved[line] for line in self.needs.get(grade.pk, ())]
            grade.pk, grade.scheme, grade.order_number = None, scheme, place
            grade.save(force_insert=True)
            grade.needs.set(needs)
        return scheme


KEPT = (
    "name",
    "points",
    "weight",
    "is_extra",
    "cap",
    "floor",
    "standard",
    "rule",
    "source",
    "source_params",
    "takes_claims",
)
