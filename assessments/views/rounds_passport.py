"""得分明细: one unit's way from rule and record to its total, on screen, on paper and as a workbook."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.models import Assessment, Claim
from assessments.rounds import passport as passports
from assessments.rounds import permissions
from portal.access import require
from portal.moments import moment_words
from portal.sending import send_file
from portal.workbooks import write_table, xlsx_response

ENTER = {"self": "自评", "first": "初评", "review": "复核"}
HANDED_ON = {"self": "提交自评", "first": "提交初评", "review": "完成复核"}


@login_required
@require_safe
def passport(request, pk):
    """?all=1 opens every row, to be printed."""
    page = opened(request, pk)
    assessment = page.assessment
    context = {
        "page": page,
        "assessment": assessment,
        "round": page.round,
        "scheme": page.scheme,
        "all_open": "all" in request.GET,
        "actions": _actions(page),
        "stage_words": ENTER.get(assessment.state, ""),
        "trail": [_line(step) for step in page.steps],
        "today": timezone.localdate(),
    }
    return render(request, "assessments/rounds/passport.html", context)


def _actions(page):
    """The buttons of whoever can act; what must be written first leads to its page."""
    assessment, acts = page.assessment, page.acts
    if "enter" in acts:
        name = ENTER[assessment.state]
        yield {"label": name, "href": reverse("assessment-fill", args=[assessment.pk]), "primary": True}
    if "return" in acts:
        word = "恢复参评" if assessment.state == Assessment.State.EXEMPT else "退回"
        yield {"label": word, "href": reverse("assessment-return", args=[assessment.pk])}
    if "take_back" in acts:
        yield {"label": "撤回", "post": reverse("assessment-take-back", args=[assessment.pk])}
    if "exempt" in acts:
        yield {"label": "不参评", "href": reverse("assessment-exempt", args=[assessment.pk]), "quiet": True}


def _line(step):
    who = f"{step.by.name}{'（代录）' if step.is_for_unit else ''}" if step.by else ""
    unit = step.by.unit if step.by else "系统"
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
    columns = ["指标", "满分", *(head.label for head in page.stages), "计算", "意见"]
    rows = [_cells(row) for row in page.rows]
    rows += [[one.words, "", *(_figure(amount) for amount in one.amounts), "", ""] for one in page.adjustments]
    totals = ["合计", page.scheme.full, *(_figure(total) for total in page.totals), "", ""]
    today = timezone.localdate()
    title = f"{page.assessment} {page.round}得分明细"
    data = write_table(title, columns, [*rows, totals], unit=page.round.committee.name, as_of=today)
    return xlsx_response(title, today, data)


def _cells(row):
    lines, opinions = "", ""
    if row.proof:
        lines = "；".join([*row.proof.lines, *row.proof.bites])
        opinions = "；".join(f"{one.label}：{one.text}" for one in row.proof.opinions)
    name = f"{'　' * row.depth}{row.number} {row.indicator.name}"
    return [name, "" if row.is_extra else row.points, *(_figure(cell.value) for cell in row.cells), lines, opinions]


def _figure(value):
    return "—" if value is None else value


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
