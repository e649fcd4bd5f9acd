"""How a contest is judged: its stages with criteria and time rules, its awards, what breaks a tie."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from assessments import overview, setup
from assessments.forms.stages import StageForm, award_rows, breaker_rows, breakers_offered, criterion_rows, time_rows
from assessments.judging.exact import plain
from assessments.models import Contest, Stage
from assessments.views.contests import found, require_settable
from assessments.views.doors import do
from portal.access import WrongState
from portal.asked import whole_number

ADDED = 3  # empty rows that “再加几行” adds
FROZEN = "已有评委打分，评分规则不能再改。确需改动的，请在阶段页面“另立新版”。"


@login_required
def stage_create(request, pk):
    contest = found(request, pk)
    require_settable(contest)
    if contest.state not in (Contest.State.SETUP, Contest.State.ENTRIES):
        messages.error(request, "征集已结束，不能再加阶段。")
        return redirect("contest-setup", contest.pk)
    return _edit(request, contest, Stage(contest=contest, number=setup.next_number(contest)))


@login_required
def stage_edit(request, pk, number):
    contest = found(request, pk)
    require_settable(contest)
    stage = _stage(contest, number)
    if setup.frozen(stage):
        messages.error(request, FROZEN)
        return redirect(stage)
    return _edit(request, contest, stage)


@login_required
@require_POST
def stage_delete(request, pk, number):
    contest = found(request, pk)
    require_settable(contest)
    stage = _stage(contest, number)
    name = stage.name
    do(request, lambda: setup.delete_stage(stage, by=request.user), f"已删除“{name}”。")
    return redirect("contest-setup", contest.pk)


def _stage(contest, number):
    stage = contest.stages.filter(number=number).exclude(state=Stage.State.SUPERSEDED).select_related("contest").first()
    if stage is None:
        raise Http404
    return stage


def _edit(request, contest, stage):
    """Form and rows on one page. The buttons “再加几行” save nothing and keep what stands."""
    if request.method != "POST":
        return _page(request, contest, StageForm(instance=stage), _rows(None, stage))
    if "more_criteria" in request.POST or "more_rules" in request.POST:
        data = _with_more(request.POST, "criteria" if "more_criteria" in request.POST else "rules")
        return _page(request, contest, StageForm(data, instance=stage), _rows(data, stage), silent=True)
    form, rows = StageForm(request.POST, instance=stage), _rows(request.POST, stage)
    if all([form.is_valid(), *(one.is_valid() for one in rows)]):
        try:
            _save(request, contest, form, rows)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        except IntegrityError:
            form.add_error(None, "有两行同名或重复，请核对；要对调名称的，先改一个保存，再改另一个。")
        else:
            messages.success(request, f"“{stage.name}”已保存。{_lack(stage, rows[0])}")
            return redirect("contest-setup", contest.pk)
    return _page(request, contest, form, rows, status=422)


@transaction.atomic
def _save(request, contest, form, rows):
    stage = form.instance
    if stage.pk is None:
        setup.require_before_judging(contest)
        stage.number = setup.next_number(contest)
    else:
        setup.require_changeable(Stage.objects.select_related("contest").get(pk=stage.pk))
    verb = "修改" if stage.pk else "增加"
    form.save()
    for one in rows:
        one.save_in_order()
    contest.record(f"{verb}阶段“{stage.name}”", by=request.user, is_public=False)


def _rows(data, stage):
    empty = 1 if stage.pk else 4
    return [criterion_rows(data, stage, empty), time_rows(data, stage)]


def _with_more(data, prefix):
    data = data.copy()
    total = whole_number(data.get(f"{prefix}-TOTAL_FORMS"), 3)
    if total is not None:
        data[f"{prefix}-TOTAL_FORMS"] = str(total + ADDED)
    return data


def _lack(stage, rows):
    total = rows.total()
    if total == 100:
        return ""
    way = f"还差 {plain(100 - total)}" if total < 100 else f"多了 {plain(total - 100)}"
    return f"评分项合计 {plain(total)}，{way}。"


def _page(request, contest, form, rows, status=200, silent=False):
    """`silent`: rows were added, nobody has asked yet whether all is well."""
    stage = form.instance
    form.helper.form_show_errors = not silent
    context = {
        "contest": contest,
        "stage": stage,
        "form": form,
        "criteria": rows[0],
        "time_rules": rows[1],
        "totals": {"sum": plain(rows[0].total()), "lack": _lack(stage, rows[0])},
        "rule_words": overview.rule_words(stage) if stage.pk and not form.is_bound else "",
        "faults": [] if silent else [form, *rows[0].forms, *rows[1].forms],
        "non_row_faults": [] if silent else [*_non_form(rows[0]), *_non_form(rows[1])],
        "may_delete": stage.pk and stage.state == Stage.State.SET,
        "silent": silent,
    }
    return render(request, "assessments/stage_form.html", context, status=status)


def _non_form(rows):
    return list(rows.non_form_errors()) if rows.is_bound else []


@login_required
def contest_awards(request, pk):
    """The awards with their quotas, and what is looked at when totals are equal."""
    contest = found(request, pk)
    require_settable(contest)
    in_force = contest.stages.exclude(state=Stage.State.SUPERSEDED).order_by("number")
    offered = breakers_offered(in_force.prefetch_related("criteria"))
    if request.method != "POST":
        return _awards_page(request, contest, award_rows(None, contest), breaker_rows(None, contest, offered))
    data = request.POST
    for prefix in ("awards", "breakers"):
        if f"more_{prefix}" in data:
            data = _with_more(data, prefix)
            rows = award_rows(data, contest), breaker_rows(data, contest, offered)
            return _awards_page(request, contest, *rows, silent=True)
    awards, breakers = award_rows(data, contest), breaker_rows(data, contest, offered)
    if all([awards.is_valid(), breakers.is_valid()]):
        try:
            with transaction.atomic():
                setup.require_contest_changeable(Contest.objects.get(pk=contest.pk))
                awards.save_in_order()
                breakers.save_in_order()
                contest.record("修改奖项和同分规则", by=request.user, is_public=False)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        except IntegrityError:
            messages.error(request, "有两个同名奖项，没有保存；要对调名称的，先改一个保存，再改另一个。")
        else:
            messages.success(request, "奖项和同分规则已保存。")
            return redirect("contest-setup", contest.pk)
    return _awards_page(request, contest, awards, breakers, status=422)


def _awards_page(request, contest, awards, breakers, status=200, silent=False):
    context = {
        "contest": contest,
        "awards": awards,
        "breakers": breakers,
        "faults": [] if silent else [*awards.forms, *breakers.forms],
        "non_row_faults": [] if silent else [*_non_form(awards), *_non_form(breakers)],
    }
    return render(request, "assessments/awards_form.html", context, status=status)
