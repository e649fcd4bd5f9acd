from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render

from activities import permissions, rollcall, sheets
from activities.forms.rollcall import RollCallForm
from activities.models import Activity
from portal.access import EditConflict, WrongState, require


def _found(request, pk):
    activities = Activity.objects.visible_to(request.user)
    activity = get_object_or_404(activities.select_related("committee", "alliance", "host", "base"), pk=pk)
    require(permissions.can_call_roll(request.user, activity))
    return activity


@login_required
def roll_call(request, pk):
    activity = _found(request, pk)
    try:
        rollcall.require_open(activity, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect(activity)
    form = RollCallForm(request.POST or None, activity=activity)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            total = form.save(by=request.user)
        except EditConflict as refusal:
            messages.error(request, str(refusal))
            form, status = RollCallForm(activity=activity), 409
        except WrongState as refusal:
            messages.error(request, str(refusal))
            return redirect(activity)
        else:
            messages.success(request, f"点名已保存，实到 {total} 人。")
            return redirect("report-edit" if _report_is_next(activity) else "activity-detail", activity.pk)
    return render(request, "activities/roll_call.html", {"activity": activity, "form": form}, status=status)


def _report_is_next(activity):
    return activity.state != Activity.State.REPORTED and activity.is_over()


@login_required
def sign_in_sheet(request, pk):
    activity = _found(request, pk)
    lines = sheets.sign_in_lines(activity)
    return render(request, "activities/sign_in_sheet.html", {"activity": activity, "lines": lines})
