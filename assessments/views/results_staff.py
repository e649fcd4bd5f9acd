"""For staff: how strict each judge was, and the view for the hall's projector."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments import permissions
from assessments.models import Contest, Sheet, Stage, Turn
from assessments.results import outcomes, strictness
from portal.access import require

REVEALING = (Stage.State.CLOSED, Stage.State.LOCKED)


@login_required
@require_safe
def contest_severity(request, pk):
    """Of the stages that are closed. It informs and adjusts nothing."""
    contest = get_object_or_404(Contest.objects.visible_to(request.user), pk=pk)
    require(permissions.can_run(request.user, contest))
    stages = list(contest.stages.order_by("number", "version"))
    scoring = any(stage.state == Stage.State.OPEN for stage in stages)
    require(not (scoring and permissions.can_judge(request.user, contest)))
    context = {"contest": contest, **strictness.report(contest, stages), "top": strictness.TOP}
    return render(request, "assessments/severity.html", context)


@login_required
@require_safe
def stage_live(request, pk):
    """Who stands in front, how many sheets are in; results only once the stage is closed and the host reveals them."""
    stage = get_object_or_404(Stage.objects.visible_to(request.user).select_related("contest"), pk=pk)
    require(permissions.sees_progress(request.user, stage))
    shown = stage.turns.taking_part().select_related("entry__version", "entry__organization", "entry__alliance")
    turns = list(shown.order_by("order_number", "pk"))
    closed = stage.state in REVEALING
    totals = _totals(stage) if closed and any(turn.revealed_at for turn in turns) else {}
    for turn in turns:
        turn.result = totals.get(turn.entry_id) if turn.revealed_at else None
    current = next((turn for turn in turns if turn.pk == stage.current_id), None)
    after = turns.index(current) + 1 if current else 0
    context = {
        "stage": stage,
        "contest": stage.contest,
        "turns": turns,
        "current": current,
        "following": turns[after] if after < len(turns) else None,
        "to_reveal": next((turn for turn in turns if not turn.revealed_at), None) if closed else None,
        "closed": closed,
        "counts": _counts(current),
    }
    name = "_live_parts.html" if request.GET.get("part") else "live.html"
    return render(request, f"assessments/{name}", context)


@login_required
@require_POST
def turn_reveal(request, pk):
    turns = Turn.objects.visible_to(request.user).select_related("stage__contest", "entry__version")
    turn = get_object_or_404(turns, pk=pk)
    require(permissions.sees_progress(request.user, turn.stage))
    free = Turn.objects.filter(pk=turn.pk, stage__state__in=REVEALING, revealed_at=None)
    if not free.update(revealed_at=timezone.now()):
        why = "已经公布过" if turn.stage.state in REVEALING else "评分结束后才能公布得分"
        messages.error(request, f"“{turn.entry}”没有公布：{why}。")
    return redirect("stage-live", turn.stage_id)


def _totals(stage):
    rows = outcomes.of_stage(stage, sheets=False).stage(stage.pk).rows
    return {row.entry: str(row.placed.total) for row in rows if row.placed.total is not None}


def _counts(turn):
    if turn is None:
        return None
    states = list(Sheet.objects.filter(turn=turn).standing().values_list("state", flat=True))
    return {"signed": states.count("signed"), "total": len(states)}
