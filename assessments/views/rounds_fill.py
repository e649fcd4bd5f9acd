"""The form of 自评, 初评 and 复核: every leaf is kept the moment it is left, with what the records say before it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.forms.scores import ClaimForm, ScoreForm
from assessments.forms.steps import ReasonForm
from assessments.judging.exact import plain
from assessments.models import Assessment, Claim, Indicator, Strike
from assessments.rounds import claims, permissions, scores, strikes
from assessments.rounds import passport as passports
from assessments.views.rounds_passport import ENTER, found
from portal.access import WrongState, require

SUBMIT = {
    "self": ("assessment-submit", "提交自评"),
    "first": ("assessment-pass-on", "提交初评"),
    "review": ("assessment-settle", "完成复核"),
}
KEY_LENGTH = 60


@login_required
@require_safe
def assessment_fill(request, pk):
    """Who may write now gets the form, whoever else sees the passport."""
    assessment = found(request, pk)
    if not permissions.can_enter(request.user, assessment):
        return redirect(assessment)
    page = passports.of(assessment, request.user)
    name, words = SUBMIT[assessment.state]
    context = {
        "page": page,
        "assessment": assessment,
        "round": page.round,
        "scheme": page.scheme,
        "stage_words": ENTER[assessment.state],
        "submit_name": name,
        "submit_words": words,
        "rows": [_line(row) for row in page.rows],
        "current": len(page.stages) - 1,
        "is_for_unit": scores.acts_for(request.user, assessment),
    }
    return render(request, "assessments/rounds/fill.html", context)


def _line(row):
    """A row with the value of now beside those of the stages before."""
    cells = list(row.cells)
    return {"row": row, "before": cells[:-1], "now": cells[-1] if cells else None}


@login_required
@require_POST
def score_save(request, pk, indicator):
    """JSON for the script (Accept: application/json), a redirect for a page without."""
    assessment, leaf = _leaf(request, pk, indicator)
    form = ScoreForm(request.POST)
    if not form.is_valid():
        return _answer(request, assessment, leaf, refusal=form.refusal)
    try:
        row = scores.enter(assessment, leaf, by=request.user, **form.entered)
    except WrongState as refusal:
        return _answer(request, assessment, leaf, refusal=str(refusal))
    return _answer(request, assessment, leaf, row=row)


def _answer(request, assessment, leaf, *, row=None, refusal=""):
    if request.headers.get("Accept") != "application/json":
        if refusal:
            messages.error(request, refusal)
        return _back(assessment, leaf)
    if refusal:
        return JsonResponse({"message": refusal}, status=422)
    page = passports.of(assessment, request.user)
    return JsonResponse(
        {
            "saved_at": f"{timezone.localtime(row.at):%H:%M}",
            "value": plain(row.value) if row.value is not None else "",
            "total": _shown(page.totals),
            "needs_reason": any(one.entry and one.entry.needs_reason for one in page.rows if one.indicator == leaf),
        }
    )


def _shown(totals):
    return "" if not totals or totals[-1] is None else plain(totals[-1])


@login_required
@require_POST
def claim_add(request, pk, indicator):
    assessment, leaf = _leaf(request, pk, indicator)
    form = ClaimForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, f"“{leaf}”：{form.refusal}")
        return _back(assessment, leaf)
    given = form.cleaned_data
    if attachment := given.pop("file"):
        given["file"] = ContentFile(attachment.data, attachment.name)
    _do(request, lambda: claims.add(assessment, leaf, by=request.user, **given))
    return _back(assessment, leaf)


@login_required
@require_POST
def claim_remove(request, pk):
    rows = Claim.objects.visible_to(request.user).select_related("assessment__round__scheme", "indicator")
    claim = get_object_or_404(rows, pk=pk)
    require(permissions.can_enter(request.user, claim.assessment))
    _do(request, lambda: claims.remove(claim, by=request.user))
    return _back(claim.assessment, claim.indicator)


@login_required
@require_POST
def strike_add(request, pk, indicator):
    assessment, leaf = _leaf(request, pk, indicator)
    form = ReasonForm(request.POST)
    key = request.POST.get("key", "").replace("\x00", "")[:KEY_LENGTH]
    if not form.is_valid():
        messages.error(request, f"“{leaf}”：{form.errors['reason'][0]}")
        return _back(assessment, leaf)
    reason = form.cleaned_data["reason"]
    _do(request, lambda: strikes.strike(assessment, leaf, key, by=request.user, reason=reason))
    return _back(assessment, leaf)


@login_required
@require_POST
def strike_remove(request, pk):
    rows = Strike.objects.visible_to(request.user).select_related("assessment__round__scheme", "indicator")
    strike = get_object_or_404(rows, pk=pk)
    require(permissions.can_enter(request.user, strike.assessment))
    _do(request, lambda: strikes.unstrike(strike, by=request.user))
    return _back(strike.assessment, strike.indicator)


def _leaf(request, pk, indicator):
    """The assessment that this person may write in now, and a leaf of its scheme."""
    assessment = found(request, pk)
    require(permissions.can_enter(request.user, assessment))
    leaf = get_object_or_404(Indicator.objects.filter(children=None), pk=indicator, scheme=assessment.round.scheme_id)
    return assessment, leaf


def _do(request, act):
    try:
        act()
    except WrongState as refusal:
        messages.error(request, str(refusal))


def _back(assessment, leaf):
    """To the leaf on the form, or the passport where it was handed on meanwhile."""
    fresh = Assessment.objects.only("state").get(pk=assessment.pk)
    if fresh.stage is None:
        return redirect(assessment)
    response = redirect("assessment-fill", assessment.pk)
    response["Location"] += f"#i{leaf.pk}"
    return response
