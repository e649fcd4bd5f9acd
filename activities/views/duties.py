from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.duties import progress
from activities.duties.exports import duty_workbook
from activities.duties.window import asked_window
from activities.models import Duty
from activities.reminders import remind_by_hand
from alliances.permissions import is_committee
from alliances.views import own_committee
from portal.access import require
from portal.workbooks import xlsx_response


@login_required
@require_safe
def duty_matrix(request):
    committee = own_committee(request.user)
    year, day = asked_window(request.GET, timezone.localdate())
    years = {*Duty.objects.filter(committee=committee).order_by().values_list("year", flat=True).distinct(), year}
    found = progress(committee, year, day, seen_by=request.user)
    context = {"progress": found, "years": sorted(years, reverse=True), "can_remind": is_committee(request.user)}
    return render(request, "activities/duty_matrix.html", context)


@login_required
@require_safe
def duty_export(request):
    committee = own_committee(request.user)
    year, day = asked_window(request.GET, timezone.localdate())
    found = progress(committee, year, day, seen_by=request.user)
    return xlsx_response(f"{year}年度联盟任务", day, duty_workbook(committee, found))


@login_required
def duty_remind(request):
    """Who has nothing planned, all chosen; one message for each that is left chosen."""
    require(is_committee(request.user))
    today = timezone.localdate()
    found = progress(own_committee(request.user), today.year, today)
    cells = {cell.code: cell for cell in found.cells if cell.is_open}
    if request.method == "POST":
        chosen = [cells[code] for code in request.POST.getlist("cell") if code in cells]
        _remind(request, chosen, today)
        return redirect("duty-matrix")
    has_late = any(cell.kind == "late" for cell in cells.values())
    context = {"cells": cells.values(), "today": today, "has_late": has_late}
    return render(request, "activities/duty_remind.html", context)


def _remind(request, chosen, today):
    made = remind_by_hand(chosen, by=request.user, day=today)
    if made:
        names = dict.fromkeys(reminder.alliance.short_name for reminder in made)
        messages.success(request, f"已提醒{'、'.join(names)}，共{len(made)}条。")
    if len(made) < len(chosen):
        messages.info(request, f"有{len(chosen) - len(made)}条今天已经提醒过，没有重复发送。")
    if not chosen:
        messages.warning(request, "没有选中要提醒的联盟。")
