"""What came of a round: the table of results, appeals and their answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.forms.rounds import AnswerForm, AppealForm
from assessments.models import Appeal, Assessment, Round
from assessments.rounds import appeals, permissions, results
from portal.access import WrongState, require
from portal.workbooks import xlsx_response

PAGE = 20
STATES = {"": "全部", "open": "未答复", "answered": "已答复"}


@login_required
@require_safe
def round_results(request, pk):
    """Rows in official order, with as much as the scheme shows to this person."""
    round = _shown(request, pk)
    context = {
        "round": round,
        "scheme": round.scheme,
        "table": results.table(round, request.user),
        "runs": permissions.can_run(request.user, round),
    }
    return render(request, "assessments/rounds/results.html", context)


@login_required
@require_safe
def round_results_export(request, pk):
    round = _shown(request, pk)
    today = timezone.localdate()
    return xlsx_response(f"{round}结果", today, results.workbook(round, request.user, today))


@login_required
@require_safe
def appeal_list(request, pk):
    """Staff's: all of the round; everybody else's: those of the own unit."""
    round = _round(request, pk)
    rows = Appeal.objects.visible_to(request.user).filter(assessment__round=round)
    rows = rows.select_related(
        "assessment__organization",
        "assessment__alliance",
        "assessment__branch__organization",
        "indicator",
        "answered_by",
    )
    wanted = request.GET.get("state")
    wanted = wanted if wanted in STATES else ""
    if wanted:
        rows = rows.filter(answered_at__isnull=wanted == "open")
    context = {
        "round": round,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "states": STATES,
        "wanted": wanted,
        "runs": permissions.can_run(request.user, round),
        "today": timezone.localdate(),
    }
    return render(request, "assessments/rounds/appeals.html", context)


@login_required
def appeal_raise(request, pk):
    rows = Assessment.objects.visible_to(request.user).with_subjects()
    assessment = get_object_or_404(rows, pk=pk)
    require(permissions.can_appeal(request.user, assessment))
    round = assessment.round
    form = AppealForm(request.POST if request.method == "POST" else None, leaves=_leaves(round))
    if form.is_bound and form.is_valid():
        try:
            appeals.raise_(assessment, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"申诉已提出，工委在{round.scheme.appeal_days}个工作日内答复。")
            return redirect("passport", pk)
    what = f"对“{round}”中{assessment}的结果提出申诉。"
    context = {
        "form": form,
        "leave": reverse("passport", args=[pk]),
        "heading": "申诉",
        "what": what,
        "submit": "提出申诉",
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


@login_required
def appeal_answer(request, pk):
    rows = Appeal.objects.visible_to(request.user).select_related(
        "assessment__round__scheme", "assessment__organization", "assessment__alliance",
        "assessment__branch__organization", "indicator",
    )  # fmt: skip
    appeal = get_object_or_404(rows, pk=pk)
    require(permissions.can_answer(request.user, appeal))
    round = appeal.assessment.round
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, leaves=_leaves(round), about=appeal.indicator)
    if form.is_bound and form.is_valid():
        try:
            appeals.answer(appeal, by=request.user, **form.answer)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已答复。")
            return redirect("appeal-list", round.pk)
    about = appeal.indicator.name if appeal.indicator else "整体得分或等次"
    context = {
        "form": form,
        "leave": reverse("appeal-list", args=[round.pk]),
        "heading": "答复申诉",
        "what": f"{appeal.assessment}，{about}：{appeal.text}",
        "submit": "答复",
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


def _leaves(round):
    """The indicators that are scored, in their order, one query."""
    nodes = list(round.scheme.indicators.all())
    parents = {node.parent_id for node in nodes}
    return [node for node in nodes if node.pk not in parents]


def _round(request, pk):
    return get_object_or_404(Round.objects.visible_to(request.user).select_related("scheme", "committee"), pk=pk)


def _shown(request, pk):
    """Before the round is shown there is no table, for nobody."""
    rounds = Round.objects.visible_to(request.user).filter(state__in=Round.SHOWN)
    return get_object_or_404(rounds.select_related("scheme", "committee"), pk=pk)
