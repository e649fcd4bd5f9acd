"""The result: all entries by place, one entry's arithmetic, the table of the 通报."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import permissions
from assessments.judging.result import Outcome
from assessments.models import Contest
from assessments.results import passport, tables
from assessments.results.locking import has_moved
from portal.asked import whole_number
from portal.workbooks import xlsx_response

MOST_DIGITS = 4


@login_required
@require_safe
def contest_results(request, pk):
    contest, versions, version, outcome = _found(request, pk, sheets=False)
    rows = tables.result_rows(outcome, entries := _entries(contest))
    runs = permissions.can_run(request.user, contest)
    context = {
        "contest": contest,
        "versions": versions,
        "version": version,
        "is_latest": version == versions[0],
        "rows": rows,
        "without": sum(row.place is None for row in rows),
        "stages": tables.criterion_means(outcome, entries),
        "stage_names": [stage.name for stage in outcome.contest.stages],
        "awards": outcome.awards,
        "runs": runs,
        "has_moved": runs and version == versions[0] and has_moved(version),
        "may_correct": runs and contest.state in ("judged", "publicity"),
        "may_publicize": runs and contest.state == "judged",
        "may_object": permissions.can_object(request.user, contest),
    }
    return render(request, "assessments/results.html", context)


@login_required
@require_safe
def result_passport(request, pk, entry):
    contest, versions, version, outcome = _found(request, pk, entry=entry)
    row = next((row for row in outcome.final if row.entry == entry), None)
    shown = contest.entries.select_related("version", "organization", "alliance").filter(pk=entry).first()
    if row is None or shown is None:
        raise Http404
    runs = permissions.can_run(request.user, contest)
    context = {
        "contest": contest,
        "version": version,
        "is_latest": version == versions[0],
        "entry": shown,
        "row": row,
        "stages": passport.stage_passports(outcome, entry, _judge_names(contest, outcome, runs)),
        "sum_words": passport.sum_words(outcome, row),
        "award_words": passport.award_words(outcome, row),
        "breakers": outcome.breakers,
        "may_object": permissions.can_object(request.user, contest),
    }
    return render(request, "assessments/passport.html", context)


@login_required
@require_safe
def contest_results_export(request, pk):
    contest, _, _, outcome = _found(request, pk, sheets=False)
    day = timezone.localdate()
    data = tables.workbook(contest, outcome, _entries(contest), day)
    return xlsx_response(f"{contest.title}结果", day, data)


def _found(request, pk, **part):
    """The contest, its versions (newest first), the one that is asked for, and this part of what it says."""
    open_to = Contest.objects.with_results_open_to(request.user).select_related("committee")
    contest = get_object_or_404(open_to, pk=pk)
    versions = list(contest.results.filter(stage=None).defer("data").select_related("by").order_by("-number"))
    if not versions:
        raise Http404
    asked = request.GET.get("version", "")
    number = whole_number(asked, MOST_DIGITS)
    version = next((one for one in versions if one.number == number), versions[0])
    return contest, versions, version, Outcome.from_json(version.data, **part)


def _entries(contest):
    rows = contest.entries.select_related("version", "organization", "alliance")
    return {entry.pk: entry for entry in rows}


def _judge_names(contest, outcome, runs):
    """评委1, 评委2 … for everybody; staff read who that is."""
    names = {judge.id: judge.name for judge in outcome.contest.judges}
    if not runs:
        return names
    people = dict(contest.judges.values_list("pk", "user__name"))
    return {pk: f"{name}（{people[pk]}）" if pk in people else name for pk, name in names.items()}
