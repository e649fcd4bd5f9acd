"""What the committee does with a sheet: look at its state, reopen it, make it void. Scores only after the stage."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render

from assessments import judge_desk, permissions, sheets
from assessments.forms.judging import highest
from assessments.judging.exact import plain
from assessments.models import MarkChange, Sheet, Stage
from assessments.views.doors import with_reason
from portal.access import require

KINDS = {Sheet.State.OPEN: "wait", Sheet.State.SIGNED: "done", Sheet.State.VOID: "idle"}


def sheet_for_staff(request, found):
    contest, stage = found.judge.contest, found.turn.stage
    require(permissions.can_run(request.user, contest))
    shows_scores = permissions.sees_scores(request.user, stage)
    criteria = list(stage.criteria.order_by("order_number", "pk")) if shows_scores else []
    marks = {mark.criterion_id: mark.value for mark in found.marks.all()} if shows_scores else {}
    runs = stage.state == Stage.State.OPEN
    page = {
        "contest": contest,
        "stage": stage,
        "turn": found.turn,
        "entry": found.turn.entry,
        "sheet": found,
        "kind": KINDS[found.state],
        "shows_scores": shows_scores,
        "rows": [_row(stage, criterion, marks) for criterion in criteria],
        "total": judge_desk.own_total(stage, criteria, marks),
        "log": _log(request.user, found) if shows_scores else [],
        "may_reopen": runs and found.state == Sheet.State.SIGNED,
        "may_void": runs and found.state != Sheet.State.VOID,
    }
    return render(request, "assessments/sheet_staff.html", page)


@login_required
def sheet_reopen(request, pk):
    found = _found(request, pk)
    return with_reason(
        request,
        lambda reason: sheets.reopen(found, by=request.user, reason=reason),
        back=found.get_absolute_url(),
        said=f"评分表 {found.code} 已重开，已通知评委。",
        label="重开的原因",
        help_text="评委看得到这句话。",
        heading=f"重开评分表 {found.code}",
        what=f"{_whose(found)}。重开以后，评委可以改分，改完再签交。",
        consequences=["已打的分留着，改动逐项记录。", "纸质录入的两遍作废，要重新录入，或由评委在网上打分。"],
        submit="重开",
    )


@login_required
def sheet_void(request, pk):
    found = _found(request, pk)
    return with_reason(
        request,
        lambda reason: sheets.void(found, by=request.user, reason=reason),
        back=found.get_absolute_url(),
        said=f"评分表 {found.code} 已作废。",
        label="作废的原因",
        heading=f"作废评分表 {found.code}",
        what=f"{_whose(found)}。作废以后，这一席不计入这个品牌的得分。",
        consequences=["已打的分留作记录，不再计分。", "作废不能撤回。"],
        submit="作废",
    )


def _found(request, pk):
    rows = Sheet.objects.visible_to(request.user)
    rows = rows.select_related("judge__contest", "judge__user", "turn__stage", "turn__entry__version")
    found = get_object_or_404(rows, pk=pk)
    require(permissions.can_run(request.user, found.judge.contest))
    return found


def _whose(found):
    return f"{found.judge.order_number} 号评委席 {found.judge}，第 {found.turn.order_number} 个“{found.turn.entry}”"


def _row(stage, criterion, marks):
    value = plain(marks[criterion.pk]) if criterion.pk in marks else None
    return {"criterion": criterion, "highest": highest(stage, criterion), "value": value}


def _log(user, found):
    changes = list(
        MarkChange.objects.visible_to(user).filter(sheet=found).select_related("criterion", "by").order_by("-at", "-pk")
    )
    for change in changes:
        change.before_text = "" if change.before is None else plain(change.before)
        change.after_text = "" if change.after is None else plain(change.after)
    return changes
