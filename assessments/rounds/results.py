"""结果表: a row for each unit that the person may see, with what the scheme says is shown.

While a round is scored there are no rows, for the committee's staff neither: theirs is the table of progress. What the
unit itself and the committee see is more than what others do, row by row.
"""

from dataclasses import dataclass
from decimal import Decimal

from alliances.permissions import is_committee
from assessments.models import Assessment, Scheme
from assessments.rounds import permissions
from assessments.rounds.scoring import days_words, is_by_days
from assessments.rounds.sums import sums_of
from portal.workbooks import write_table

FINAL = "final"


@dataclass(frozen=True)
class ResultRow:
    assessment: object
    number: int  # 序号
    values: tuple[Decimal | None, ...]  # the tops, in the order of Table.columns; None where only the grade is shown
    adjustment: Decimal | None  # by days, or a veto: the tops and it make the total
    total: Decimal | None
    grade: str
    grade_why: str
    place: int | None
    note: str
    can_open: bool


@dataclass(frozen=True)
class Table:
    columns: tuple  # top indicators
    rows: tuple[ResultRow, ...]
    has_adjustment: bool
    has_totals: bool
    has_places: bool


def table(round, user):
    """In official order, never by place: a table that only shows grades would give the places away."""
    if not round.is_shown:
        return Table((), (), False, False, False)
    tops = tuple(round.scheme.indicators.filter(parent=None))
    units = Assessment.objects.visible_to(user).filter(round=round).with_subjects().select_related("grade")
    rows = tuple(_row(unit, user, number, tops) for number, unit in enumerate(units, start=1))
    return Table(
        columns=tops,
        rows=rows,
        has_adjustment=any(row.adjustment for row in rows),
        has_totals=any(row.total is not None for row in rows),
        has_places=any(row.place is not None for row in rows),
    )


def workbook(round, user, day):
    """The official layout as .xlsx: 序号, 单位, a column for each top indicator, 合计, 等次, 备注."""
    found = table(round, user)
    columns = [SUBJECTS[round.scheme.audience]]
    columns += [f"{top.name}（{top.points.normalize():f}分）" for top in found.columns] if found.has_totals else []
    columns += ["其他增减"] if found.has_adjustment else []
    columns += ["合计"] if found.has_totals else []
    columns += ["名次"] if found.has_places else []
    columns += ["等次", "备注"]
    rows = []
    for row in found.rows:
        cells = [str(row.assessment)]
        cells += [_cell(value) for value in row.values] if found.has_totals else []
        cells += [_cell(row.adjustment)] if found.has_adjustment else []
        cells += [_cell(row.total)] if found.has_totals else []
        cells += [_cell(row.place)] if found.has_places else []
        rows.append([*cells, row.grade or "—", row.note])
    return write_table(f"{round}结果", columns, rows, unit=round.committee.name, as_of=day)


SUBJECTS = {"alliance": "联盟", "organization": "单位", "branch": "支部"}


def sees_points(user, assessment):
    """Total and parts: the committee, the unit and who reviewed it always, others where more than grades is shown."""
    return bool(permissions.stages_seen(user, assessment))


def sees_place(user, assessment):
    """The place in the row: only where the scheme shows places; the committee in any case."""
    if is_committee(user, assessment.round):
        return True
    return assessment.round.scheme.shows == Scheme.Shows.PLACES and sees_points(user, assessment)


def _row(unit, user, number, tops):
    sums = sums_of(unit, FINAL)
    values, adjustment, total = (None,) * len(tops), None, None
    can_open = sees_points(user, unit)
    if sums is not None and can_open:
        values = tuple(sums.nodes.get(top.pk) for top in tops)
        total = sums.total
        adjustment = (total - sum(values)) or None
    return ResultRow(
        assessment=unit,
        number=number,
        values=values,
        adjustment=adjustment,
        total=total,
        grade=unit.grade.name if unit.grade_id else "",
        grade_why=unit.grade_why if permissions.sees_inside(user, unit) else "",
        place=unit.place if sees_place(user, unit) else None,
        note=_note(unit, sums, can_open),
        can_open=can_open,
    )


def _note(unit, sums, can_open):
    words = [unit.note] if unit.note else []
    if unit.state == Assessment.State.EXEMPT:
        words.append("不参评")
    elif sums is not None and can_open:
        words += [veto.says for veto in sums.vetoes]
        words += [days_words(unit)] if is_by_days(unit) else []
    return "；".join(words)


def _cell(value):
    return "—" if value is None else value
