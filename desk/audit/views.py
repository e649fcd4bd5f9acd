"""The audit trail, for staff: looked through, opened, exported, and its head printed. Nothing here writes."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliances.views import own_committee
from desk.audit import asking, sheets, showing
from portal.access import require
from portal.audit import Act, AuditEntry, chain
from portal.audit.subjects import kind_label


@login_required
@require_safe
def audit_list(request):
    require(request.user.is_staff)
    asked = asking.read(request.GET, timezone.localdate())
    lines = asked.of(AuditEntry.objects.visible_to(request.user))
    count, has_more = asking.counted(lines)
    page, following = asking.page_of(lines, asked, request.GET.get("after", ""))
    for line in page:
        line.kind_name = kind_label(line.kind)
    context = {
        "asked": asked,
        "lines": page,
        "following": following,
        "count": count,
        "has_more": has_more,
        "is_later_page": bool(request.GET.get("after")),
        "acts": Act.choices,
        "kinds": asking.kinds(),
        "thing_name": next((line.name for line in page if line.name), "") if asked.thing is not None else "",
        "too_many": has_more or count > sheets.MOST,
        "most": sheets.MOST,
        "head": chain.last(),
    }
    return render(request, "desk/audit/list.html", context)


@login_required
@require_safe
def audit_detail(request, pk):
    require(request.user.is_staff)
    line = get_object_or_404(AuditEntry.objects.visible_to(request.user), pk=pk)
    subject = showing.subject_of(line, request.user)
    is_veiled = not showing.may_read_values(line, request.user)
    context = {
        "line": line,
        "kind_name": kind_label(line.kind),
        "subject_href": subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else "",
        "is_veiled": is_veiled,
        "differences": [] if is_veiled else showing.differences(line),
    }
    return render(request, "desk/audit/detail.html", context)


@login_required
@require_safe
def audit_export(request):
    require(request.user.is_staff)
    today = timezone.localdate()
    lines = asking.read(request.GET, today).of(AuditEntry.objects.visible_to(request.user))
    if request.GET.get("format") == "csv":
        return sheets.csv_file(lines, today)
    return sheets.workbook(lines, own_committee(request.user).name, today)


@login_required
@require_safe
def audit_head(request):
    """To be printed and kept elsewhere."""
    require(request.user.is_staff)
    return render(request, "desk/audit/head.html", {"head": chain.last(), "today": timezone.localdate()})
