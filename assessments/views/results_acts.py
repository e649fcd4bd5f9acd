"""Staff's steps after the scores: lock, conclude, correct, make public, award. Each page says what follows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assessments import permissions
from assessments.forms.results import AmendForm, AwardForm, CorrectForm, PublicizeForm
from assessments.models import Contest, Criterion, Stage
from assessments.results import amending, locking, outcomes, publicity, tables
from assessments.views.doors import do
from portal.access import WrongState, require


@login_required
def stage_lock(request, pk):
    """What would be locked, or what was."""
    stage = get_object_or_404(Stage.objects.visible_to(request.user).select_related("contest__committee"), pk=pk)
    contest = stage.contest
    require(permissions.can_run(request.user, contest))
    if request.method == "POST":
        done = do(request, lambda: locking.lock(stage, by=request.user), f"{stage.name}结果已锁定。")
        return redirect(contest if done else stage)
    if stage.state == Stage.State.SUPERSEDED or not permissions.sees_scores(request.user, stage):
        messages.error(request, f"“{stage}”评分结束后才能看到结果并锁定。")
        return redirect(stage)
    entries = {one.pk: one for one in contest.entries.select_related("version", "organization", "alliance")}
    version = outcomes.latest(stage.results)
    outcome = outcomes.of_version(version, sheets=False) or outcomes.of_now(stage)
    shown = tables.criterion_means(outcome, entries)[-1]
    context = {"stage": stage, "contest": contest, "shown": shown, "version": version}
    return render(request, "assessments/stage_lock.html", context)


@login_required
def contest_conclude(request, pk):
    contest = _found(request, pk)
    if request.method == "POST":
        done = do(request, lambda: locking.conclude(contest, by=request.user), "总成绩已汇总，可以核对后公示。")
        return redirect("contest-results", pk) if done else redirect(contest)
    words = {
        "heading": "汇总总成绩",
        "what": "按各阶段锁定的结果和权重汇总总分、排定名次、按名额确定奖项，评审结束。",
        "consequences": ["汇总后不再改动，更正另出新版，两版并列留存。", "公示之前只有工委能看到结果。"],
        "submit": "汇总总成绩",
        "leave": contest.get_absolute_url(),
    }
    return render(request, "confirm.html", words)


@login_required
def contest_correct(request, pk):
    return _with_form(
        request,
        _found(request, pk),
        CorrectForm,
        locking.correct,
        heading="更正结果",
        what="按现有评分重新计算，另出一版，原版照旧可查。",
        consequences=["更正原因随结果公开。", "公示期间更正的，从下一个工作日起重新公示。"],
        submit="另出更正版",
        said="已另出更正版。",
    )


@login_required
def contest_amend(request, pk):
    """更正 one mark that was written down wrongly. The locked result stands until it is computed anew."""
    contest = _found(request, pk)
    criteria = Criterion.objects.filter(stage__in=contest.stages_in_force()).select_related("stage")
    form = AmendForm(request.POST if request.method == "POST" else None, criteria=criteria)
    if form.is_bound and form.is_valid():
        try:
            amending.amend(contest, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已更正，原分留存。现有结果没有改动；全部更正完后，请“另出更正版”。")
            return redirect("contest-results", contest.pk)
    words = {
        "heading": "更正分数",
        "what": "依据评委签名的评分表，更正录错的分数。",
        "consequences": ["原分、新分、原因和经手人都留存。", "结果不会自动改变，另出更正版时才重新计算。"],
        "submit": "更正",
        "leave": reverse("contest-results", args=[contest.pk]),
    }
    return render(request, "confirm.html", {"form": form, **words}, status=422 if form.is_bound else 200)


@login_required
def contest_publicize(request, pk):
    contest = _found(request, pk)
    return _with_form(
        request,
        contest,
        PublicizeForm,
        publicity.publicize,
        heading="公示结果",
        what=f"公示{contest.publicity_days}个工作日，首日计入，节假日和调休按国家公布的安排。",
        consequences=["公示起所有单位都能看到结果和得分明细。", "次年放假安排公布之前，跨年日期只按法定节日推算。"],
        submit="开始公示",
        said="已公示。",
    )


@login_required
def contest_award(request, pk):
    return _with_form(
        request,
        _found(request, pk),
        AwardForm,
        publicity.award,
        heading="登记表彰决定",
        what="公示期满、异议都已答复后登记。获奖品牌记入荣誉。",
        consequences=["登记后结果不再更正。"],
        submit="登记并公布",
        said="表彰决定已公布，荣誉已记入各品牌。",
    )


def _with_form(request, contest, form_class, act, *, said, **words):
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            act(contest, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("contest-results", contest.pk)
    context = {"form": form, "leave": reverse("contest-detail", args=[contest.pk]), **words}
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


def _found(request, pk):
    contest = get_object_or_404(Contest.objects.visible_to(request.user).select_related("committee"), pk=pk)
    require(permissions.can_run(request.user, contest))
    return contest
