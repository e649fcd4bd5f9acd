"""A mark that was on its way for a while: a telephone without a line, a page left open, two telephones of one judge.

`keep` writes a mark only over one that the page has seen, so that what waited never overwrites what came later. What
the page saw is told by a token (`seen`), and what it sent itself without hearing an answer by `tried`: a mark whose
answer was lost on the way is the page's own.
"""

from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from assessments import sheets
from assessments.judging.exact import plain
from assessments.models import Mark, Sheet
from portal.access import WrongState


class Overtaken(WrongState):
    """The sheet holds a later mark than the page knew; `mark` is that mark."""

    def __init__(self, mark, text):
        super().__init__(
            f"这一项已在别处改为 {plain(mark.value)}，这里填的“{text.strip()[:12]}”没有采用；要用它，请重新填一次。"
        )
        self.mark = mark


@dataclass
class Kept:
    """What the sheet holds after a mark was kept: `marks` by criterion id."""

    sheet: Sheet
    criteria: list
    mark: Mark
    marks: dict


@transaction.atomic
def keep(pk, criterion_pk, text, *, seen, tried=(), by):
    """Http404 for a sheet or a criterion that is none of this person's, Overtaken, MarkRefused, WrongState."""
    # Held like `sheets.put_mark` holds it: nothing changes between what is compared here and what is written there.
    rows = Sheet.objects.visible_to(by).filter(judge__user=by).select_for_update(no_key=True, of=("self",))
    sheet = rows.select_related("judge__user", "turn__stage__contest", "turn__entry__version").filter(pk=pk).first()
    if sheet is None:
        raise Http404
    criteria = list(sheet.turn.stage.criteria.order_by("order_number", "pk"))
    criterion = next((one for one in criteria if str(one.pk) == criterion_pk), None)
    if criterion is None:
        raise Http404
    marks = {mark.criterion_id: mark for mark in sheet.marks.all()}
    current = marks.get(criterion.pk)
    if current is None or not _same(sheet, criterion, text, current):
        if current is not None and token(current) != seen and not _own(sheet, criterion, current, tried):
            raise Overtaken(current, text)
        current = marks[criterion.pk] = sheets.put_mark(sheet, criterion, text, by=by)
    return Kept(sheet, criteria, current, {key: mark.value for key, mark in marks.items()})


def token(mark):
    """Which mark a page has seen; empty for none."""
    return f"{mark.changed_at.timestamp():.6f}={plain(mark.value)}" if mark else ""


def value_in(token):
    """The mark that a page showed."""
    return token.partition("=")[2]


def _same(sheet, criterion, text, mark):
    """Sent twice, because the first answer was lost: it is kept already, also when the sheet was signed meanwhile."""
    return sheets.read_mark(sheet.turn.stage, criterion, text) == mark.value


def _own(sheet, criterion, mark, tried):
    for text in tried:
        try:
            if _same(sheet, criterion, text, mark):
                return True
        except sheets.MarkRefused:
            continue
    return False
