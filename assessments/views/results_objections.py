"""Objections to a result: raised during the publicity, answered by staff."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assessments import permissions
from assessments.forms.results import AnswerForm, ObjectionForm
from assessments.models import Contest, Objection
from assessments.results import objections
from portal.access import WrongState, require

PAGE = 20
STATES = {"": "全部", "open": "未答复", "answered": "已答复"}


@login_required
@require_safe
def objection_list(request, pk):
    """Staff's: all; everybody else's: the own ones and the unit's."""
    contest = _open(request, pk)
    rows = Objection.objects.visible_to(request.user).filter(contest=contest)
    rows = rows.select_related("entry__version", "organization", "by", "answered_by")
    wanted = request.GET.get("state")
    wanted = wanted if wanted in STATES else ""
    if wanted:
        rows = rows.filter(answered_at__isnull=wanted == "open")
    context = {
        "contest": contest,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "states": STATES,
        "wanted": wanted,
        "runs": permissions.can_run(request.user, contest),
        "may_object": permissions.can_object(request.user, contest),
    }
    return render(request, "assessments/objections.html", context)


@login_required
def objection_raise(request, pk):
    contest = _open(request, pk)
    require(permissions.can_object(request.user, contest))
    form = ObjectionForm(request.POST if request.method == "POST" else None, contest=contest, user=request.user)
    if form.is_bound and form.is_valid():
        act = lambda: objections.raise_(contest, by=request.user, **form.cleaned_data)  # noqa: E731
        if _done(form, act):
            messages.success(request, "异议已提出，工委答复后在这里可以看到。")
            return redirect("objection-list", pk)
    what = f"公示期到{contest.publicity_until}，期内提出的逐件答复。"
    return _page(request, form, contest, heading="提出异议", what=what, submit="提出异议")


@login_required
def objection_answer(request, pk):
    rows = Objection.objects.visible_to(request.user).select_related("contest", "organization", "by")
    objection = get_object_or_404(rows, pk=pk)
    require(permissions.can_run(request.user, objection.contest))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        act = lambda: objections.answer(objection, by=request.user, **form.cleaned_data)  # noqa: E731
        if _done(form, act):
            messages.success(request, "已答复。")
            return redirect("objection-list", objection.contest_id)
    return _page(request, form, objection.contest, heading="答复异议", what=objection.text, submit="答复")


def _done(form, act):
    try:
        act()
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _page(request, form, contest, **words):
    context = {"form": form, "leave": contest.get_absolute_url(), **words}
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


def _open(request, pk):
    return get_object_or_404(Contest.objects.with_results_open_to(request.user), pk=pk)
