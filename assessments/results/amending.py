"""更正分数: a mark that was written down wrongly, put right by the sheet that its judge signed.

The sheet is found by the code printed on it. The locked result stands until it is computed anew (`locking.correct`).
"""

from assessments import codes, sheets
from assessments.models import Sheet
from portal.access import WrongState


def amend(contest, *, by, code, criterion, mark, reason):
    sheet = _sheet_with(contest, code, by)
    if sheet.turn.stage_id != criterion.stage_id:
        raise WrongState(f"这份评分表不是“{criterion.stage}”的，请核对评分项。")
    return sheets.amend_mark(sheet, criterion, mark, by=by, reason=reason)


def _sheet_with(contest, code, by):
    rows = Sheet.objects.visible_to(by).filter(judge__contest=contest, code=codes.read(code))
    sheet = rows.select_related("turn").first()
    if sheet is None:
        raise WrongState("本场比赛没有这个表号，请核对评分表右上角的八位表号。")
    return sheet
