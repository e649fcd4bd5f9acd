"""批量: one template and many units become as many letters, numbered, approved, issued and packed at once."""

import secrets
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from letters import archives, batches, drafting, permissions
from letters.documents.names import file_name
from letters.filters import number
from letters.forms.batches import BatchForm, NumbersForm
from letters.models import Batch, Letter, Recipient
from letters.models.states import State
from letters.views.common import confirm
from letters.whom import with_units
from portal.access import WrongState, require
from portal.sending import send_file

PAGE = 50
SHOWN_REFUSALS = 5
PATIENCE = timedelta(seconds=90)  # as long a task may wait for a worker before the page says that none came


@login_required
def letter_batch_create(request):
    require(permissions.can_draft(request.user))
    if request.method != "POST":
        asked = number(request.GET.get("template"))
        form = BatchForm(user=request.user, initial={"key": secrets.token_urlsafe(16), "template": asked})
        return render(request, "letters/batch_form.html", {"form": form})
    form = BatchForm(request.POST, user=request.user)
    if not form.is_valid():
        return render(request, "letters/batch_form.html", {"form": form}, status=422)
    template, key = form.cleaned_data["template"], f"page:{form.cleaned_data['key']}"
    try:
        batch = drafting.draft_many(template.kind, form.cases, request.user, template=template, key=key)
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return render(request, "letters/batch_form.html", {"form": form}, status=422)
    messages.success(request, f"已起草 {batch.letters.count()} 份，核对后一起送审。")
    return redirect(batch)


@login_required
def letter_batch(request, pk):
    batch = _found(request, pk)
    counts = batches.counts(batch)
    page = Paginator(_letters(batch), PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "page": page,
        "counts": [(State(state).label, count) for state, count in counts.items() if count],
        "without_number": _without_number(batch),
        "open": sum(counts[state] for state in Letter.UNISSUED),
        "handle": _handle(batch, counts),
        "zip": _zip(batch),
    }
    return render(request, "letters/batch.html", context)


@login_required
def letter_batch_numbers(request, pk):
    batch = _found(request, pk)
    letters = list(_letters(batch).exclude(state=State.VOID))
    form = NumbersForm(request.POST if request.method == "POST" else None, letters=letters)
    if form.is_bound and form.is_valid():
        changed, refused = form.changed, []
        for letter, text in changed:
            try:
                letter.set_number(text, by=request.user)
            except WrongState as refusal:
                refused.append(str(refusal))
        _say(request, len(changed) - len(refused), "登记文号", refused)
        return redirect(batch)
    without = sum(not letter.number for letter in letters)
    context = {"batch": batch, "form": form, "without": without}
    return render(request, "letters/batch_numbers.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def letter_batch_submit(request, pk):
    batch = _found(request, pk)
    outcome = batches.submit_all(batch, by=request.user)
    _say(request, outcome.done, "送审", outcome.words)
    return redirect(batch)


@login_required
@require_POST
def letter_batch_approve(request, pk):
    batch = _found(request, pk)
    outcome = batches.approve_all(batch, by=request.user)
    _say(request, outcome.done, "审批", outcome.words)
    return redirect(batch)


@login_required
def letter_batch_issue(request, pk):
    batch = _found(request, pk)
    if request.method == "POST":
        outcome = batches.issue_all(batch, by=request.user)
        _say(request, outcome.done, "印发", outcome.words)
        return redirect(batch)
    ready = batch.letters.filter(state=State.APPROVED)
    bare = ready.filter(number="").count()
    warnings = [f"其中 {bare} 份还没有文号；需要编号的，请先登记文号。"] if bare else []
    return confirm(
        request,
        batch.get_absolute_url(),
        heading="全部印发",
        what=f"“{batch}”审批过的 {ready.count()} 份一起印发，每家单位各收到自己的一份通知。",
        consequences=warnings,
        submit="全部印发",
    )


@login_required
def letter_batch_zip(request, pk):
    """POST makes it, GET hands it out."""
    batch = _found(request, pk)
    if request.method == "POST":
        try:
            archives.ask(batch)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.info(request, "正在生成文档，进度在本页显示，可以离开。")
        return redirect(batch)
    if not batch.archive or batch.is_packing:
        messages.info(request, "压缩包还没有生成好。")
        return redirect(batch)
    return send_file(request, batch.archive, name=file_name(batch.title, ending=".zip"))


def _found(request, pk):
    batch = get_object_or_404(Batch.objects.visible_to(request.user).select_related("committee", "created_by"), pk=pk)
    require(permissions.can_manage_batch(request.user, batch))
    return batch


def _letters(batch):
    """In official order, each with its unit's name."""
    parts = Recipient.objects.filter(letter=OuterRef("pk")).order_by("organization__order_number", "organization")
    place = Subquery(parts.values("organization__order_number")[:1])
    return with_units(batch.letters.select_related("committee").defer("body", "tables")).order_by(place, "pk")


def _without_number(batch):
    return batch.letters.filter(number="").exclude(state=State.VOID).count()


def _handle(batch, counts):
    """The next act for all; the earliest state of any letter decides."""
    if counts[State.DRAFT]:
        return {
            "what": f"核对 {counts[State.DRAFT]} 份草稿，一起送审",
            "label": "全部送审",
            "name": "letter-batch-submit",
            "post": True,
        }
    if counts[State.SUBMITTED]:
        return {
            "what": f"审批 {counts[State.SUBMITTED]} 份",
            "label": "全部审批通过",
            "name": "letter-batch-approve",
            "post": True,
        }
    if counts[State.APPROVED]:
        return {
            "what": f"印发 {counts[State.APPROVED]} 份",
            "label": "全部印发",
            "name": "letter-batch-issue",
            "post": False,
        }
    return None


def _zip(batch):
    """How far the .zip is, in words."""
    waited = batch.asked_at is not None and timezone.now() - batch.asked_at > PATIENCE
    stuck = batch.is_stuck and waited
    return {
        "making": batch.is_packing and not stuck and not batch.fault,
        "stuck": stuck or bool(batch.fault),
        "ready": bool(batch.archive) and not batch.is_packing,
        "done": batch.done,
        "total": batch.total,
    }


def _say(request, done, verb, refused):
    if done:
        messages.success(request, f"已{verb} {done} 份。")
    elif not refused:
        messages.info(request, f"没有要{verb}的。")
    for words in refused[:SHOWN_REFUSALS]:
        messages.error(request, words)
    if len(refused) > SHOWN_REFUSALS:
        messages.error(request, f"还有 {len(refused) - SHOWN_REFUSALS} 种情况没有{verb}，请逐份查看。")
