"""The panel: who judges and in which stages, who stands aside from what, accounts for judges from outside."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from alliances import officers
from alliances.models import Organization
from assessments import conflicts, panel, permissions
from assessments.forms.panels import ConflictForm, JudgeForm, OutsideJudgeForm
from assessments.models import Conflict, Entry, Judge, Stage
from assessments.views.contests import found
from assessments.views.doors import with_reason
from portal.access import WrongState, require

OFFERED = 100  # accounts and units listed under the field
NOT_JUDGES_YET = (User.Post.JUDGE, User.Post.STAFF, User.Post.LEADER)
JUDGED = ("setup", "entries", "judging")


@login_required
def contest_judges(request, pk):
    contest = found(request, pk)
    form = _form(JudgeForm, request, contest)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            judge = panel.add(contest, given["account"], given["organization"], given["stages"], by=request.user)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{judge}已是本场评委，评委席 {judge.order_number}。")
            return redirect("contest-judges", contest.pk)
    return _page(request, contest, form, _form(OutsideJudgeForm, None, contest))


@login_required
@require_POST
@never_cache
def judge_outside(request, pk):
    """Account and seat in one act; the code is shown on this page and never again."""
    contest = found(request, pk)
    form = _form(OutsideJudgeForm, request, contest)
    if form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                user, strip = officers.open_account(
                    given["name"], contest.committee, User.Post.JUDGE, phone=given["phone"]
                )
                panel.add(contest, user, given["organization"], given["stages"], by=request.user)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"contest": contest, "strip": strip, "address": request.build_absolute_uri("/")}
            return render(request, "assessments/judge_code.html", context)
    return _page(request, contest, _form(JudgeForm, None, contest), form)


@login_required
@require_POST
def contest_conflict(request, pk):
    """A judge who says on the telephone that he stands aside."""
    contest = found(request, pk)
    judges, entries = _judges(contest), _entries(contest)
    form = ConflictForm(request.POST, judges=judges, entries=entries)
    if form.is_valid():
        judge, entry, reason = (form.cleaned_data[name] for name in ("judge", "entry", "reason"))
        try:
            conflicts.declare(judge, entry, reason, by=request.user)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已登记：{judge}回避“{entry}”。")
            return redirect("contest-judges", contest.pk)
    blank = _form(JudgeForm, None, contest), _form(OutsideJudgeForm, None, contest)
    return _page(request, contest, *blank, aside=form)


@login_required
def judge_remove(request, pk):
    judge = get_object_or_404(Judge.objects.visible_to(request.user).select_related("contest", "user"), pk=pk)
    require(permissions.can_run(request.user, judge.contest))
    return with_reason(
        request,
        lambda reason: panel.remove(judge, by=request.user, reason=reason),
        back=reverse("contest-judges", args=[judge.contest_id]),
        heading="评委退出",
        what=f"{judge}不再担任“{judge.contest}”的评委。",
        consequences=[
            "正在评分的阶段，这位评委的评分表全部作废（包括已签交的），使每个品牌由同一批评委打分。",
            "已结束评分的阶段不受影响。",
        ],
        label="退出原因",
        submit="退出",
        said=f"{judge}已退出评委。",
    )


def _form(kind, request, contest):
    stages = [stage for stage in _stages(contest) if stage.state in (Stage.State.SET, Stage.State.OPEN)]
    data = request.POST if request is not None and request.method == "POST" else None
    return kind(data, contest=contest, stages=stages, auto_id="id_outside_%s" if kind is OutsideJudgeForm else "id_%s")


def _stages(contest):
    """Read once a request."""
    if not hasattr(contest, "_in_force"):
        contest._in_force = list(contest.stages_in_force())
    return contest._in_force


def _judges(contest):
    rows = contest.judges.select_related("user__organization", "organization").prefetch_related("stages")
    return list(rows.order_by("order_number", "pk"))


def _entries(contest):
    rows = contest.entries.filter(state__in=[Entry.State.ENTERED, Entry.State.ACCEPTED])
    return list(rows.select_related("version", "organization").order_by("number", "pk"))


def _page(request, contest, form, outside, aside=None):
    judges, entries = _judges(contest), _entries(contest)
    serving = [judge for judge in judges if judge.removed_at is None]
    written = list(Conflict.objects.filter(contest=contest).select_related("judge__user", "entry__version"))
    known = {(row.judge_id, row.entry_id) for row in written}
    foreseen = [
        {"judge": judge, "entry": entry, "why": Conflict.Kind(kind).label}
        for judge, entry, kind in conflicts.foreseen(contest, serving, entries)
        if (judge.pk, entry.pk) not in known
    ]
    people = User.objects.active().filter(committee=contest.committee_id, post__in=NOT_JUDGES_YET)
    units = Organization.objects.filter(committee=contest.committee_id).order_by("order_number")
    context = {
        "contest": contest,
        "serving": serving,
        "gone": [judge for judge in judges if judge.removed_at],
        "form": form,
        "outside": outside,
        "aside": aside or ConflictForm(judges=serving, entries=entries),
        "written": written,
        "foreseen": foreseen,
        "may_change": contest.state in JUDGED,
        "accounts": people.order_by("post", "username").values_list("username", "name")[:OFFERED],
        "units": units.values_list("short_name", flat=True)[: OFFERED * 2],
        "has_stages": bool(_stages(contest)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/judges.html", context, status=status)
