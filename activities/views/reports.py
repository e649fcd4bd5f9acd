from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from activities import drafts, permissions, reports
from activities.forms.files import FilesForm
from activities.forms.reports import OutcomesForm, ReportForm
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
            reports.save(activity, revision=forms[0].cleaned_data["version"], forms=forms, by=request.user)
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


@login_required
@require_POST
def report_autosave(request, pk):
    """Words and figures while somebody writes. Files and what is to be taken out wait for a click."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user).select_related("summary"), pk=pk)
    require(permissions.can_report(request.user, activity))
    if activity.state == Activity.State.REPORTED:
        return JsonResponse({"message": "总结已经报送，补正请点“保存补正”。"}, status=422)
    story, outcomes, _ = _forms(request, activity)
    if not _are_valid([story, outcomes]):
        return JsonResponse({"message": "有的数字还不能保存，您写的还在本页。"}, status=422)
    try:
        version = story.cleaned_data["version"]
        reports.save(activity, revision=version, forms=[story, outcomes], by=request.user)
    except EditConflict as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    except WrongState as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    return JsonResponse({"saved_at": f"{timezone.localtime():%H:%M}", "version": activity.revision})


@login_required
def report_compare(request, pk):
    """What was mended between the last two drafts; for who works on it, above all for who returned it."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user).select_related("alliance", "summary"), pk=pk)
    require(permissions.works_on(request.user, activity))
    handed_in = drafts.handed_in(activity.steps.select_related("by__organization"))
    report = reports.report_of(activity)
    if report.pk is None or len(handed_in) < 2:
        raise Http404
    context = {
        "activity": activity,
        "before": handed_in[-2],
        "number": len(handed_in) - 1,
        "changes": drafts.changes(report, handed_in[-2].at),
    }
    return render(request, "activities/report_compare.html", context)


def _forms(request, activity):
    report = reports.report_of(activity)
    data = request.POST if request.method == "POST" else None
    return [
        ReportForm(data, instance=report, drafting=not {"draft", "autosave"}.isdisjoint(request.POST)),
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
        reports.hand_in(activity, by=request.user)
    except WrongState as refusal:
        messages.error(request, f"草稿已保存，但没有提交：{refusal}")
        return redirect("report-edit", activity.pk)
    messages.success(request, "总结已提交，等待工委审定。")
    return redirect(activity)
