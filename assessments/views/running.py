"""A stage as it is run: the lot, opening, who has signed, times, closing, new rules."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assessments import conflicts, lots, overview, permissions, setup
from assessments.forms.fields import as_time, read_seconds
from assessments.forms.running import DrawForm
from assessments.models import Judge, Sheet, Stage, Turn
from assessments.views.doors import do, with_reason
from portal.access import WrongState, require
from portal.asked import whole_number

PAGE = 60  # turns


@login_required
def stage_detail(request, pk):
    """Everything of a stage that its runner needs, except scores."""
    stage = found(request, pk)
    contest = stage.contest
    judges = list(stage.judges.serving().select_related("user", "organization"))
    turns = stage.turns.select_related("entry__version", "entry__organization", "entry__alliance")
    page = Paginator(turns.order_by("order_number", "entry__number"), PAGE).get_page(request.GET.get("page"))
    draws = list(stage.draws.select_related("by"))
    blind = _is_blind(stage)
    progress = [] if blind else _progress(stage, judges)
    for turn in page:
        turn.time = as_time(turn.seconds) if turn.seconds is not None else ""
    context = {
        "stage": stage,
        "contest": contest,
        "page": page,
        "draw": next((draw for draw in draws if not draw.is_void), None),
        "void_draws": [draw for draw in draws if draw.is_void],
        "judges": judges,
        "progress": progress,
        "unsigned": sum(row["open"] for row in progress),
        "blind": blind,
        # Who judges may read it only while no other stage is open, and finds it with the results.
        "sees_severity": stage.state in (Stage.State.CLOSED, Stage.State.LOCKED) and not stage.is_runners_own,
        "asides": conflicts.stood_aside(stage) if stage.state != Stage.State.SET else [],
        "rule_words": overview.rule_words(stage),
        "words": overview.stage_words(stage),
        "times_open": stage.state in (Stage.State.OPEN, Stage.State.CLOSED),
        "handle": _handle(stage, draws, progress, blind),
        "may_edit": stage.state in (Stage.State.SET, Stage.State.OPEN) and not setup.frozen(stage),
        "may_renew": contest.state == "judging"
        and stage.state in (Stage.State.SET, Stage.State.OPEN, Stage.State.CLOSED),
    }
    return render(request, "assessments/stage_detail.html", context)


def _is_blind(stage):
    """Who judges is told of no other sheet until scoring has ended, staff or not."""
    return stage.is_runners_own and stage.state == Stage.State.OPEN


def _progress(stage, judges):
    """Per judge how many sheets there are and how many are signed; nothing of what stands on them."""
    counts = {
        row["judge"]: row
        for row in Sheet.objects.filter(turn__stage=stage)
        .exclude(state=Sheet.State.VOID)
        .order_by()
        .values("judge")
        .annotate(signed=Count("pk", filter=Q(state=Sheet.State.SIGNED)), total=Count("pk"))
    }
    none = {"signed": 0, "total": 0}
    rows = [{**counts.get(judge.pk, none), "judge": judge} for judge in judges]
    return [{**row, "open": row["total"] - row["signed"]} for row in rows] if counts else []


def _handle(stage, draws, progress, blind):
    """The one next act."""
    address = overview.address
    if stage.contest.state != "judging" or stage.state not in ("set", "open", "closed"):
        return None
    if stage.state == Stage.State.SET:
        drawn = any(not draw.is_void for draw in draws)
        draw = {"label": "重新抽签" if drawn else "抽签", "href": address("stage-draw", stage.pk), "primary": not drawn}
        if not drawn:
            return _box("抽签", "抽签定出场次序，种子公开，谁都可以核对", [draw])
        start = {"label": "开始评分", "post": address("stage-open", stage.pk), "primary": True}
        return _box("开始评分", "开始后评委收到评分表，回避的评委没有该品牌的表", [start, draw])
    if stage.state == Stage.State.OPEN:
        left = sum(row["open"] for row in progress)
        missing = "、".join(f"{row['judge']}（{row['open']} 份）" for row in progress if row["open"])
        note = "" if blind else f"还有 {left} 份没有签交：{missing}" if left else "评分表已全部签交"
        close = {"label": "结束评分", "href": address("stage-close", stage.pk), "primary": True}
        return _box("组织评分", note, [close])
    lock = address("stage-lock", stage.pk)
    acts = [{"label": "锁定结果", "href": lock, "primary": True}] if lock else []
    again = {"label": "重新开放评分", "href": address("stage-reopen", stage.pk)}
    return _box("锁定结果", "评分已结束。锁定后结果不再改动，更正另出新版", [*acts, again])


def _box(what, note, actions):
    return {"who": "您", "what": what, "note": note, "actions": actions}


@login_required
def stage_draw(request, pk):
    """The order by lot. A second lot needs a reason and leaves the first one to be seen."""
    stage = found(request, pk)
    former = stage.draws.filter(is_void=False).first()
    form = DrawForm(request.POST if request.method == "POST" else None, again=former is not None)
    if request.method == "POST" and form.is_valid():
        try:
            lots.draw(stage, form.cleaned_data["seed"], by=request.user, reason=form.cleaned_data.get("reason", ""))
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已抽签，出场次序如下。")
            return redirect(stage)
    context = {"stage": stage, "contest": stage.contest, "form": form, "former": former}
    return render(request, "assessments/draw.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def stage_open(request, pk):
    stage = found(request, pk)
    do(request, lambda: stage.open(by=request.user), f"{stage.name}已开始评分，评委已收到评分表。")
    return redirect(stage)


@login_required
def stage_close(request, pk):
    """At once when every sheet is signed; who goes on without some says why."""
    stage = found(request, pk)
    if _is_blind(stage):  # a refusal would name those who have not signed
        messages.error(request, "您是本场评委，请由其他工作人员结束评分。")
        return redirect(stage)
    return with_reason(
        request,
        lambda reason: stage.close(by=request.user, without_reason=reason),
        back=stage.get_absolute_url(),
        heading="结束评分",
        what=f"结束“{stage.name}”的评分。结束后评委不能再改分，可以核对并锁定结果。",
        consequences=[
            "评分表全部签交的，直接结束，不必写原因。",
            "还有没签交的，须写明原因；没签交的评分表作废，不计入合成。",
        ],
        label="不等没签交的评分表，原因",
        required=False,
        submit="结束评分",
        said=f"{stage.name}评分已结束。",
    )


@login_required
def stage_reopen(request, pk):
    stage = found(request, pk)
    return with_reason(
        request,
        lambda reason: stage.reopen(by=request.user, reason=reason),
        back=stage.get_absolute_url(),
        heading="重新开放评分",
        what=f"重新开放“{stage.name}”的评分，供补打漏评或更正评分表。",
        consequences=["结束时因没签交作废的评分表恢复，评委可以接着打。", "已签交的仍是签交状态，要改的逐张重开。"],
        submit="重新开放",
        said=f"{stage.name}已重新开放评分。",
    )


@login_required
def stage_renew(request, pk):
    """A new version of the rules, the only way to change them after the first score."""
    stage = found(request, pk)
    made = []
    response = with_reason(
        request,
        lambda reason: made.append(stage.renew(by=request.user, reason=reason)),
        back=stage.get_absolute_url(),
        heading="另立新版",
        what=f"为“{stage.name}”另立第 {stage.version + 1} 版规则，代替现在的第 {stage.version} 版。",
        consequences=[
            "现在的评分表连同分数原样留存备查，不再计入结果。",
            "评分项、合成办法、评委、出场次序照抄到新版，改好以后重新开始评分，评委要重新打分。",
            "原因写入公开的办理轨迹。",
        ],
        label="改规则的原因",
        submit="另立新版",
        said="已另立新版，请修改规则，再开始评分。",
    )
    return redirect("stage-edit", stage.contest_id, made[0].number) if made else response


@login_required
@require_POST
def turn_show(request, pk):
    """正在展示, seen in the hall; a second click on the current one clears it."""
    turn = _turn(request, pk)
    stage = turn.stage
    chosen = None if stage.current_id == turn.pk else turn
    said = f"正在展示“{turn.entry}”。" if chosen else "已清除“正在展示”。"
    do(request, lambda: stage.show(chosen, by=request.user), said)
    return redirect(_back(request, stage))


@login_required
@require_POST
def turn_time(request, pk):
    turn = _turn(request, pk)
    typed = request.POST.get("seconds", "")
    try:
        seconds = read_seconds(typed)
    except ValidationError as refusal:
        messages.error(request, f"“{turn.entry}”的用时“{typed[:20]}”没有保存：{refusal.messages[0]}")
        return redirect(_back(request, turn.stage))
    said = f"“{turn.entry}”用时 {as_time(seconds)}。" if seconds is not None else f"“{turn.entry}”的用时已清除。"
    do(request, lambda: turn.stage.put_time(turn, seconds, by=request.user), said)
    return redirect(_back(request, turn.stage))


def _turn(request, pk):
    turns = Turn.objects.filter(stage__in=Stage.objects.visible_to(request.user))
    turn = get_object_or_404(turns.select_related("stage__contest", "entry__version"), pk=pk)
    require(permissions.can_run(request.user, turn.stage.contest))
    return turn


def _back(request, stage):
    if request.POST.get("to") == "live":  # the host's click leaves the hall's page where it is
        return reverse("stage-live", args=[stage.pk])
    page = whole_number(request.GET.get("page"), 3)
    return stage.get_absolute_url() + ("" if page is None else f"?page={page}")


def found(request, pk):
    """A stage that this person runs, of whichever version."""
    judging = Judge.objects.filter(contest=OuterRef("contest"), user=request.user.pk, removed_at=None)
    stages = Stage.objects.visible_to(request.user).annotate(is_runners_own=Exists(judging))
    stage = get_object_or_404(stages.select_related("contest", "current__entry__version"), pk=pk)
    require(permissions.can_run(request.user, stage.contest))
    return stage
