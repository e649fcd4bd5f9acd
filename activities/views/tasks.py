"""The list of tasks and one task: raised, changed, looked at."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.forms.tasks import TaskForm
from activities.models import Activity, Task
from activities.tasklist import actions, permissions
from activities.tasklist.exports import task_workbook
from activities.tasklist.filters import Filters, quarters_to_choose, sums_of
from activities.tasklist.trail import answering, progress, trail
from alliances.models import Alliance, Organization
from alliances.views import own_committee
from letters.models import Letter
from portal.access import EditConflict, WrongState, require
from portal.sending import send_file
from portal.workbooks import xlsx_response

PAGE = 20
PRINTED = 300  # of a quarterly list, all on one page for the printer


@login_required
@require_safe
def task_list(request):
    user, today = request.user, timezone.localdate()
    filters = Filters.read(request.GET)
    visible = Task.objects.visible_to(user)
    tasks = filters.apply(visible, today).with_names()
    whole = filters.quarter and "print" in request.GET
    page = Paginator(tasks, PRINTED if whole else PAGE).get_page(request.GET.get("page"))
    unit = None
    if filters.organization is not None:
        unit = Organization.objects.visible_to(user).filter(pk=filters.organization).first()
    context = {
        "page": page,
        "filters": filters,
        "unit": unit,
        "whole": whole,
        "sums": sums_of(filters.without_state(visible, today), today),
        "alliances": Alliance.objects.visible_to(user).on(today),
        "quarters": quarters_to_choose(today, filters.quarter),
        "states": [("open", "未办结"), ("late", "逾期"), *Task.State.choices],
        "sources": Task.Source.choices,
        "may_raise": permissions.can_raise(user),
        "today": today,
    }
    return render(request, "activities/tasks/list.html", context)


@login_required
@require_safe
def task_export(request):
    """What the list shows, all pages of it, in the official layout."""
    today, filters = timezone.localdate(), Filters.read(request.GET)
    tasks = filters.apply(Task.objects.visible_to(request.user), today).with_names()
    title = f"{filters.quarter_label}重点任务清单"
    unit = str(request.user.unit if request.user.organization_id else own_committee(request.user))
    return xlsx_response(title, today, task_workbook(tasks, title=title, unit=unit, day=today))


@login_required
@require_safe
def task_detail(request, pk):
    user, today = request.user, timezone.localdate()
    task = _found(request, pk)
    steps = list(task.steps.select_related("by__organization"))
    context = {
        "task": task,
        "answering": answering(task),
        "activity": _activity(task, user),
        "letters": Letter.objects.visible_to(user).of_case(task.case_key).order_by("-created_at", "-pk"),
        "handle": actions.handle(task, user, today),
        "other_actions": actions.other_actions(task, user, today),
        "progress": progress(task, steps),
        "trail": trail(task, steps),
    }
    return render(request, "activities/tasks/detail.html", context)


@login_required
def task_create(request):
    require(permissions.can_raise(request.user))
    task = Task(committee=own_committee(request.user))
    form = TaskForm(request.POST or None, instance=task, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            task.raise_(by=request.user)
            if "keep" not in request.POST:
                task.assign(by=request.user)
        except WrongState as refusal:
            messages.error(request, f"任务已存，但没有交办：{refusal}")
        else:
            said = "已存为待交办，对方还看不到。" if "keep" in request.POST else f"已交办，并已通知{task.owner_name}。"
            messages.success(request, said)
        return redirect(task)
    return _form_page(request, form)


@login_required
def task_edit(request, pk):
    task = _found(request, pk)
    require(permissions.can_edit(request.user, task))
    if task.state not in Task.EDITABLE:
        messages.error(request, f"“{task}”现在是“{task.get_state_display()}”，不能修改。")
        return redirect(task)
    form = TaskForm(request.POST or None, instance=task, user=request.user)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            task.edit(by=request.user, revision=task.revision if version is None else version)
        except EditConflict as refusal:
            form.add_error(None, str(refusal))
            return _form_page(request, form, status=409)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "修改已保存。")
            return redirect(task)
    return _form_page(request, form)


@login_required
@require_safe
def task_file(request, pk):
    task = get_object_or_404(Task.objects.visible_to(request.user).exclude(evidence_file=""), pk=pk)
    return send_file(request, task.evidence_file, name=task.evidence_name)


def _found(request, pk):
    return get_object_or_404(Task.objects.visible_to(request.user).with_names(), pk=pk)


def _activity(task, user):
    """The activity that shows it, for those who see that one too."""
    if task.evidence_activity_id is None:
        return None
    return Activity.objects.visible_to(user).filter(pk=task.evidence_activity_id).first()


def _form_page(request, form, status=200):
    status = 422 if form.errors and status == 200 else status
    return render(request, "activities/tasks/form.html", {"form": form, "task": form.instance}, status=status)
