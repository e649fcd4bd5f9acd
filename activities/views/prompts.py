"""The monthly prompts: the list, one of them, how it is written, published and copied."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from activities import permissions as activity_permissions
from activities.forms.prompts import PromptForm
from activities.models import Activity, Prompt, PromptReceipt
from activities.prompts import copying, permissions, receipts
from alliances.views import own_committee
from portal.access import EditConflict, WrongState, require

PAGE = 20
UNREAD_SHOWN = 120
ACTIVITIES_SHOWN = 10


@login_required
@require_safe
def prompt_list(request):
    read = PromptReceipt.objects.filter(prompt=OuterRef("pk")).order_by().values("prompt").annotate(n=Count("pk"))
    prompts = Prompt.objects.visible_to(request.user).annotate(read_count=Coalesce(Subquery(read.values("n")), 0))
    context = {
        "page": Paginator(prompts.order_by("-month", "-pk"), PAGE).get_page(request.GET.get("page")),
        "may_write": permissions.can_write(request.user),
    }
    return render(request, "activities/prompts/list.html", context)


@login_required
@require_safe
def prompt_detail(request, pk):
    user, today = request.user, timezone.localdate()
    prompt = _found(request, pk)
    receipts.read(prompt, user)
    may_write = permissions.can_write(user, prompt)
    held = Activity.objects.visible_to(user).filter(prompt=prompt).with_names().order_by("-starts_at", "-pk")
    activities = list(held[: ACTIVITIES_SHOWN + 1])
    context = {
        "prompt": prompt,
        "may_write": may_write,
        "may_plan": prompt.is_published and activity_permissions.can_plan(user),
        "activities": activities[:ACTIVITIES_SHOWN],
        "has_more": len(activities) > ACTIVITIES_SHOWN,
        "receipt": _own_receipt(prompt, user),
    }
    if may_write and prompt.is_published:
        unread = list(receipts.unread(prompt, today))
        asked = receipts.asked(prompt, today).count()
        context |= {"unread": unread[:UNREAD_SHOWN], "unread_count": len(unread), "asked": asked}
        context["read"] = asked - len(unread)
    return render(request, "activities/prompts/detail.html", context)


@login_required
def prompt_create(request):
    require(permissions.can_write(request.user))
    prompt = Prompt(committee=own_committee(request.user), created_by=request.user)
    month = copying.free_month(prompt.committee_id, timezone.localdate())
    form = PromptForm(request.POST or None, instance=prompt, initial={"month": month})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                prompt.save()
        except IntegrityError:
            form.add_error("month", "这个月刚有人建了一份，请改那一份。")
        else:
            return _kept(request, prompt)
    return _form_page(request, form)


@login_required
def prompt_edit(request, pk):
    prompt = _found(request, pk)
    require(permissions.can_write(request.user, prompt))
    form = PromptForm(request.POST or None, instance=prompt)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            with transaction.atomic():
                prompt.edit(by=request.user, revision=prompt.revision if version is None else version)
        except EditConflict as refusal:
            form.add_error(None, str(refusal))
            return _form_page(request, form, status=409)
        except IntegrityError:
            form.add_error("month", "这个月刚有人建了一份，请改那一份。")
        else:
            return _kept(request, prompt)
    return _form_page(request, form)


@login_required
@require_POST
def prompt_publish(request, pk):
    prompt = _found(request, pk)
    require(permissions.can_publish(request.user, prompt))
    _publish(request, prompt)
    return redirect(prompt)


@login_required
@require_POST
def prompt_copy(request, pk):
    prompt = _found(request, pk)
    require(permissions.can_write(request.user, prompt))
    try:
        copied = copying.copy(prompt, by=request.user, day=timezone.localdate())
    except IntegrityError:
        messages.error(request, "刚有人建了下个月的工作提示，请改那一份。")
        return redirect("prompt-list")
    messages.success(request, f"已复制为{copied.month_label}的草稿，改好后发布。")
    return redirect("prompt-edit", copied.pk)


@login_required
@require_POST
def prompt_remind(request, pk):
    prompt = _found(request, pk)
    require(permissions.can_remind(request.user, prompt))
    try:
        number = receipts.remind(prompt, by=request.user, day=timezone.localdate())
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已提醒 {number} 家未阅单位。")
    return redirect(prompt)


def _found(request, pk):
    return get_object_or_404(Prompt.objects.visible_to(request.user).select_related("committee", "type"), pk=pk)


def _kept(request, prompt):
    if prompt.is_published:
        messages.success(request, "更正已保存，页面上会标明更正时间。")
    elif "publish" in request.POST:
        _publish(request, prompt)
    else:
        messages.success(request, "草稿已保存，各单位还看不到。")
    return redirect(prompt)


def _publish(request, prompt):
    try:
        prompt.publish(by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已发布，并已通知各单位党务干部。")


def _own_receipt(prompt, user):
    if not (user.is_officer and prompt.is_published):
        return None
    return prompt.receipts.filter(organization=user.organization_id).first()


def _form_page(request, form, status=200):
    status = 422 if form.errors and status == 200 else status
    return render(request, "activities/prompts/form.html", {"form": form, "prompt": form.instance}, status=status)
