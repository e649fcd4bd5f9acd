"""A judge's pages: the desk, the sheet, each mark, signing, standing aside. Staff see a sheet from outside."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments import conflicts, judge_desk, late_marks, permissions, sheets
from assessments.forms.judging import MarksForm, highest
from assessments.forms.steps import ReasonForm
from assessments.judging.exact import plain
from assessments.models import Conflict, Contest, Entry, Judge, Sheet, Stage
from assessments.views.sheet_acts import sheet_for_staff
from portal.access import WrongState, require
from portal.sending import send_file


@login_required
@require_safe
def judge_desk_page(request, pk):
    contest = get_object_or_404(Contest.objects.visible_to(request.user), pk=pk)
    judge = Judge.objects.filter(contest=contest, user=request.user).first()
    require(judge is not None)
    judge.contest, judge.user = contest, request.user
    parts = [] if judge.removed_at else judge_desk.parts(judge)
    current = next((part for part in parts if part.open_lines), None)
    page = {"contest": contest, "judge": judge, "parts": parts, "current": current}
    return render(request, "assessments/judge_desk.html", page)


@login_required
def sheet(request, pk):
    found = _found(request, pk)
    if found.judge.user_id != request.user.pk:
        require(request.method != "POST")  # nobody fills in another's sheet
        return sheet_for_staff(request, found)
    criteria = list(found.turn.stage.criteria.order_by("order_number", "pk"))
    marks = list(found.marks.all())
    refusal = _closed(found)
    form = MarksForm(request.POST or None, sheet=found, criteria=criteria, marks=marks)
    if request.method != "POST":
        return _sheet_page(request, found, form, refusal)
    if refusal:
        messages.error(request, refusal)
        return redirect(found)
    if not (form.is_valid() and form.save(by=request.user)):
        return _sheet_page(request, found, form.again(), "", status=422)
    if request.POST.get("then") == "sign":
        return redirect("sheet-sign", found.pk)
    messages.success(request, f"已存 {_clock()}。")
    return redirect(found)


def _sheet_page(request, found, form, closed, status=200):
    stage, entry = found.turn.stage, found.turn.entry
    line = judge_desk.line_of(found, form.criteria, form.marks.values())
    before, after = judge_desk.neighbours(found)
    page = {
        "contest": found.judge.contest,
        "stage": stage,
        "turn": found.turn,
        "entry": entry,
        "owner": entry.organization or entry.alliance,
        "sheet": found,
        "line": line,
        "form": form,
        "closed": closed,
        "total": line.total,
        "rows": _rows(stage, form.criteria, line.marks) if closed else [],
        "before": before and {"href": before.get_absolute_url()},
        "after": after and {"href": after.get_absolute_url()},
        "may_stand_aside": True,
        **_shown(entry),
    }
    return render(request, "assessments/sheet.html", page, status=status)


@login_required
@require_POST
def mark_save(request, pk):
    """One mark, as static/js/marks.js sends it; the comment there lists the answers."""
    sent = request.POST
    text = sent.get("value", "")
    try:
        kept = late_marks.keep(
            pk,
            sent.get("criterion", ""),
            text,
            seen=sent.get("seen", ""),
            tried=sent.getlist("tried")[-20:],
            by=request.user,
        )
    except late_marks.Overtaken as refusal:
        mark = refusal.mark
        told = {"message": str(refusal), "value": plain(mark.value), "seen": late_marks.token(mark)}
        return JsonResponse(told, status=409)
    except sheets.MarkRefused as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    except WrongState as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    return JsonResponse(
        {
            "value": plain(kept.mark.value),
            "seen": late_marks.token(kept.mark),
            "saved_at": f"{timezone.localtime(kept.mark.changed_at):%H:%M}",
            "total": judge_desk.own_total(kept.sheet.turn.stage, kept.criteria, kept.marks),
            "done": len(kept.marks),
        }
    )


@login_required
def sheet_sign(request, pk):
    """签交, with the marks as they are kept before the eyes."""
    found = _own(request, pk)
    criteria = list(found.turn.stage.criteria.order_by("order_number", "pk"))
    line = judge_desk.line_of(found, criteria, found.marks.all())
    if request.method == "POST":
        return _sign(request, found, line)
    refusal = _closed(found) or _unfinished(criteria, line)
    if refusal:
        messages.error(request, refusal)
        return redirect(found)
    page = {
        "contest": found.judge.contest,
        "heading": f"签交“{found.turn.entry.version.name}”的评分表",
        "columns": [criterion.name for criterion in criteria],
        "lines": [_for_signing(line, criteria)],
        "seen": _fingerprint([line]),
        "submit": "签交",
        "leave": found.get_absolute_url(),
    }
    return render(request, "assessments/sheet_sign.html", page)


def _sign(request, found, line):
    if request.POST.get("seen", "") not in ("", _fingerprint([line])):
        messages.error(request, "刚才的分数在别处改过，请再核对一遍。")
        return redirect("sheet-sign", found.pk)
    try:
        sheets.sign(found, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, f"“{found.turn.entry.version.name}”已签交。")
    _, after = judge_desk.neighbours(found)
    if after and after.state == Sheet.State.OPEN:
        return redirect(after)
    return redirect("judge-desk", found.judge.contest_id)


@login_required
def stage_sign_all(request, pk):
    """全部签交: all sheets of a stage that are complete, listed before the eyes."""
    contests = Contest.objects.visible_to(request.user)
    stage = get_object_or_404(Stage.objects.select_related("contest").filter(contest__in=contests), pk=pk)
    judge = permissions.judgeship(request.user, stage.contest)
    require(judge is not None)
    judge.contest, judge.user = stage.contest, request.user
    part = next((part for part in judge_desk.parts(judge) if part.stage == stage), None)
    desk = reverse("judge-desk", args=[stage.contest_id])
    lines = part.open_lines if part else []
    if request.method == "POST" and request.POST.get("seen", "") in ("", _fingerprint(lines)):
        try:
            number = sheets.sign_all(stage, judge, by=request.user)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{stage.name}的 {number} 份评分表已全部签交。")
        return redirect(desk)
    if request.method == "POST":
        messages.error(request, "刚才的分数在别处改过，请再核对一遍。")
    if part is None or not part.ready:
        messages.error(request, "没有可签交的评分表。" if not lines else f"还有没打完的：“{part.next.name}”等。")
        return redirect(desk)
    page = {
        "contest": stage.contest,
        "heading": f"签交{stage.name}的 {len(lines)} 份评分表",
        "columns": [criterion.name for criterion in part.criteria],
        "lines": [_for_signing(line, part.criteria) for line in lines],
        "seen": _fingerprint(lines),
        "submit": f"全部签交（{len(lines)} 份）",
        "leave": desk,
    }
    return render(request, "assessments/sheet_sign.html", page)


@login_required
def conflict_declare(request, pk):
    entries = Entry.objects.visible_to(request.user).select_related("contest", "version")
    entry = get_object_or_404(entries, pk=pk)
    judge = permissions.judgeship(request.user, entry.contest)
    require(judge is not None)
    desk = reverse("judge-desk", args=[entry.contest_id])
    if Conflict.objects.filter(judge=judge, entry=entry).exists():
        messages.info(request, f"您已经回避“{entry.version.name}”。")
        return redirect(desk)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label="回避的原因",
        help_text="如：近亲属是这个品牌的负责人。只有工委看得到。",
    )
    if request.method == "POST" and form.is_valid():
        try:
            conflicts.declare(judge, entry, form.cleaned_data["reason"], by=request.user)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已回避“{entry.version.name}”，不再给它打分。")
            return redirect(desk)
    mine = Sheet.objects.filter(judge=judge, turn__entry=entry).standing()
    page = {
        "contest": entry.contest,
        "entry": entry,
        "form": form,
        "has_marks": mine.filter(marks__isnull=False).exists(),
        "leave": desk,
    }
    return render(request, "assessments/stand_aside.html", page, status=422 if form.is_bound else 200)


@login_required
@require_safe
def entry_logo(request, pk):
    """The logo of the version that was entered: it is judged as it was, also when the brand has been revised since."""
    entry = get_object_or_404(Entry.objects.visible_to(request.user).select_related("version"), pk=pk)
    if not entry.version.logo:
        raise Http404
    return send_file(request, entry.version.logo)


@login_required
@require_safe
def entry_picture(request, pk, picture):
    entry = get_object_or_404(Entry.objects.visible_to(request.user).select_related("version"), pk=pk)
    return send_file(request, get_object_or_404(entry.version.pictures.all(), pk=picture).image)


def _found(request, pk):
    rows = Sheet.objects.visible_to(request.user).select_related(
        "judge__contest", "judge__user", "turn__stage__contest", "turn__entry__version", "turn__entry__organization",
        "turn__entry__alliance",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _own(request, pk):
    found = _found(request, pk)
    if found.judge.user_id != request.user.pk:
        raise Http404
    return found


def _closed(found):
    """Why nothing can be written in this sheet; empty when it can."""
    if found.state == Sheet.State.SIGNED and found.turn.stage.state == Stage.State.OPEN:
        return "这份评分表已签交。要改请联系工委重开。"
    try:
        sheets.require_open(found)
    except WrongState as refusal:
        return str(refusal).replace("，没有保存", "")
    return ""


def _unfinished(criteria, line):
    missing = [criterion.name for criterion in criteria if criterion.pk not in line.marks]
    return f"还没有打完：{'、'.join(missing)}。打完再签交。" if missing else ""


def _rows(stage, criteria, marks):
    return [
        {
            "criterion": criterion,
            "highest": highest(stage, criterion),
            "value": plain(marks[criterion.pk]) if criterion.pk in marks else None,
        }
        for criterion in criteria
    ]


def _for_signing(line, criteria):
    cells = [{"label": criterion.name, "value": plain(line.marks[criterion.pk])} for criterion in criteria]
    return {"number": line.number, "name": line.name, "cells": cells, "total": line.total}


def _fingerprint(lines):
    """What somebody saw when signing."""
    return ";".join(
        f"{line.sheet.pk}:" + ",".join(f"{key}={plain(value)}" for key, value in sorted(line.marks.items()))
        for line in lines
    )


def _shown(entry):
    pictures = [
        {
            "src": reverse("entry-picture", args=[entry.pk, picture.pk]),
            "caption": picture.caption or f"图{place}",
            "width": picture.width,
            "height": picture.height,
        }
        for place, picture in enumerate(entry.version.pictures.all(), start=1)
    ]
    return {"pictures": pictures, "logo": reverse("entry-logo", args=[entry.pk]) if entry.version.logo else ""}


def _clock():
    return f"{timezone.localtime():%H:%M}"
