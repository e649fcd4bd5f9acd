"""One unit's part of a letter: 签收, 回复, 退回回复, 催办, 办结, and the next letter of the ladder."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from letters import permissions, reminding, standing, trail
from letters.climbing import climb, kind_after
from letters.forms.replies import ReplyForm
from letters.forms.steps import ReasonForm, ReturnReplyForm
from letters.models.states import OWING, Kind, RecipientState, State
from letters.views.common import confirm, do, found_part
from portal.access import WrongState

NAMES = ("by__organization", "recipient__organization")


@login_required
@require_POST
def recipient_receive(request, pk):
    part = found_part(request, pk, permissions.can_receive)
    own = permissions.is_unit(request.user, part)
    said = "已签收。" if own else f"已代{part.organization}签收，轨迹里标明。"
    do(request, lambda: part.receive(by=request.user), said)
    return redirect(part)


@login_required
def recipient_reply(request, pk):
    """The unit writes its answer; the committee reads it, or writes for a unit that cannot (代录)."""
    part = found_part(request, pk, permissions.can_reply if request.method == "POST" else _can_read)
    form = ReplyForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = (
            "已回复，工委审核后办结。" if permissions.is_unit(request.user, part) else f"已代{part.organization}回复。"
        )
        if do(request, lambda: part.reply(data["text"], data["files"], by=request.user), said):
            return redirect(part)
    return _page(request, part, form, status=422 if form.is_bound else 200)


@login_required
def recipient_return(request, pk):
    part = found_part(request, pk, permissions.can_return_reply)
    words = {"label": "退回原因", "help_text": "写清还缺什么、怎么补，对方照着补。"}
    form = ReturnReplyForm(request.POST if request.method == "POST" else None, **words)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        act = lambda: part.return_reply(data["reason"], by=request.user, due_on=data["due_on"])  # noqa: E731 -- called at once
        do(request, act, f"已退回，并已通知{part.organization}。")
        return redirect(part)
    return confirm(
        request,
        reverse("recipient-reply", args=[part.pk]),
        form,
        heading="退回回复",
        what=f"{part.organization}对《{part.letter}》的回复退回补充，原来的回复保留。",
        submit="退回补充",
    )


@login_required
def recipient_close(request, pk):
    part = found_part(request, pk, permissions.can_close)
    words = {
        "label": "办结依据",
        "help_text": "如“9月20日已报送换届批复”。写入轨迹，单位可见。",
        "missing": "请写明办结依据。",
    }
    form = ReasonForm(request.POST if request.method == "POST" else None, **words)
    if form.is_bound and form.is_valid():
        do(request, lambda: part.close(form.cleaned_data["reason"], by=request.user), f"{part.organization}已办结。")
        return redirect(part)
    replied = part.state == RecipientState.REPLIED
    return confirm(
        request,
        reverse("recipient-reply", args=[part.pk]),
        form,
        heading="办结",
        what=f"{part.organization}的《{part.letter}》办结。"
        + ("" if replied else "这家单位还没有回复，也可以凭其他依据办结。"),
        submit="办结",
    )


@login_required
@require_POST
def recipient_remind(request, pk):
    part = found_part(request, pk, permissions.can_remind)
    if reminding.remind_by_hand([part], by=request.user, day=timezone.localdate()):
        messages.success(request, f"已提醒{part.organization}。")
    else:
        messages.info(request, f"今天已提醒过{part.organization}，或者它现在不欠回复，没有再发。")
    return redirect("recipient-reply", part.pk)


@login_required
@require_POST
def recipient_climb(request, pk):
    """起草督办函 (or 约谈通知): a person decides, and the draft still goes its whole way."""
    part = found_part(request, pk, permissions.can_close)
    try:
        letter = climb(part, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("recipient-reply", part.pk)
    messages.success(request, f"{letter.get_kind_display()}已起草，核对后送审。")
    return redirect(letter)


def _can_read(user, part):
    return permissions.can_reply(user, part) or permissions.sees_all_parts(user, part.letter)


def _page(request, part, form, status):
    user, today, letter = request.user, timezone.localdate(), part.letter
    own = permissions.is_unit(user, part)
    open_ = letter.state == State.ISSUED and letter.asks_reply and part.state in OWING
    open_ = open_ and permissions.can_reply(user, part)
    context = {
        "recipient": part,
        "letter": letter,
        "form": form if open_ else None,
        "shown": standing.part_shown(part, today),
        "replies": list(part.replies.select_related("by__organization").prefetch_related("files")),
        "on_behalf": "" if own else "单位不便在平台回复时，由工委代录，轨迹里标明。",
        "actions": _actions(part, user, today),
        "trail": trail.trail(letter, letter.steps.filter(recipient=part).select_related(*NAMES), user, 1),
        "handle_what": "看回复，办结或退回" if part.state == RecipientState.REPLIED else "催办，或凭依据办结",
    }
    return render(request, "letters/reply.html", context, status=status)


def _actions(part, user, day):
    if (
        part.letter.state != State.ISSUED
        or part.state == RecipientState.CLOSED
        or not permissions.can_close(user, part)
    ):
        return []
    replied = part.state == RecipientState.REPLIED
    found = [_to("办结", "recipient-close", part, primary=replied)]
    if replied:
        return [*found, _to("退回补充", "recipient-return", part)]
    if part.owes_reply:
        found.insert(0, {"label": "催办", "post": reverse("recipient-remind", args=[part.pk])})
    if kind := kind_after(part, day):
        found.insert(0, {"label": f"起草{Kind(kind).label}", "post": reverse("recipient-climb", args=[part.pk])})
    return found


def _to(label, name, part, **look):
    return {"label": label, "href": reverse(name, args=[part.pk]), **look}
