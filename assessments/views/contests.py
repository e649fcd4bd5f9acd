from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliances.permissions import is_committee
from alliances.standing import standing
from assessments import overview, patterns, permissions, setup
from assessments.forms.contests import NAMESAKE, ContestForm, NewContestForm
from assessments.models import Contest, Entry, Judge, Stage, TieBreaker
from assessments.views.doors import do, with_reason
from portal.access import WrongState, require
from portal.asked import whole_number

PAGE = 20
TRAIL = 12  # lines of the trail before it is folded
EARLIER = 5  # contests whose rules are offered at creation
YEARS = range(1990, 2200)


@login_required
def contest_list(request):
    """All contests one may see, newest first."""
    contests = Contest.objects.visible_to(request.user)
    years = sorted({day.year for day in contests.order_by().values_list("entries_since", flat=True)}, reverse=True)
    chosen = _year(request.GET.get("year"))
    if chosen:
        contests = contests.filter(entries_since__year=chosen)
    staff = is_committee(request.user)
    if staff:
        contests = contests.annotate(entry_count=Count("entries", filter=Q(entries__state__in=["entered", "accepted"])))
    page = Paginator(contests.order_by("-entries_since", "-pk").prefetch_related("stages"), PAGE).get_page(
        request.GET.get("page")
    )
    today = timezone.localdate()
    for contest in page:
        contest.next_words = overview.next_words(contest, today)
    context = {
        "page": page,
        "years": years,
        "year": chosen,
        "may_create": permissions.can_create(request.user),
        "sees_counts": staff,
    }
    return render(request, "assessments/contest_list.html", context)


@login_required
def contest_create(request, source=None):
    """A contest is begun from a ready pattern, from an earlier one, or from nothing."""
    require(permissions.can_create(request.user))
    earlier = list(Contest.objects.filter(committee=request.user.committee_id)[:EARLIER])
    if source and source not in earlier:
        earlier.append(source)
    contest = Contest(committee=request.user.committee)
    initial = {"pattern": f"{NewContestForm.COPY}{source.pk}"} if source else {}
    data = request.POST if request.method == "POST" else None
    form = NewContestForm(data, instance=contest, earlier=earlier, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            contest = _begin(form, request.user)
        except IntegrityError:  # clicked twice
            form.add_error("title", NAMESAKE)
        else:
            messages.success(request, "比赛已建好。请核对各阶段的评分办法，加上评委，再开放征集。")
            return redirect("contest-setup", contest.pk)
    status = 422 if form.is_bound else 200
    return render(request, "assessments/contest_form.html", {"form": form, "contest": contest}, status=status)


@transaction.atomic
def _begin(form, by):
    contest = form.save()
    if form.source:
        patterns.copy_rules(form.source, contest)
    elif form.cleaned_data["pattern"] != form.EMPTY:
        patterns.lay_out(contest, form.cleaned_data["pattern"])
    contest.record("新建", by=by, is_public=False)
    return contest


@login_required
def contest_copy(request, pk):
    return contest_create(request, source=found(request, pk))


@login_required
def contest_setup(request, pk):
    """Everything that must be settled before entries are asked for, with what is still missing beside it."""
    contest = _read_rules(found(request, pk))
    require_settable(contest)
    form = ContestForm(request.POST if request.method == "POST" else None, instance=contest)
    if request.method == "POST" and form.is_valid():
        try:
            _save(contest, form, request.user)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        except IntegrityError:
            form.add_error("title", NAMESAKE)
        else:
            messages.success(request, "设置已保存。")
            return redirect("contest-setup", contest.pk)
    kept = _read_rules(Contest.objects.get(pk=contest.pk)) if form.is_bound else contest
    stages = _described(kept)
    serving = {judge.pk for stage in stages for judge in stage.judges.all() if judge.removed_at is None}
    context = {
        "form": form,
        "contest": kept,
        "stages": stages,
        "weights": sum(stage.weight for stage in stages),
        "awards": kept.awards.all(),
        "breakers": [{"words": overview.breaker_words(one)} for one in kept.tie_breakers.all()],
        "judge_count": len(serving),
        "faults": faults_of(kept, stages),
    }
    return render(request, "assessments/setup.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _save(contest, form, by):
    held = Contest.objects.get(pk=contest.pk)
    if set(form.changed_data) & set(ContestForm.RULES):
        setup.require_contest_changeable(held)
    form.save()
    contest.record("修改设置", by=by, is_public=False)


def _read_rules(contest):
    """Everything that setup.faults asks for, in six queries."""
    stages = Stage.objects.in_force().order_by("number").prefetch_related("criteria", "time_rules", "judges")
    breakers = TieBreaker.objects.select_related("stage", "criterion")
    prefetch_related_objects([contest], Prefetch("stages", stages), "awards", Prefetch("tie_breakers", breakers))
    return contest


def _described(contest):
    stages = overview.stages_in_force(contest)
    for stage in stages:
        stage.rule_words, stage.words = overview.rule_words(stage), overview.stage_words(stage)
    return stages


def require_settable(contest):
    """Nothing is set up any more once results are out."""
    require(contest.state not in (Contest.State.AWARDED, Contest.State.CANCELLED))


def faults_of(contest, stages):
    """The faults of the set-up, each with the address at which it is mended."""
    places = {
        "contest": reverse("contest-setup", args=[contest.pk]) + "#div_id_title",
        "stages": reverse("contest-setup", args=[contest.pk]) + "#stages",
        "awards": reverse("contest-awards", args=[contest.pk]),
        "tie_breakers": reverse("contest-awards", args=[contest.pk]),
    }
    places |= {f"stage-{one.number}": reverse("stage-edit", args=[contest.pk, one.number]) for one in stages}
    opening = timezone.localdate() if contest.state == Contest.State.SETUP else None
    found = setup.faults(contest, opening_on=opening, stages=stages)
    return [{"text": fault.text, "href": places.get(fault.where, places["contest"])} for fault in found]


@login_required
def contest_detail(request, pk):
    user, today = request.user, timezone.localdate()
    judging = Judge.objects.filter(contest=OuterRef("pk"), user=user.pk, removed_at=None)
    contests = Contest.objects.visible_to(user).annotate(is_judged=Exists(judging))
    contests = contests.annotate(
        waiting=Count("entries", filter=Q(entries__state=Entry.State.ENTERED)),
        accepted=Count("entries", filter=Q(entries__state=Entry.State.ACCEPTED)),
    )
    brief = Prefetch("stages", Stage.objects.in_force().prefetch_related("criteria"))
    contest = get_object_or_404(contests, pk=pk)
    runs = permissions.can_run(user, contest)
    sets_up = runs and contest.state == Contest.State.SETUP
    if sets_up:
        _read_rules(contest)
    else:
        prefetch_related_objects([contest], brief, "awards")
    stages = _described(contest)
    faults = faults_of(contest, stages) if sets_up else []
    steps = contest.steps.visible_to(user).select_related("by__organization")
    trail = [_line(step, runs) for step in steps[: TRAIL + 1 if request.GET.get("trail") != "all" else None]]
    folded = len(trail) > TRAIL and request.GET.get("trail") != "all"
    context = {
        "contest": contest,
        "stages": stages,
        "runs": runs,
        "handle": overview.handle(contest, stages, contest.waiting, faults, today) if runs else None,
        "progress": overview.progress(contest, stages),
        "facts": overview.facts(contest),
        "awards": contest.awards.all(),
        "trail": trail[:TRAIL] if folded else trail,
        "more_steps": folded,
        "entries": own_entries(contest, user) if not runs else [],
        "may_enter": contest.state == Contest.State.ENTRIES and permissions.can_enter(user, contest),
        "is_judge": contest.is_judged and contest.state == Contest.State.JUDGING,
        "results_open": contest.state in (Contest.State.PUBLICITY, Contest.State.AWARDED)
        or (runs and contest.state == Contest.State.JUDGED),
        "may_cancel": runs and contest.state not in (Contest.State.AWARDED, Contest.State.CANCELLED),
        "today": today,
    }
    return render(request, "assessments/contest_detail.html", context)


def own_entries(contest, user):
    """Those of the person's own unit, and of the alliances led or guided. What one judges is not listed here."""
    place = standing(user)
    mine = Q(alliance__in=place.leads | place.guides)
    if user.is_officer:
        mine |= Q(organization=user.organization_id)
    if not (user.is_officer or user.is_leader):
        return []
    return list(contest.entries.filter(mine).select_related("version", "organization", "alliance"))


def _line(step, with_names):
    unit = step.by.unit if step.by else "系统"
    return {
        "what": f"{unit} {step.verb}",
        "when": _moment(step.at),
        "who": step.by.name if step.by and with_names else "",
        "reason": step.reason,
        "state": "",
    }


def _moment(at):
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


@login_required
@require_POST
def contest_open(request, pk):
    contest = found(request, pk)
    do(request, lambda: contest.open_entries(by=request.user), "已开放征集，各单位现在可以报送。")
    return redirect(contest)


@login_required
@require_POST
def contest_close_entries(request, pk):
    contest = found(request, pk)
    do(request, lambda: contest.close_entries(by=request.user), "征集已结束，进入评审。请先抽签。")
    return redirect(contest)


@login_required
def contest_cancel(request, pk):
    contest = found(request, pk)
    return with_reason(
        request,
        lambda reason: contest.cancel(by=request.user, reason=reason),
        back=contest.get_absolute_url(),
        heading="取消比赛",
        what=f"取消“{contest}”。",
        consequences=["不再接受报送和评分，已有的报送和评分表保留备查。", "取消的原因所有单位可见。"],
        label="取消原因",
        submit="取消比赛",
        said="比赛已取消。",
    )


def found(request, pk):
    """A contest that this person runs."""
    contest = get_object_or_404(Contest.objects.visible_to(request.user), pk=pk)
    require(permissions.can_run(request.user, contest))
    return contest


def _year(text):
    year = whole_number(text, 4)
    return year if year in YEARS else None
