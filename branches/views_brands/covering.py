"""一支部一品牌: who has a brand, who has not, and a reminder to those in one act."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from alliances.models import Alliance, Organization
from alliances.views import own_committee
from branches import brand_permissions as permissions
from branches import coverage as covering
from branches.models import Brand
from branches.views_brands.common import number
from portal.access import require
from portal.workbooks import write_table, xlsx_response

PAGE = 50
WORDS = {"all": "全部支部", "published": "已发布", "making": "在办", "without": "未创建"}  # as the table says
TITLE = "一支部一品牌覆盖情况"
COLUMNS = ("联盟", "单位", "支部（个）", "已发布（个）", "在办（个）", "未创建（个）", "覆盖率（%）", "单位品牌")


@login_required
@require_safe
def brand_coverage(request):
    """The table; with ?state=without (published, making, all) the branches behind a figure, of ?alliance or
    ?organization."""
    user, today = request.user, timezone.localdate()
    require(permissions.can_see_coverage(user))
    committee = own_committee(user)
    if request.GET.get("state") in WORDS:
        return _branches(request, committee, today)
    context = {
        "today": today,
        "found": covering.coverage(committee, user, today),
        "can_remind": permissions.can_remind(user),
    }
    return render(request, "branches/brands/coverage.html", context)


@login_required
@require_safe
def brand_coverage_export(request):
    user, today = request.user, timezone.localdate()
    require(permissions.can_see_coverage(user))
    committee = own_committee(user)
    found = covering.coverage(committee, user, today)
    rows = [
        [part.alliance.short_name if part.alliance else "未编入联盟", str(row.organization), *_figures(row), _own(row)]
        for part in found.parts
        for row in part.rows
    ]
    totals = [None, f"{len(rows)} 家", *_figures(found.total), None]
    data = write_table(TITLE, COLUMNS, rows, unit=committee.name, as_of=today, totals=totals)
    return xlsx_response(TITLE, today, data)


@login_required
def brand_coverage_remind(request):
    """The units that have branches without a brand, all chosen; one message each to those that are left chosen."""
    user, today = request.user, timezone.localdate()
    require(permissions.can_remind(user))
    units = covering.units_to_remind(own_committee(user), user, today)
    if request.method == "POST":
        asked = {number(text) for text in request.POST.getlist("unit")}
        _remind(request, [unit for unit in units if unit.pk in asked], today)
        return redirect("brand-coverage")
    officers = {}
    for officer in User.objects.officers_of(units):
        officers.setdefault(officer.organization_id, []).append(officer)
    for unit in units:
        unit.officers = officers.get(unit.pk, [])
    return render(request, "branches/brands/remind.html", {"units": units, "today": today})


def _remind(request, chosen, today):
    if not chosen:
        messages.warning(request, "没有选中要提醒的单位。")
        return
    result = covering.remind(chosen, by=request.user, day=today)
    say = messages.success if result else messages.info
    say(request, result.sentence)


def _branches(request, committee, today):
    user, state = request.user, request.GET["state"]
    alliance_id, unit_id = number(request.GET.get("alliance")), number(request.GET.get("organization"))
    rows = covering.branches_in(state, committee, user, today, alliance=alliance_id, organization=unit_id)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    brands = Brand.objects.visible_to(user).current().filter(branch__in=[branch.pk for branch in page])
    by_branch = {brand.branch_id: brand for brand in brands.select_related("published")}
    can_start = permissions.can_create(user)
    for branch in page:
        branch.brand = by_branch.get(branch.pk)
        branch.may_begin = can_start and (user.is_staff or user.organization_id == branch.organization_id)
    unit = Organization.objects.visible_to(user).filter(pk=unit_id).first() if unit_id else None
    alliance = Alliance.objects.visible_to(user).filter(pk=alliance_id).first() if alliance_id else None
    context = {
        "page": page,
        "state": state,
        "word": WORDS[state],
        "parts": WORDS,
        "where": unit or alliance or ("未编入联盟的单位" if alliance_id == 0 else committee),
        "today": today,
        "can_remind": permissions.can_remind(user),
    }
    return render(request, "branches/brands/coverage_branches.html", context)


def _figures(line):
    return [line.branches, line.published, line.making, line.without, line.percent]


def _own(row):
    return "有" if row.has_own else ""
