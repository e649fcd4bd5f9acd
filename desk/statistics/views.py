from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliances.views import own_committee
from desk.statistics import rows, scopes, sheets, tables
from desk.statistics.figures import kind_of
from desk.statistics.snapshots import can_sign
from portal.templatetags.look import replaced_query

ROWS = 50  # of a page


def may_read_snapshots(user):
    return user.is_staff or user.is_leader


@login_required
@require_safe
def statistics(request):
    committee, today = own_committee(request.user), timezone.localdate()
    asked = scopes.read(request.GET, committee, today, user=request.user)
    table = tables.table(asked, request.GET.get("page", "1")) if asked.scope else None
    context = {
        "asked": asked,
        "since": str(asked.since),
        "until": str(asked.until),
        "table": table,
        "sums": _sums(table) if table else [],
        "groups": _groups(request.user, asked),
        "alliances": _standing(asked, today),
        "types": [one for one in asked.types if one.is_active or one == asked.chosen.get("type")],
        "today": today,
        "may_sign": can_sign(request.user, committee),
        "may_read_snapshots": may_read_snapshots(request.user),
        "title": sign_title(asked.scope) if asked.scope else "",
        "own_unit_href": _own_unit_href(request, asked),
    }
    return render(request, "desk/statistics/statistics.html", context)


@login_required
@require_safe
def statistics_export(request):
    committee, today = own_committee(request.user), timezone.localdate()
    asked = scopes.read(request.GET, committee, today, user=request.user)
    if asked.faults:
        return redirect(f"{request.path.removesuffix('export/')}?{request.GET.urlencode()}")
    return sheets.statistics_workbook(asked, tables.table(asked), today)


@login_required
@require_safe
def statistics_rows(request):
    """What one figure is made of; the sum of all pages stands at the foot."""
    committee, today = own_committee(request.user), timezone.localdate()
    asked = scopes.read(request.GET, committee, today, user=request.user)
    context = {"asked": asked, "committee": committee, "key": request.GET.get("key", "")}
    if asked.scope:
        try:
            found = rows.rows(asked.scope, context["key"].replace("\x00", ""), request.user)
        except rows.NoSuchFigure:
            raise Http404 from None
        kind = kind_of(asked.scope, context["key"])
        if kind is None:
            raise Http404
        listed = found if kind.key == "alliances_active" else found.with_names().order_by("starts_at", "pk")
        context |= {
            "kind": kind,
            "page": Paginator(listed, ROWS).get_page(request.GET.get("page")),
            "total": rows.total(found),
        }
    return render(request, "desk/statistics/rows.html", context)


def sign_title(scope):
    """2025年1月1日至7月31日活动统计"""
    since, until = scope.since, scope.until
    year = "" if since.year == until.year else f"{until.year}年"
    return f"{since.year}年{since.month}月{since.day}日至{year}{until.month}月{until.day}日活动统计"


def _sums(table):
    """The whole in a line above the table (components/sums.html)."""
    return [
        {"label": cell.kind.name, "value": cell.value, "unit": cell.kind.unit, "href": cell.href}
        for cell in table.total
    ]


def _standing(asked, today):
    """The alliances to choose from: those of the period."""
    since, until = (asked.scope.since, asked.scope.until) if asked.scope else (today, today)
    return [one for one in asked.alliances if one.since <= until and (one.until is None or one.until >= since)]


def _own_unit_href(request, asked):
    unit = request.user.organization_id
    if not unit or not request.user.is_officer_or_member or "organization" in asked.chosen:
        return ""
    return replaced_query(request, {"page": None, "organization": unit, "by": "type"})


def _groups(user, asked):
    """By what the table may be told apart."""
    hidden = set() if scopes.may_see_units(user) or "organization" in asked.chosen else {"organization"}
    return [(by, label) for by, label in scopes.GROUPS.items() if by not in hidden]
