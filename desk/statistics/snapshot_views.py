from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliances.views import own_committee
from desk.models import Snapshot
from desk.statistics import scopes, sheets, snapshots
from desk.statistics.views import ROWS, may_read_snapshots
from portal.access import WrongState, require

PAGE = 20


@login_required
@require_safe
def snapshot_list(request):
    require(may_read_snapshots(request.user))
    found = Snapshot.objects.visible_to(request.user).select_related("signed_by")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/statistics/snapshot_list.html", {"page": page})


@login_required
@require_POST
def snapshot_sign(request):
    """The page's own period and choice come along as hidden fields."""
    committee = own_committee(request.user)
    require(snapshots.can_sign(request.user, committee))
    asked = scopes.read(request.POST, committee, timezone.localdate(), user=request.user)
    try:
        if asked.faults:
            raise WrongState("".join(asked.faults))
        title, note = request.POST.get("title", ""), request.POST.get("note", "")
        snapshot = snapshots.sign(asked.scope, title, by=request.user, note=note)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        back = request.POST.copy()
        for name in ("csrfmiddlewaretoken", "title", "note"):
            back.pop(name, None)
        return redirect(f"{reverse('statistics')}?{back.urlencode()}")
    messages.success(request, f"已签定“{snapshot}”，数字和明细不再变动。")
    return redirect(snapshot)


@login_required
@require_safe
def snapshot_detail(request, pk):
    snapshot = _snapshot(request, pk)
    others = Snapshot.objects.visible_to(request.user).of_scope(snapshot).exclude(pk=pk)
    standing = snapshots.standing(snapshot)
    context = {
        "snapshot": snapshot,
        "standing": standing,
        "tables": [_labelled(one) for one in snapshot.numbered_tables],
        "others": others.select_related("signed_by")[:PAGE],
        "may_void": snapshots.can_sign(request.user, snapshot.committee) and not snapshot.voided_at,
        "today": timezone.localdate(),
    }
    return render(request, "desk/statistics/snapshot_detail.html", context)


@login_required
@require_safe
def snapshot_rows(request, pk):
    """The rows of one figure as they were kept, with what the records say now beside those that differ."""
    snapshot = _snapshot(request, pk)
    key = request.GET.get("key", "").replace("\x00", "")
    figure = snapshot.figures.filter(key=key).first()
    if figure is None:
        raise Http404
    is_before = request.GET.get("before") == "1"
    page = Paginator(figure.rows.filter(is_before=is_before), ROWS).get_page(request.GET.get("page"))
    compared = snapshots.beside(snapshot, figure, page.object_list, is_before)
    context = {
        "snapshot": snapshot,
        "figure": figure,
        "is_before": is_before,
        "page": page,
        "compared": compared,
        "total": figure.before if is_before else figure.value,
    }
    return render(request, "desk/statistics/snapshot_rows.html", context)


@login_required
@require_safe
def snapshot_export(request, pk):
    snapshot = _snapshot(request, pk)
    signed_on = timezone.localdate(snapshot.signed_at)
    title, unit = snapshot.title, snapshot.committee.name
    return sheets.snapshot_workbook(snapshot, title, unit, signed_on)


@login_required
@require_POST
def snapshot_void(request, pk):
    snapshot = _snapshot(request, pk)
    require(snapshots.can_sign(request.user, snapshot.committee))
    try:
        snapshot.void(by=request.user, reason=request.POST.get("reason", "").replace("\x00", ""))
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{snapshot}”已作废；引用它的报告会注明。")
    return redirect(snapshot)


def _labelled(table):
    """Each number with the name of its column, which a phone writes before it."""
    names = table["columns"][1:]
    rows = [{"name": row[0], "cells": list(zip(names, row[1:], strict=True))} for row in table["rows"]]
    return {**table, "lines": rows, "sums": list(zip(names, table["totals"][1:], strict=True))}


def _snapshot(request, pk):
    found = Snapshot.objects.visible_to(request.user).select_related("committee", "signed_by", "voided_by")
    return get_object_or_404(found, pk=pk)
