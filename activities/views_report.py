from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render

from activities import permissions, reports
from activities.forms_files import FilesForm
from activities.forms_report import OutcomesForm, ReportForm
from activities.models import Activity
from portal.access import EditConflict, WrongState, require


@login_required
def report_edit(request, pk):
    activities = Activity.objects.visible_to(request.user)
    activity = get_object_or_404(activities.select_related("committee", "alliance", "host", "base", "summary"), pk=pk)
    require(permissions.can_report(request.user, activity))
    try:
        reports.require_open(activity, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect(activity)
    forms = _forms(request, activity)
    status = 200
    if request.method == "POST" and _are_valid(forms):
        try:
            reports.save(activity, revision=forms[0].cleaned_data["revision"], forms=forms, by=request.user)
        except EditConflict as refusal:
            forms[0].add_error(None, str(refusal))
            status = 409
        except WrongState as refusal:
            messages.error(request, str(refusal))
            return redirect(activity)
        else:
            return _hand_in(request, activity)
    story, outcomes, files = forms
    context = {
        "activity": activity,
        "form": story,
        "outcomes": outcomes,
        "files": files,
        "forms": forms,
        "is_conflict": status == 409,
        "returned": reports.last_return(activity),
    }
    return render(request, "activities/report_form.html", context, status=status)


def _forms(request, activity):
    report = reports.report_of(activity)
    data = request.POST if request.method == "POST" else None
    return [
        ReportForm(data, instance=report, drafting="draft" in request.POST),
        OutcomesForm(data, report=report),
        FilesForm(data, request.FILES or None, report=report),
    ]


def _are_valid(forms):
    """All are asked, so that every fault of every part is shown at once."""
    faultless = [form.is_valid() for form in forms]
    return all(faultless)


def _hand_in(request, activity):
    """The words are safe already; a refused step leaves them as a draft."""
    if activity.state == Activity.State.REPORTED:
        messages.success(request, "补正已保存。")
        return redirect(activity)
    if "draft" in request.POST:
        messages.success(request, "总结草稿已保存。")
        return redirect("report-edit", activity.pk)
    try:
        activity.report(by=request.user)
    except WrongState as refusal:
        messages.error(request, f"草稿已保存，但没有提交：{refusal}")
        return redirect("report-edit", activity.pk)
    messages.success(request, "总结已提交，等待工委审定。")
    return redirect(activity)
