"""The form of 自评, 初评 and 复核: every leaf is kept by itself the moment it is left, the records beside it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.forms.scores import ClaimForm, ScoreForm, vote_names
from assessments.forms.steps import ReasonForm
from assessments.models import Claim, Indicator, Score, Strike
from assessments.rounds import claims, permissions, scores, strikes
from assessments.rounds import passport as passports
from assessments.rounds.board import Board
from assessments.views.rounds_entries import Refused, lines_to_fill, missing_of, token
from assessments.views.rounds_lines import adjustments_of, figure, total, totals_of, until_now
from assessments.views.rounds_passport import STEPS, found
from portal.access import WrongState, require

SUBMIT = {
    "self": ("assessment-submit", "提交自评"),
    "first": ("assessment-pass-on", "提交初评"),
    "review": ("assessment-settle", "完成复核"),
}
KEY_LENGTH = 60
OVERTAKEN = "这一项刚才由{who}改过，没有覆盖。请刷新本页，看过再改。"


@login_required
@require_safe
def assessment_fill(request, pk):
    """Who may write now gets the form, whoever else sees the passport."""
    assessment = found(request, pk)
    if not permissions.can_enter(request.user, assessment):
        return redirect(assessment)
    return fill_page(request, assessment)


def fill_page(request, assessment, *, refused=None, with_missing=False, status=200):
    """`refused`: what was sent and not kept stands in its fields; `with_missing`: handing on was refused."""
    page = until_now(passports.of(assessment, request.user))
    name, words = SUBMIT[assessment.state]
    missing = list(missing_of(page))
    context = {
        "page": page,
        "assessment": assessment,
        "round": page.round,
        "scheme": page.scheme,
        "step": STEPS[assessment.state],
        "submit_url": reverse(name, args=[assessment.pk]),
        "submit_words": words,
        "full": figure(page.scheme.full),
        "lines": list(lines_to_fill(page, refused)),
        "adjustments": adjustments_of(page),
        "totals": totals_of(page),
        "missing": missing,
        "with_missing": with_missing and missing,
        "is_for_unit": scores.acts_for(request.user, assessment),
        "may_strike": assessment.state != "self",
    }
    return render(request, "assessments/rounds/fill.html", context, status=status)


@login_required
@require_POST
def score_save(request, pk, indicator):
    """One leaf, as static/js/scores.js sends it (the comment there lists the answers), or as a page without script."""
    assessment, leaf = _leaf(request, pk, indicator)
    asks = Board(assessment.round).asks(leaf.pk, assessment.stage)
    form = ScoreForm(request.POST, asks=asks, votes=vote_names(leaf.rule))
    if not form.is_valid():
        name, message = form.fault
        return _refuse(request, assessment, leaf, name, message)
    if overtaken := _overtaken(request, assessment, leaf):
        return _refuse(request, assessment, leaf, "", overtaken, status=409)
    try:
        row = scores.enter(assessment, leaf, by=request.user, **form.entered)
    except WrongState as refusal:
        return _refuse(request, assessment, leaf, _field_of(form, str(refusal)), str(refusal))
    if _is_script(request):
        return _kept(request, assessment, leaf, row)
    messages.success(request, f"“{leaf}”已保存。")
    return _back(assessment, leaf)


def _overtaken(request, assessment, leaf):
    """Somebody else wrote here after this page was read (perhaps hours ago, without a line)."""
    if "seen" not in request.POST:
        return ""
    row = Score.objects.filter(assessment=assessment, indicator=leaf, stage=assessment.stage, by__isnull=False)
    row = row.exclude(by=request.user).select_related("by__organization").first()
    if row is None or token(row.at) == request.POST["seen"]:
        return ""
    return OVERTAKEN.format(who=row.by.unit)


def _field_of(form, message):
    """Beside which field the refusal stands."""
    if "理由" in message and "不在范围内" not in message:
        return "reason"
    if form.entered["given"]:
        return "given"
    return next((name for name in ("points", "marks", "choice", "decision") if name in form.fields), "reason")


def _refuse(request, assessment, leaf, name, message, *, status=422):
    if _is_script(request):
        return JsonResponse({"message": message, "field": name}, status=status)
    fresh = found(request, assessment.pk)
    if not permissions.can_enter(request.user, fresh):
        messages.error(request, message)
        return redirect(fresh)
    sent = {key: value for key, value in request.POST.items() if key != "csrfmiddlewaretoken"}
    return fill_page(request, fresh, refused=Refused(leaf.pk, sent, name, message), status=status)


def _kept(request, assessment, leaf, row):
    page = until_now(passports.of(assessment, request.user))
    own = next((one for one in page.rows if one.indicator.pk == leaf.pk), None)
    entry, proof = (own.entry, own.proof) if own else (None, None)
    cells = {f"i{one.indicator.pk}": figure(one.cells[-1].value) for one in page.rows}
    return JsonResponse(
        {
            "saved_at": f"{timezone.localtime(row.at):%H:%M}",
            "seen": token(row.at),
            "values": cells,
            "total": total(page.totals[-1], page.scheme.decimals),
            "inputs": proof.inputs if proof else "",
            "lines": [*proof.lines, *proof.bites] if proof else [],
            "needs_reason": bool(entry and entry.needs_reason),
            "left": sum(1 for _ in missing_of(page)),
        }
    )


def _is_script(request):
    return request.headers.get("Accept") == "application/json"


@login_required
@require_POST
def claim_add(request, pk, indicator):
    assessment, leaf = _leaf(request, pk, indicator)
    form = ClaimForm(request.POST, request.FILES)
    if form.is_valid():
        given = dict(form.cleaned_data)
        if attachment := given.pop("file"):
            given["file"] = ContentFile(attachment.data, attachment.name)
        try:
            claims.add(assessment, leaf, by=request.user, **given)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            return _back(assessment, leaf)
    fresh = found(request, pk)
    if not permissions.can_enter(request.user, fresh):
        messages.error(request, "".join(form.non_field_errors()))
        return redirect(fresh)
    return fill_page(request, fresh, refused=Refused(leaf.pk, claim=form), status=422)


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
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        _do(request, lambda: strikes.strike(assessment, leaf, key, by=request.user, reason=reason))
    else:
        messages.error(request, f"“{leaf}”没有改为不计入：{form.errors['reason'][0]}")
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
    leaves = Indicator.objects.filter(children=None, scheme=assessment.round.scheme_id)
    return assessment, get_object_or_404(leaves, pk=indicator)


def _do(request, act):
    try:
        act()
    except WrongState as refusal:
        messages.error(request, str(refusal))


def _back(assessment, leaf):
    """To the leaf on the form, which leads on to the passport where it was handed on meanwhile."""
    return redirect(reverse("assessment-fill", args=[assessment.pk]) + f"#i{leaf.pk}")
