"""得分明细: one unit's way from rule and record to its total, on screen, on paper and as a workbook."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.models import Assessment, Claim
from assessments.rounds import passport as passports
from assessments.rounds import permissions, scores
from assessments.views.rounds_lines import adjustments_of, figure, lines_of, signed, total, totals_of
from portal.access import require
from portal.moments import moment_words
from portal.sending import send_file
from portal.workbooks import write_table, xlsx_response

STEPS = {"self": "自评", "first": "初评", "review": "复核", "reviewed": "等待公示", "exempt": "不参评"}


@login_required
@require_safe
def passport(request, pk):
    """?all=1 opens every row, to be printed."""
    page = opened(request, pk)
    is_shown = page.round.is_shown
    context = {
        "page": page,
        "assessment": page.assessment,
        "round": page.round,
        "scheme": page.scheme,
        "status": page.round.status if is_shown or page.round.state == "cancelled" else page.assessment.status,
        "full": figure(page.scheme.full),
        "heads": [(head, total(head.total, page.scheme.decimals)) for head in page.stages],
        "lines": list(lines_of(page)),
        "adjustments": adjustments_of(page),
        "totals": totals_of(page),
        "lost": [(one, figure(-one.points)) for one in page.lost if not one.is_bonus],
        "bonuses": [(one, signed(one.points)) for one in page.lost if one.is_bonus],
        "lost_total": figure(page.lost_total),
        "drifted": sum(1 for row in page.rows if row.proof and row.proof.drift),
        "all_open": bool(request.GET.get("all")),
        "handle": _handle(request.user, page),
        "may_appeal": "appeal" in page.acts,
        "may_write_letter": is_shown and permissions.can_run(request.user, page.round),
        "trail": [_step(step) for step in page.steps],
    }
    return render(request, "assessments/rounds/passport.html", context)


def _handle(user, page):
    """Who has it now and what this person can do about it; None where that is nothing."""
    assessment = page.assessment
    actions = list(_actions(page))
    if not actions:
        return None
    is_mine = "enter" in page.acts and not scores.acts_for(user, assessment)
    until = f"期限 {page.until:%Y-%m-%d}" if page.until else ""
    return {
        "who": "您" if is_mine else page.holder or "工委",
        "what": STEPS[assessment.state],
        "note": until,
        "actions": actions,
    }


def _actions(page):
    """What must be written first leads to its page."""
    assessment, acts = page.assessment, page.acts
    if "enter" in acts:
        label = f"填写{STEPS[assessment.state]}"
        yield {"label": label, "href": reverse("assessment-fill", args=[assessment.pk]), "primary": True}
    if "return" in acts:
        label = "恢复参评" if assessment.state == Assessment.State.EXEMPT else "退回"
        yield {"label": label, "href": reverse("assessment-return", args=[assessment.pk])}
    if "take_back" in acts:
        yield {"label": "撤回", "post": reverse("assessment-take-back", args=[assessment.pk])}
    if "exempt" in acts:
        yield {"label": "不参评", "href": reverse("assessment-exempt", args=[assessment.pk]), "quiet": True}


def _step(step):
    unit = step.by.unit if step.by else "系统"
    who = "代录" if step.is_for_unit else ""
    return {
        "what": f"{unit} {step.verb}",
        "when": moment_words(step.at),
        "who": who,
        "reason": step.reason,
        "state": "",
    }


@login_required
@require_safe
def passport_export(request, pk):
    """Every indicator with its points at each stage, the arithmetic beside it."""
    page = opened(request, pk)
    columns = ["指标", "满分", *(head.label for head in page.stages), "计算", "备注"]
    blank = [None] * len(page.stages)
    rows = [_cells(row) for row in page.rows]
    rows += [[one.words, "—", *map(_cell, one.amounts), "", ""] for one in page.adjustments]
    rows += [[veto, "—", *blank, "", ""] for veto in page.vetoes]
    totals = ["", page.scheme.full, *map(_cell, page.totals), "", _grade_words(page)]
    today = timezone.localdate()
    title = f"{page.assessment} {page.round}得分明细"
    data = write_table(title, columns, rows, unit=page.round.committee.name, as_of=today, totals=totals)
    return xlsx_response(title, today, data)


def _cells(row):
    lines, opinions = "", ""
    if row.proof:
        lines = "；".join([*row.proof.lines, *row.proof.bites])
        opinions = "；".join(f"{one.label}：{one.text}" for one in row.proof.opinions)
    name = f"{'　' * row.depth}{row.number} {row.indicator.name}"
    points = "—" if row.is_extra and not row.points else row.points
    return [name, points, *(_cell(cell.value) for cell in row.cells), lines, opinions]


def _cell(value):
    return "—" if value is None else value


def _grade_words(page):
    return "，".join(filter(None, [page.grade.name if page.grade else "", f"第{page.place}名" if page.place else ""]))


@login_required
@require_safe
def claim_file(request, pk):
    claim = get_object_or_404(Claim.objects.visible_to(request.user).exclude(file=""), pk=pk)
    return send_file(request, claim.file, name=claim.file_name)


def opened(request, pk):
    """The passport of what this person sees and may open."""
    assessment = found(request, pk)
    require(permissions.can_open_passport(request.user, assessment))
    return passports.of(assessment, request.user)


def found(request, pk):
    return get_object_or_404(Assessment.objects.visible_to(request.user).with_subjects(), pk=pk)
