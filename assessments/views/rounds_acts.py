"""One unit's assessment is handed on, returned, taken back, exempted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assessments.forms.rounds import ReturnForm
from assessments.rounds import handing, permissions
from assessments.views.doors import do, with_reason
from assessments.views.rounds_fill import fill_page
from assessments.views.rounds_passport import found
from portal.access import WrongState, require

RETURN_TO = {"self": "自评（参评单位修改）", "first": "初评（片长单位重评）", "review": "复核（工委重评）"}


@login_required
@require_POST
def assessment_submit(request, pk):
    return _hand_on(request, pk, permissions.can_fill, handing.submit, "自评已提交。")


@login_required
@require_POST
def assessment_pass_on(request, pk):
    return _hand_on(request, pk, permissions.can_review_first, handing.pass_on, "初评已提交。")


@login_required
@require_POST
def assessment_settle(request, pk):
    return _hand_on(request, pk, permissions.can_review, handing.settle, "复核已完成。")


def _hand_on(request, pk, allowed, act, said):
    """Refused, the form is shown again with all that is missing, each a link to its place."""
    assessment = found(request, pk)
    require(allowed(request.user, assessment))
    try:
        act(assessment, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
        return redirect("round-detail", assessment.round_id)
    fresh = found(request, pk)
    if not permissions.can_enter(request.user, fresh):
        return redirect(fresh)
    return fill_page(request, fresh, with_missing=True, status=422)


@login_required
@require_POST
def assessment_take_back(request, pk):
    assessment = found(request, pk)
    require(permissions.can_take_back(request.user, assessment))
    do(request, lambda: handing.take_back(assessment, by=request.user), "已撤回，可以继续修改。")
    return redirect(assessment)


@login_required
def assessment_return(request, pk):
    assessment = found(request, pk)
    require(permissions.can_return(request.user, assessment))
    offered = [(to.value, RETURN_TO[to.value]) for to in handing.returns_to(assessment, request.user)]
    if not offered:
        messages.error(request, f"“{assessment}”现在是“{assessment.status['label']}”，不能退回。")
        return redirect(assessment)
    is_exempt = assessment.state == assessment.State.EXEMPT
    word = "恢复参评" if is_exempt else "退回"
    form = ReturnForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            handing.return_(assessment, by=request.user, reason=given["reason"], to=given["to"])
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已{word}，对方收到通知。")
            return redirect("round-detail", assessment.round_id)
    what = f"{assessment}重新参评，从自评开始。" if is_exempt else f"把{assessment}退回修改，已填的都保留。"
    context = {"form": form, "leave": assessment.get_absolute_url(), "heading": word, "what": what, "submit": word}
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


@login_required
def assessment_exempt(request, pk):
    assessment = found(request, pk)
    require(permissions.can_exempt(request.user, assessment))
    return with_reason(
        request,
        lambda reason: handing.exempt(assessment, by=request.user, reason=reason),
        back=reverse("round-detail", args=[assessment.round_id]),
        heading="不参评",
        what=f"{assessment}不参加“{assessment.round}”。",
        consequences=["不计得分和等次，不占名额；已填的保留，可以恢复参评。"],
        label="不参评原因",
        submit="定为不参评",
        said="已定为不参评。",
    )
