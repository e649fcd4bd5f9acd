"""Report drafts: the list, one draft with what its figures rest on, and what is taken away of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from desk.models import DraftParagraph, ReportDraft, ReportTemplate, Snapshot
from desk.reports import drafting, papers
from desk.reports.filling import fill
from desk.reports.forms import CreateForm, DraftForm
from desk.reports.permissions import can_read, can_write
from desk.reports.placeholders import STYLES
from desk.reports.presets import presets_of
from letters.documents.writing import write
from portal.access import EditConflict, WrongState, require
from portal.asked import whole_number

PAGE = 20
NEWEST = 100  # snapshots to choose from
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
def report_list(request):
    require(can_read(request.user))
    rows = ReportDraft.objects.visible_to(request.user).select_related("snapshot__committee", "changed_by")
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    dropped = request.GET.get("state") == "dropped"
    rows = rows.exclude(dropped_at=None) if dropped else rows.filter(dropped_at=None)
    if words:
        rows = rows.filter(title__icontains=words)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "readings": drafting.readings(page.object_list),
        "words": words,
        "dropped": dropped,
        "may_write": can_write(request.user),
    }
    return render(request, "desk/reports/list.html", context)


@login_required
def report_create(request):
    """Of a template and a snapshot; ?snapshot= is what the page of a snapshot links with."""
    require(can_write(request.user))
    committee = request.user.committee_id
    templates = ReportTemplate.objects.in_use().filter(committee=committee)
    signed = Snapshot.objects.valid().filter(committee=committee)
    newest = list(signed.values_list("pk", flat=True)[:NEWEST])
    chosen = signed.filter(pk=whole_number(request.GET.get("snapshot"))).first()
    shown = [*newest, chosen.pk] if chosen else newest
    form = CreateForm(
        request.POST if request.method == "POST" else None,
        templates=templates,
        snapshots=signed.filter(pk__in=shown),
        initial={"snapshot": chosen},
    )
    if request.method == "POST" and form.is_valid():
        try:
            draft = drafting.create(**form.cleaned_data, by=request.user)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "报告稿已按快照填好。请逐段核对，补上要由人写的部分。")
            return redirect(draft)
    context = {"form": form, "has_snapshots": bool(newest), "has_templates": templates.exists()}
    return render(request, "desk/reports/create.html", context, status=422 if form.is_bound else 200)


@login_required
def report_detail(request, pk):
    reading = drafting.Reading(_draft(request, pk))
    may_write = can_write(request.user, reading.draft) and not reading.draft.dropped_at
    context = {
        "draft": reading.draft,
        "snapshot": reading.draft.snapshot,
        "reading": reading,
        "paragraphs": [(shown, _original(shown, reading)) for shown in reading.paragraphs],
        "notes": [(note, papers.figure_words(note.piece.mark)) for note in reading.notes],
        "text": papers.text_of(reading),
        "may_write": may_write,
        "may_take_up": can_write(request.user, reading.draft) and reading.draft.dropped_at,
    }
    return render(request, "desk/reports/detail.html", context)


@login_required
def report_draft_edit(request, pk):
    draft = _draft(request, pk)
    require(can_write(request.user, draft))
    if draft.dropped_at:
        messages.error(request, f"“{draft}”已经作废，不能再修改。")
        return redirect(draft)
    reading = drafting.Reading(draft)
    form = DraftForm(request.POST if request.method == "POST" else None, reading=reading)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = _save(request, form, draft)
            if status is None:
                return redirect(draft)
    context = {
        "draft": draft,
        "form": form,
        "presets": presets_of(reading.book),
        "styles": STYLES,
        "is_conflict": status == 409,
    }
    return render(request, "desk/reports/edit.html", context, status=status)


def _save(request, form, draft):
    """None when it was saved."""
    data = form.cleaned_data
    try:
        drafting.rewrite(draft, title=data["title"], texts=form.texts, by=request.user, revision=data["version"])
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return 409 if isinstance(refusal, EditConflict) else 422
    messages.success(request, "已保存。数字已与快照重新核对。")
    return None


@login_required
@require_POST
def report_paragraph_restore(request, pk):
    rows = DraftParagraph.objects.visible_to(request.user).select_related("draft__snapshot__committee")
    paragraph = get_object_or_404(rows, pk=pk)
    require(can_write(request.user, paragraph.draft))
    revision = whole_number(request.POST.get("version"))
    known = -1 if revision is None else revision  # an odd one is out of date
    _do(request, lambda: drafting.restore(paragraph, by=request.user, revision=known), "这一段已恢复为填好时的原文。")
    return redirect(paragraph.draft)


@login_required
@require_POST
def report_drop(request, pk):
    draft = _draft(request, pk)
    require(can_write(request.user, draft))
    _do(request, lambda: draft.drop(by=request.user), "已作废，仍可查看和恢复。")
    return redirect(draft)


@login_required
@require_POST
def report_take_up(request, pk):
    draft = _draft(request, pk)
    require(can_write(request.user, draft))
    _do(request, lambda: draft.take_up(by=request.user), "已恢复，可以继续修改。")
    return redirect(draft)


@login_required
def report_text(request, pk):
    """Plain words, to be copied without any script."""
    reading = drafting.Reading(_draft(request, pk))
    response = HttpResponse(papers.text_of(reading), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(False, papers.name_of(reading.draft, ".txt"))
    return response


@login_required
def report_document(request, pk):
    reading = drafting.Reading(_draft(request, pk))
    content = write(papers.paper_of(reading, request.build_absolute_uri))
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, papers.name_of(reading.draft, ".docx"))
    return response


def _draft(request, pk):
    rows = ReportDraft.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("snapshot__committee", "template", "created_by", "changed_by"), pk=pk)


def _original(shown, reading):
    """What the template and the snapshot said, where somebody changed it."""
    return fill(shown.row.source, reading.book).text if shown.row.is_edited else ""


def _do(request, act, said):
    try:
        act()
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
