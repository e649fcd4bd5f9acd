"""All rounds, one round: opened, who has what now, shown, frozen, cancelled."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliances.models import Alliance
from alliances.permissions import is_committee
from assessments.forms.rounds import DeadlinesForm, FinalizeForm, OpenForm, PublicizeForm
from assessments.models import Assessment, Round, Scheme
from assessments.rounds import closing, deadlines, drift, facts_taking, opening, permissions, progress
from assessments.schemes import faults as faults_of_scheme
from assessments.views.doors import do, with_reason
from portal.access import WrongState, require
from portal.asked import whole_number
from portal.moments import moment_words

PAGE = 20
UNITS = 50
TRAIL = 12
MOST_DIGITS = 9


@login_required
@require_safe
def round_list(request):
    """All rounds one may see, newest first, with what of them is the person's own."""
    rounds = Round.objects.visible_to(request.user).select_related("scheme")
    state = request.GET.get("state", "")
    if state in Round.State.values:
        rounds = rounds.filter(state=state)
    rounds = rounds.annotate(
        units=Count("assessments", filter=~Q(assessments__state="exempt")),
        reviewed=Count("assessments", filter=Q(assessments__state="reviewed")),
    )
    page = Paginator(rounds.order_by("-opened_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    shown = {round.pk: round for round in page}
    own = list(
        Assessment.objects.owned_by(request.user).filter(round__in=shown).with_subjects().order_by("round", "pk")
    )
    context = {
        "page": page,
        "states": [("", "全部"), *Round.State.choices],
        "state": state if state in Round.State.values else "",
        "own": [_own_line(assessment, shown[assessment.round_id]) for assessment in own],
        "staff": is_committee(request.user),
    }
    return render(request, "assessments/rounds/list.html", context)


def _own_line(assessment, round):
    """What of a round is to be done by, or may be read about, the person's own unit."""
    fills = round.state == Round.State.SCORING and assessment.state == Assessment.State.SELF
    return {
        "assessment": assessment,
        "round": round,
        "fills": fills,
        "until": round.self_until if fills else None,
        "href": reverse("assessment-fill" if fills else "passport", args=[assessment.pk]),
    }


@login_required
def round_open(request, pk):
    """From a sound scheme to a running round: three dates."""
    scheme = get_object_or_404(Scheme.objects.visible_to(request.user), pk=pk)
    require(permissions.can_open(request.user, scheme))
    with_first = scheme.first_review == Scheme.FirstReview.LEAD and scheme.audience != Scheme.Audience.ALLIANCE
    form = OpenForm(request.POST if request.method == "POST" else None, with_first=with_first)
    if form.is_bound and form.is_valid():
        try:
            round = opening.open_round(scheme, by=request.user, **form.days)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "考核已启动，各单位收到自评通知；方案同时冻结，不能再改。")
            return redirect(round)
    faults = faults_of_scheme(scheme) if scheme.state == Scheme.State.DRAFT else []
    context = {"form": form, "scheme": scheme, "faults": faults}
    return render(request, "assessments/rounds/open.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def round_detail(request, pk):
    """How far the round is, and the units with who has each now. Units are those that the person may see."""
    user = request.user
    round = _round(request, pk)
    runs = permissions.can_run(user, round)
    parts = progress.of(round, user)
    rows = Assessment.objects.visible_to(user).filter(round=round).with_subjects()
    chosen = {"state": request.GET.get("state", ""), "alliance": whole_number(request.GET.get("alliance"), MOST_DIGITS)}
    if chosen["state"] in Assessment.State.values:
        rows = rows.filter(state=chosen["state"])
    if chosen["alliance"]:
        rows = rows.filter(alliance=chosen["alliance"])
    page = Paginator(rows, UNITS).get_page(request.GET.get("page"))
    for assessment in page:
        assessment.round = round
        assessment.holder = progress.holder(assessment)
        assessment.until = progress.until(assessment)
        assessment.can_open = permissions.can_open_passport(user, assessment)
    steps = round.steps.visible_to(user).filter(assessment=None).select_related("by__organization")
    context = {
        "round": round,
        "scheme": round.scheme,
        "runs": runs,
        "parts": [part for part in parts if part.number],
        "page": page,
        "chosen": chosen,
        "alliances": Alliance.objects.filter(committee=round.committee_id) if runs or user.is_leader else [],
        "is_ready": runs and _is_ready(round, parts),
        "may_finalize": runs and round.state == Round.State.PUBLICITY and timezone.localdate() > round.publicity_until,
        "open_appeals": closing.unanswered(round).count() if runs and round.state == Round.State.PUBLICITY else 0,
        "taking": _taking(round) if runs else None,
        "trail": [_line(step, runs) for step in steps[:TRAIL]],
        "today": timezone.localdate(),
    }
    return render(request, "assessments/rounds/detail.html", context)


def _is_ready(round, parts):
    """Every unit is reviewed or takes no part."""
    left = sum(part.number for part in parts if part.state not in ("reviewed", "exempt"))
    return round.state == Round.State.SCORING and not left


def _taking(round):
    """The facts of a large round are taken in the background: how far that is."""
    if round.state != Round.State.SCORING:
        return None
    if round.facts_at and round.facts_since and round.facts_at >= round.facts_since:
        return None
    return facts_taking.progress(round)


def _line(step, with_names):
    unit = step.by.unit if step.by else "系统"
    who = step.by.name if step.by and with_names else ""
    return {
        "what": f"{unit} {step.verb}",
        "when": moment_words(step.at),
        "who": who,
        "reason": step.reason,
        "state": "",
    }


@login_required
@require_POST
def round_retake(request, pk):
    round = _run(request, pk)
    do(request, lambda: facts_taking.retake(round, by=request.user), "已按现在的记录重新取数，已复核的单位不变。")
    return redirect(round)


@login_required
@require_POST
def round_compare(request, pk):
    """数据已变动, looked for now instead of tonight."""
    round = _run(request, pk)
    require(round.is_shown)
    done = drift.compare_soon(round)
    said = "已与现在的记录比对，有变动的得分明细标出“数据已变动”。" if done else "正在后台比对，稍后刷新得分明细查看。"
    messages.success(request, said)
    return redirect(round)


@login_required
def round_deadlines(request, pk):
    round = _run(request, pk)
    with_first = round.first_until is not None
    initial = {name: getattr(round, name) for name in deadlines.WORDS}
    data = request.POST if request.method == "POST" else None
    form = DeadlinesForm(data, with_first=with_first, initial=initial)
    consequences = ["各单位看得到新的期限和原因，到期提醒按新的期限。"]
    return _dated(
        request, round, form, lambda: deadlines.move(round, by=request.user, **form.days),
        heading="调整期限", what=f"调整“{round}”各阶段的截止日期。", consequences=consequences, submit="调整",
        said="期限已调整。",
    )  # fmt: skip


@login_required
def round_publicize(request, pk):
    round = _run(request, pk)
    form = PublicizeForm(request.POST if request.method == "POST" else None, initial={"day": timezone.localdate()})
    what = f"“{round}”的得分和等次对规定范围公示{round.scheme.publicity_days}个工作日。"
    consequences = [
        f"公布内容：{round.scheme.get_shows_display()}；范围：{round.scheme.get_shown_to_display()}。",
        "等次按分数线和名额现在算定；公示期内各单位可以申诉。",
    ]
    return _dated(
        request, round, form, lambda: closing.publicize(round, by=request.user, **form.cleaned_data),
        heading="公示", what=what, consequences=consequences, submit="开始公示", said="公示已开始，各单位收到通知。",
    )  # fmt: skip


@login_required
def round_finalize(request, pk):
    round = _run(request, pk)
    form = FinalizeForm(request.POST if request.method == "POST" else None, initial={"day": timezone.localdate()})
    consequences = ["得分、等次和所用的数据就此冻结，以后改动记录不影响结果，只显示“数据已变动”。"]
    return _dated(
        request, round, form, lambda: closing.finalize(round, by=request.user, **form.cleaned_data),
        heading="定格", what=f"“{round}”定格。", consequences=consequences, submit="定格", said="已定格。",
    )  # fmt: skip


def _dated(request, round, form, act, *, said, **words):
    if form.is_bound and form.is_valid():
        try:
            act()
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(round)
    context = {"form": form, "leave": round.get_absolute_url(), **words}
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


@login_required
def round_cancel(request, pk):
    round = _run(request, pk)
    return with_reason(
        request,
        lambda reason: closing.cancel(round, by=request.user, reason=reason),
        back=round.get_absolute_url(),
        heading="取消考核",
        what=f"取消“{round}”。",
        consequences=["不再接受填写和评分，已填的保留备查；公示中的结果不再显示。", "取消的原因各单位可见。"],
        label="取消原因",
        submit="取消考核",
        said="考核已取消。",
    )


def _round(request, pk):
    return get_object_or_404(Round.objects.visible_to(request.user).select_related("scheme", "committee"), pk=pk)


def _run(request, pk):
    """A round that this person runs."""
    round = _round(request, pk)
    require(permissions.can_run(request.user, round))
    return round
