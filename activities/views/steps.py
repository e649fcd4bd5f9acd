"""The steps as doors: find what is visible, require, call the verb, say what happened. Reasons have their own page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from activities import permissions, reports
from activities.forms.steps import PostponeForm, ReasonForm
from activities.models import Activity
from activities.models.states import PLANNING
from portal.access import WrongState, require


def _found(request, pk, may):
    activities = Activity.objects.visible_to(request.user).with_names().select_related("committee")
    activity = get_object_or_404(activities, pk=pk)
    require(may(request.user, activity))
    return activity


def _do(request, activity, act, said):
    """Call the verb; a refusal is shown in its own words. Nobody decides on what changed since the page was opened."""
    if request.GET.get("seen", str(activity.revision)) != str(activity.revision):
        messages.warning(request, "这项活动刚有变动，请看过最新内容再办理。")
        return
    try:
        act()
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)


@login_required
@require_POST
def activity_submit(request, pk):
    activity = _found(request, pk, permissions.can_submit)
    _do(request, activity, lambda: activity.submit(by=request.user), "计划已提交。")
    return redirect(activity)


@login_required
@require_POST
def activity_withdraw(request, pk):
    activity = _found(request, pk, permissions.can_withdraw)
    _do(request, activity, lambda: activity.withdraw(by=request.user), "已撤回，可以修改后再提交。")
    return redirect(activity)


@login_required
@require_POST
def activity_review(request, pk):
    activity = _found(request, pk, permissions.can_review)
    _do(request, activity, lambda: activity.review(by=request.user), "审核通过，已转下一步。")
    return redirect(activity)


@login_required
@require_POST
def activity_publish(request, pk):
    activity = _found(request, pk, permissions.can_publish)
    _do(request, activity, lambda: activity.publish(by=request.user), "已审定发布，并已通知受邀单位。")
    return redirect(activity)


@login_required
@require_POST
def activity_report(request, pk):
    activity = _found(request, pk, permissions.can_report)
    _do(request, activity, lambda: reports.hand_in(activity, by=request.user), "总结已提交，等待工委审定。")
    return redirect(activity)


@login_required
@require_POST
def activity_accept(request, pk):
    activity = _found(request, pk, permissions.can_accept)
    _do(request, activity, lambda: activity.accept(by=request.user), "总结已审定，活动办结。")
    return redirect(activity)


@login_required
@require_POST
def activity_comment(request, pk):
    activity = _found(request, pk, permissions.can_comment)
    text = request.POST.get("text", "").replace("\x00", "")[:500]
    _do(request, activity, lambda: activity.comment(by=request.user, text=text), "留言已写入办理轨迹。")
    return redirect(activity)


@login_required
def activity_return(request, pk):
    activity = _found(request, pk, permissions.can_return)
    return _with_reason(
        request,
        activity,
        lambda reason: activity.return_(by=request.user, reason=reason),
        heading="退回计划",
        what=f"“{activity}”退回给{activity.host or activity.committee}修改，改好后重新提交。",
        label="退回原因",
        help_text="写清哪里要改、怎么改，对方照着改。",
        submit="退回修改",
        said="已退回，并已通知对方。",
    )


@login_required
def activity_return_report(request, pk):
    activity = _found(request, pk, permissions.can_return_report)
    return _with_reason(
        request,
        activity,
        lambda reason: activity.return_report(by=request.user, reason=reason),
        heading="退回总结",
        what=f"“{activity}”的总结退回给{activity.host or activity.committee}修改，活动本身不受影响。",
        label="退回原因",
        help_text="写清哪个数字、哪句话要核对。",
        submit="退回修改",
        said="已退回，并已通知对方。",
    )


@login_required
def activity_cancel(request, pk):
    activity = _found(request, pk, permissions.can_cancel)
    if activity.state in PLANNING:
        words = {"heading": "作废计划", "what": f"“{activity}”还没有发布，作废后不再办理，记录保留。", "submit": "作废"}
    else:
        words = {
            "heading": "取消活动",
            "what": f"取消“{activity}”（{activity.when}）。受邀单位和已报名的党员会收到通知，日历里标为取消。",
            "submit": "取消活动",
        }
    return _with_reason(
        request,
        activity,
        lambda reason: activity.cancel(by=request.user, reason=reason),
        label="原因",
        help_text="通知里会写明。",
        said="已办理，并已通知有关单位。" if activity.state not in PLANNING else "计划已作废。",
        **words,
    )


@login_required
def activity_postpone(request, pk):
    activity = _found(request, pk, permissions.can_postpone)
    form = PostponeForm(request.POST if request.method == "POST" else None, activity=activity)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "reason")}
        _do(request, activity, lambda: activity.postpone(by=request.user, **fields), "已改期，并已通知受邀单位。")
        return redirect(activity)
    return _confirm(
        request,
        activity,
        form,
        heading="活动改期",
        what=f"“{activity}”原定{activity.when}。改期后日历同步更新，已有的答复保留。",
        submit="改期",
    )


def _with_reason(request, activity, act, *, label, help_text, said, **words):
    form = ReasonForm(request.POST if request.method == "POST" else None, label=label, help_text=help_text)
    if request.method == "POST" and form.is_valid():
        _do(request, activity, lambda: act(form.cleaned_data["reason"]), said)
        return redirect(activity)
    return _confirm(request, activity, form, **words)


def _confirm(request, activity, form, **words):
    status = 422 if form.is_bound else 200
    context = {"form": form, "leave": activity.get_absolute_url(), **words}
    return render(request, "confirm.html", context, status=status)
