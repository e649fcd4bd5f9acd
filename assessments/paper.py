"""Paper sheets: one person types what the judge wrote, a second types it again; only equal readings count."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from alliances.permissions import is_committee
from assessments import codes, sheets
from assessments.models import Criterion, MarkChange, Sheet, Typing
from portal.access import WrongState

Act = MarkChange.Act


@dataclass(frozen=True)
class Difference:
    """One criterion that the two readings do not agree on."""

    criterion: Criterion
    first: str
    second: str


class BadValues(WrongState):
    """What cannot be a score, all at once: `faults` by the id of the criterion."""

    def __init__(self, faults):
        super().__init__("".join(faults.values()))
        self.faults = faults


def by_code(stage, text):
    """The sheet of this stage with the code as somebody typed it, or None."""
    code = codes.read(text)
    rows = Sheet.objects.of_stage(stage).select_related("judge__user", "turn__entry__version", "turn__stage")
    return rows.filter(code=code).first() if code else None


@transaction.atomic
def type_first(sheet, values, *, by):
    """第一遍. `values`: criterion id → score as text. Typed again after a difference it is compared at once."""
    return _type(sheet, values, by, place=1)


@transaction.atomic
def type_second(sheet, values, *, by):
    """第二遍, by another person. None: equal, and the sheet is signed. Else the differences; nothing is decided."""
    if not sheet.typings.filter(place=1).exists():
        raise WrongState(f"评分表{sheet.code}还没有录第一遍。")
    return _type(sheet, values, by, place=2)


def differences(sheet):
    """Where the two readings stand apart now; empty while there are not two."""
    readings = {typing.place: typing.values for typing in sheet.typings.all()}
    if len(readings) < 2:
        return []
    return [
        Difference(criterion, readings[1][key], readings[2][key])
        for criterion in sheet.turn.stage.criteria.all()
        if readings[1].get(key := str(criterion.pk)) != readings[2].get(key)
    ]


def _type(sheet, values, by, place):
    held = sheets.hold(sheet)
    if not is_committee(by, held.judge.contest):
        raise WrongState("纸质评分表由工委工作人员录入。")
    if by.pk == held.judge.user_id:
        raise WrongState("评委不能录入自己的纸质评分表，请由别人录入。")
    sheets.require_open(held)
    if held.typings.exclude(place=place).filter(by=by).exists():
        raise WrongState("两遍应由不同的人录入：您录过另一遍。")
    marks = _read(held.turn.stage, values)
    readings = {str(criterion.pk): str(value) for criterion, value in marks.items()}
    typed = {"values": readings, "by": by, "at": timezone.now()}
    Typing.objects.update_or_create(sheet=held, place=place, defaults=typed)
    MarkChange.objects.create(sheet=held, act=Act.TYPE, by=by, reason=f"第{place}遍")
    if held.typings.count() < 2:
        return None
    if apart := differences(held):
        return apart
    for criterion, value in marks.items():
        sheets.write_mark(held, criterion, value, by=by)
    sheets.seal(held, by=by, act=Act.CONFIRM, is_paper=True)
    sheet.refresh_from_db(fields=["state", "signed_at", "is_paper", "reason"])
    return None


def _read(stage, values):
    """Criterion → Decimal; every row that cannot be read is named in one answer."""
    values = {str(key): value for key, value in values.items()}
    marks, faults = {}, {}
    for criterion in stage.criteria.all():
        try:
            marks[criterion] = sheets.read_mark(stage, criterion, values.get(str(criterion.pk), ""))
        except sheets.MarkRefused as refusal:
            faults[criterion.pk] = str(refusal)
    if faults:
        raise BadValues(faults)
    return marks
