"""The doors “起草提醒函”: a person presses, the ladder says which letter it may be, and its draft opens."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from activities.duties import not_yet, progress
from activities.duties.cases import case_of as case_of_cell
from activities.duties.window import asked_window
from activities.models import Prompt, Task
from activities.prompts import permissions as prompt_permissions
from activities.prompts.cases import draft_letter as draft_prompt
from activities.tasklist import permissions
from activities.tasklist.cases import case_of as case_of_task
from alliances.permissions import is_committee
from alliances.views import own_committee
from letters import drafting, ladder
from letters.models.states import Kind
from portal.access import WrongState, require


def draft_letter(request, make_case, back):
    """The draft that the ladder allows for the case, or back with its sentence why there is none now."""
    day = timezone.localdate()
    try:
        case = make_case(day)
        kind, why = ladder.next_kind(case.key, case.organization, day)
        if kind is None:
            raise WrongState(f"现在不能起草：{why}")
        letter = drafting.draft(kind, case, request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, f"已起草{letter.get_kind_display()}，请核对后送审。")
    return redirect(letter)


@login_required
@require_POST
def task_letter(request, pk):
    task = get_object_or_404(Task.objects.visible_to(request.user).with_names(), pk=pk)
    require(permissions.can_draft_letter(request.user, task))
    return draft_letter(request, lambda day: _case_of_task(task, day), task)


@login_required
@require_POST
def duty_letter(request):
    """`code` names the cell, as in the form that reminds."""
    require(is_committee(request.user))
    year, today = asked_window(request.POST, timezone.localdate())
    found = progress(own_committee(request.user), year, today)
    cell = next((cell for cell in found.cells if cell.code == request.POST.get("code")), None)
    if cell is None:
        messages.error(request, "年度任务表里没有这一格，请重新选择。")
        return redirect("duty-matrix")
    return draft_letter(request, lambda day: case_of_cell(cell, day), "duty-remind")


@login_required
@require_POST
def prompt_letter(request, pk):
    prompt = get_object_or_404(Prompt.objects.visible_to(request.user).select_related("committee"), pk=pk)
    require(prompt_permissions.can_draft_letter(request.user, prompt))
    try:
        letter = draft_prompt(prompt, by=request.user, day=timezone.localdate())
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect(prompt)
    messages.success(request, "已起草工作提示，请核对后送审。")
    return redirect(letter)


@login_required
@require_POST
def task_letters(request):
    """A 提醒函 for every task that is overdue, as one batch of drafts."""
    require(is_committee(request.user))
    day = timezone.localdate()
    late = Task.objects.visible_to(request.user).filter(committee=own_committee(request.user)).overdue(day).with_names()
    made = [partial(case_of_task, task, day) for task in late[: drafting.MOST]]
    return _draft_letters(request, made, f"task-{day}", "task-list")


@login_required
@require_POST
def duty_letters(request):
    """A 提醒函 for every late cell of this year's matrix, as one batch of drafts."""
    require(is_committee(request.user))
    day = timezone.localdate()
    found = progress(own_committee(request.user), day.year, day)
    late = [cell for cell in not_yet(found) if cell.kind == "late"]
    return _draft_letters(request, [partial(case_of_cell, cell, day) for cell in late], f"duty-{day}", "duty-remind")


def _draft_letters(request, made, key, back):
    """One batch a day and kind of matter: a second press goes on with it and makes nothing twice."""
    cases, refusals = [], []
    for make in made:
        try:
            cases.append(make())
        except WrongState as refusal:
            refusals.append(str(refusal))
    try:
        batch = drafting.draft_many(Kind.REMINDER, cases, request.user, key=key)
    except WrongState as refusal:
        refusals.append(str(refusal))
        batch = None
    for refusal in dict.fromkeys(refusals):
        messages.error(request, refusal)
    return redirect("letter-batch", batch.pk) if batch else redirect(back)


def _case_of_task(task, day):
    if task.state not in Task.IN_HAND:
        raise WrongState(f"“{task}”现在是“{task.get_state_display()}”，不用发函。")
    return case_of_task(task, day)
