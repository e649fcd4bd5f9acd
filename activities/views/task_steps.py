"""The steps of a task as doors: find what is visible, require, call the verb, say what happened."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from activities.forms.steps import ReasonForm
from activities.forms.tasks import ReportForm
from activities.models import Task
from activities.tasklist import permissions
from portal.access import WrongState, require


@login_required
@require_POST
def task_assign(request, pk):
    task = _found(request, pk, permissions.can_assign)
    _do(request, task, lambda: task.assign(by=request.user), f"已交办，并已通知{task.owner_name}。")
    return redirect(task)


@login_required
@require_POST
def task_withdraw(request, pk):
    task = _found(request, pk, permissions.can_withdraw)
    _do(request, task, lambda: task.withdraw(by=request.user), "已撤回，办好后再报。")
    return redirect(task)


@login_required
@require_POST
def task_close(request, pk):
    task = _found(request, pk, permissions.can_check)
    _do(request, task, lambda: task.close(by=request.user), "核查通过，任务办结。")
    return redirect(task)


@login_required
def task_report(request, pk):
    task = _found(request, pk, permissions.can_report)
    if task.state not in Task.IN_HAND:
        messages.error(request, f"“{task}”现在是“{task.get_state_display()}”，不能办理这一步。")
        return redirect(task)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReportForm(*sent, task=task, user=request.user)
    if form.is_bound and form.is_valid():
        _do(request, task, lambda: form.save(by=request.user), f"已报办结，等待{task.raiser_name}核查。")
        return redirect(task)
    status = 422 if form.is_bound else 200
    returned = task.steps.filter(verb="return").first() if task.state == Task.State.RETURNED else None
    context = {"form": form, "task": task, "returned": returned}
    return render(request, "activities/tasks/report.html", context, status=status)


@login_required
def task_return(request, pk):
    task = _found(request, pk, permissions.can_check)
    return _with_reason(
        request,
        task,
        lambda reason: task.return_(by=request.user, reason=reason),
        heading="退回再办",
        what=f"“{task}”退回给{task.owner_name}，办好后重新报办结。",
        help_text="写清哪里没有办到位、还要怎么办。",
        submit="退回再办",
        said="已退回，并已通知对方。",
    )


@login_required
def task_drop(request, pk):
    task = _found(request, pk, permissions.can_drop)
    return _with_reason(
        request,
        task,
        lambda reason: task.drop(by=request.user, reason=reason),
        heading="撤销任务",
        what=f"“{task}”撤销后不再办理，也不计入考核，记录保留。",
        help_text="通知里会写明。",
        submit="撤销任务",
        said="任务已撤销。",
    )


def _found(request, pk, may):
    task = get_object_or_404(Task.objects.visible_to(request.user).with_names(), pk=pk)
    require(may(request.user, task))
    return task


def _do(request, task, act, said):
    """A refusal is shown in its own words. Nobody decides on what changed since the page was opened."""
    if request.GET.get("seen", str(task.revision)) != str(task.revision):
        messages.warning(request, "这项任务刚有变动，请看过最新内容再办理。")
        return
    try:
        act()
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)


def _with_reason(request, task, act, *, help_text, said, **words):
    form = ReasonForm(request.POST if request.method == "POST" else None, label="原因", help_text=help_text)
    if form.is_bound and form.is_valid():
        _do(request, task, lambda: act(form.cleaned_data["reason"]), said)
        return redirect(task)
    context = {"form": form, "leave": task.get_absolute_url(), **words}
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)
