"""A contest for the world of these tests: one row of everything that the admin shows of it."""

from assessments import lots, sheets
from assessments.models import Conflict, MarkChange, Objection, ResultVersion
from tests.factories import make_contest, make_entry, make_judge, make_staff, make_stage, make_user


def contest_rows(name, committee, brand):
    """By model name. The stage is closed, so staff read its sheets."""
    staff = make_staff(committee, name=f"{name}工作人员")
    contest = make_contest(committee=committee, title=f"{name}品牌大比武", state="judging")
    stage = make_stage(contest, name=f"{name}决赛")
    entry = make_entry(contest, brand, entered_by=staff)
    judge = make_judge(contest, [stage], user=make_user(committee=committee, post="judge", name=f"{name}评委"))
    stage.admit([entry])
    lots.draw(stage, f"{name}种子", by=staff)
    stage.open(by=staff)
    sheet = judge.sheets.get()
    sheets.put_mark(sheet, stage.criteria.first(), "50", by=judge.user)
    stage.close(by=staff, without_reason=f"{name}评委离会")
    return {
        "contest": contest,
        "stage": stage,
        "entry": entry,
        "judge": judge,
        "conflict": Conflict.objects.create(contest=contest, judge=judge, entry=entry, kind="declared", by=staff),
        "sheet": sheet,
        "markchange": MarkChange.objects.get(sheet=sheet, act="mark"),
        "resultversion": ResultVersion.objects.create(contest=contest, stage=stage, by=staff),
        "objection": Objection.objects.create(contest=contest, entry=entry, text=f"{name}异议", by=staff),
    }


VIEW_ONLY = {"contest", "stage", "entry", "judge", "conflict", "sheet", "markchange", "resultversion", "objection"}
