"""The door “起草提醒函” of a result."""

from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_POST

from activities.views.letters import draft_letter
from assessments.rounds import permissions
from assessments.rounds.cases import case_of
from assessments.views.rounds_lines import total
from assessments.views.rounds_passport import opened
from portal.access import require


@login_required
@require_POST
def assessment_letter(request, pk):
    page = opened(request, pk)
    require(permissions.can_run(request.user, page.round))
    return draft_letter(request, lambda day: case_of(page.assessment, _result(page), day), page.assessment)


def _result(page):
    """82.50分，良好"""
    last = next((one for one in reversed(page.totals) if one is not None), None)
    points = "" if last is None else f"{total(last, page.scheme.decimals)}分"
    return "，".join(filter(None, [points, page.grade.name if page.grade else ""]))
