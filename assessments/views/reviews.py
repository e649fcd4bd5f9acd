"""述职评议 for the committee: set-up, codes, counted paper, results."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliances.models import Organization
from assessments.forms.reviews import CodesForm, MeetingForm, PaperForm, rows_of
from assessments.models import BallotCode, ReviewMeeting, VoterGroup
from assessments.reviews import codes, paper, permissions, results, table
from assessments.views.doors import do, with_reason
from portal.access import WrongState, require
from portal.asked import whole_number
from portal.moments import moment_words
from portal.workbooks import xlsx_response

PAGE = 20
ADDED = 5  # empty rows that “再加几行” adds
PREFIXES = ("levels", "groups", "speakers")
TWICE = "有两行同名或重复，请核对；要对调名称的，先改一个保存，再改另一个。"


@login_required
def review_list(request):
    meetings = ReviewMeeting.objects.visible_to(request.user)
    page = Paginator(meetings, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "assessments/reviews/list.html", {"page": page, "may_create": permissions.can_create(request.user)}
    )


@login_required
def review_create(request):
    require(permissions.can_create(request.user))
    return _edit(request, ReviewMeeting(committee=request.user.committee))


@login_required
def review_edit(request, pk):
    meeting = _run(request, pk)
    try:
        meeting.require_setup()
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect(meeting)
    return _edit(request, meeting)


def _edit(request, meeting):
    """Form and rows on one page. The buttons “再加几行” save nothing and keep what stands."""
    if request.method != "POST":
        return _form_page(request, MeetingForm(instance=meeting), rows_of(None, meeting, 1))
    if more := next((prefix for prefix in PREFIXES if f"more_{prefix}" in request.POST), None):
        data = _with_more(request.POST, more)
        return _form_page(request, MeetingForm(data, instance=meeting), rows_of(data, meeting, 1), silent=True)
    form, rows = MeetingForm(request.POST, instance=meeting), rows_of(request.POST, meeting, 1)
    if all([form.is_valid(), *(one.is_valid() for one in rows)]):
        try:
            _save(form, rows, request.user)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        except IntegrityError:
            form.add_error(None, TWICE)
        else:
            messages.success(request, f"“{meeting}”已保存。")
            return redirect(meeting)
    return _form_page(request, form, rows, status=422)


@transaction.atomic
def _save(form, rows, by):
    meeting = form.instance
    verb = "修改" if meeting.pk else "新建"
    if meeting.pk:
        held = ReviewMeeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        held.require_setup()
    form.save()
    for one in rows:
        one.save_in_order()
    meeting.record(verb, by=by)


def _with_more(data, prefix):
    data = data.copy()
    total = whole_number(data.get(f"{prefix}-TOTAL_FORMS"), 3)
    if total is not None:
        data[f"{prefix}-TOTAL_FORMS"] = str(total + ADDED)
    return data


def _form_page(request, form, rows, status=200, silent=False):
    meeting = form.instance
    context = {
        "form": form,
        "meeting": meeting,
        "levels": rows[0],
        "groups": rows[1],
        "speakers": rows[2],
        "faults": [] if silent else [form, *(one for made in rows for one in made.forms)],
        "non_row_faults": []
        if silent or not form.is_bound
        else [one for made in rows for one in made.non_form_errors()],
        "units": Organization.objects.filter(committee=meeting.committee_id, until=None).values_list(
            "short_name", flat=True
        ),
        "leave": meeting.get_absolute_url() if meeting.pk else reverse("review-list"),
    }
    return render(request, "assessments/reviews/form.html", context, status=status)


@login_required
@require_safe
def review_detail(request, pk):
    meeting = get_object_or_404(ReviewMeeting.objects.visible_to(request.user), pk=pk)
    runs = permissions.can_run(request.user, meeting)
    groups = list(meeting.groups.prefetch_related("paper_counts")) if runs else []
    unused = _unused(meeting) if runs else {}
    steps = meeting.steps.select_related("by__organization") if runs else []
    context = {
        "meeting": meeting,
        "runs": runs,
        "speakers": meeting.speakers.select_related("organization", "branch__organization"),
        "levels": meeting.levels.all(),
        "groups": [_group_line(group, unused.get(group.pk, 0)) for group in groups],
        "faults": meeting.faults() if runs and meeting.state == meeting.State.SETUP else [],
        "trail": [
            {"what": step.verb, "when": moment_words(step.at), "who": step.by.name if step.by else "",
             "reason": step.reason, "state": ""} for step in steps
        ],
        "sees_results": permissions.sees_results(request.user, meeting),
        "vote_url": request.build_absolute_uri(reverse("vote")),
    }  # fmt: skip
    return render(request, "assessments/reviews/detail.html", context)


def _unused(meeting):
    found = {}
    for group in BallotCode.objects.filter(group__meeting=meeting).values_list("group", flat=True):
        found[group] = found.get(group, 0) + 1
    return found


def _group_line(group, unused):
    """How many have voted, never what."""
    readers = [count.by_id for count in group.paper_counts.all()]
    if group.paper_ballots:
        state = {"kind": "done", "label": f"已计入 {group.paper_ballots} 张"}
    elif len(readers) == 2:
        state = {"kind": "wait", "label": "两遍不一致"}
    elif readers:
        state = {"kind": "now", "label": "待第二人录入"}
    else:
        state = {"kind": "idle", "label": "未录入"}
    cast = group.issued - unused if group.meeting.state != "closed" else None
    return {"group": group, "cast": cast, "form": CodesForm(), "paper": state}


@login_required
@require_POST
def review_open(request, pk):
    meeting = _run(request, pk)
    do(request, lambda: meeting.open(by=request.user), "投票开始，凭投票码可以投票。")
    return redirect(meeting)


@login_required
def review_close(request, pk):
    meeting = _run(request, pk)
    if request.method == "POST":
        if do(request, lambda: meeting.close(by=request.user), "投票已结束，可以看结果。"):
            return redirect("review-results", meeting.pk)
        return redirect(meeting)
    context = {
        "heading": "结束投票",
        "what": f"结束“{meeting}”的投票。",
        "consequences": ["没有用过的投票码立即作废，不能再投。", "结束后才能看结果，结果不能再改。"],
        "submit": "结束投票",
        "leave": meeting.get_absolute_url(),
    }
    return render(request, "confirm.html", context)


@login_required
def review_cancel(request, pk):
    meeting = _run(request, pk)
    return with_reason(
        request,
        lambda reason: meeting.cancel(by=request.user, reason=reason),
        back=meeting.get_absolute_url(),
        heading="取消述职评议",
        what=f"取消“{meeting}”。",
        consequences=["投票码全部作废，已投的票不再显示。"],
        submit="取消述职评议",
        said="已取消。",
    )


@login_required
@require_POST
@never_cache
def ballot_codes(request, pk):
    """The slips, shown this one time. They are cut and drawn from a hat."""
    group = _group(request, pk)
    form = CodesForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"{group}：{form.errors['number'][0]}")
        return redirect(group.meeting)
    try:
        slips = codes.issue(group, form.cleaned_data["number"], by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect(group.meeting)
    context = {
        "group": group,
        "meeting": group.meeting,
        "slips": [codes.printed(code) for code in slips],
        "vote_url": request.build_absolute_uri(reverse("vote")),
    }
    return render(request, "assessments/reviews/slips.html", context)


@login_required
def paper_count(request, pk):
    """The counts of a group as one person found them; both readings side by side where they differ."""
    group = _group(request, pk)
    meeting = group.meeting
    speakers = list(meeting.speakers.select_related("organization", "branch__organization"))
    levels = list(meeting.levels.all())
    readings = {count.reading: count for count in group.paper_counts.select_related("by")}
    own = next((count for count in readings.values() if count.by_id == request.user.pk), None)
    form = PaperForm(request.POST or None, speakers=speakers, levels=levels, given=own)
    if request.method == "POST" and form.is_valid() and (answer := _enter(request, group, form)):
        return answer
    apart = paper.differences(readings[1], readings[2]) if len(readings) == 2 and not group.paper_ballots else []
    by_level = {level.pk: str(level) for level in levels}
    by_speaker = {speaker.pk: str(speaker) for speaker in speakers}
    context = {
        "group": group,
        "meeting": meeting,
        "levels": levels,
        "form": form,
        "readings": readings,
        "own": own,
        "apart": [
            {"what": f"{by_speaker[one]}：{by_level[level]}" if one else "收回纸质票", "first": first, "second": second}
            for one, level, first, second in apart
        ],
        "is_open": meeting.state == meeting.State.OPEN and not group.paper_ballots,
    }
    return render(request, "assessments/reviews/paper.html", context, status=422 if form.is_bound else 200)


def _enter(request, group, form):
    """Enter the reading; None when the form is to be shown again with its faults."""
    try:
        apart = paper.enter(group, form.cleaned_data["ballots"], form.counts, by=request.user)
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return None
    if apart is None:
        messages.success(request, f"{group}：第一遍已录入，请另一人再数一遍录入。")
    elif apart:
        messages.warning(request, f"{group}：两遍有 {len(apart)} 处不一样，请对照纸质票改正。")
        return redirect("paper-count", group.pk)
    else:
        messages.success(request, f"{group}：两遍一致，已计入。")
    return redirect(group.meeting)


@login_required
@require_POST
def paper_clear(request, pk):
    group = _group(request, pk)
    do(request, lambda: paper.clear(group, by=request.user), f"{group}的录入已清除，请重新录入。")
    return redirect(group.meeting)


@login_required
@require_safe
def review_results(request, pk):
    meeting, found = _results(request, pk)
    context = {"meeting": meeting, "found": found, "levels": meeting.levels.all(), "groups": meeting.groups.all()}
    return render(request, "assessments/reviews/results.html", context)


@login_required
@require_safe
def review_results_export(request, pk):
    meeting, found = _results(request, pk)
    today = timezone.localdate()
    return xlsx_response(f"{meeting.title}测评结果", today, table.workbook(meeting, found, today))


def _results(request, pk):
    meeting = get_object_or_404(ReviewMeeting.objects.visible_to(request.user), pk=pk)
    require(permissions.sees_results(request.user, meeting))
    found = results.of(meeting)
    return meeting, [one for one in found if permissions.sees_results(request.user, meeting, one.speaker)]


def _run(request, pk):
    """A meeting that this person runs."""
    meeting = get_object_or_404(ReviewMeeting.objects.visible_to(request.user), pk=pk)
    require(permissions.can_run(request.user, meeting))
    return meeting


def _group(request, pk):
    groups = VoterGroup.objects.visible_to(request.user).select_related("meeting")
    group = get_object_or_404(groups, pk=pk)
    require(permissions.can_run(request.user, group.meeting))
    return group
