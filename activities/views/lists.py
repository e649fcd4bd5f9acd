from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, OuterRef, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.utils import timezone

from activities import permissions
from activities.filters import Filters, states_to_choose
from activities.holders import holder
from activities.models import Activity, ActivityType, Participation
from alliances.models import Alliance, Organization
from alliances.permissions import is_committee
from portal.quarters import Quarter
from portal.workbooks import write_table, xlsx_response

PAGE = 20
MOST_ROWS = 10_000  # of an export
QUARTERS = 8  # offered in the list of periods


@login_required
def activity_list(request):
    filters = Filters.read(request.GET)
    found = filters.apply(Activity.objects.visible_to(request.user))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    page.object_list = _with_counts(Activity.objects.filter(pk__in=page.object_list.values("pk"))).order_by(
        *found.query.order_by
    )
    today = timezone.localdate()
    for activity in page:
        activity.now_at = holder(activity)
        activity.is_late_with = bool(activity.now_at and activity.now_at.is_late(today))
    unit = Organization.objects.visible_to(request.user).filter(pk=filters.organization).first()
    context = {
        "page": page,
        "filters": filters,
        "unit": unit if filters.organization else None,
        "alliances": Alliance.objects.visible_to(request.user).on(today),
        "types": ActivityType.objects.visible_to(request.user),
        "states": states_to_choose(request.user),
        "periods": _periods(today, filters.period),
        "may_plan": permissions.can_plan(request.user),
        "may_import": is_committee(request.user),
        "today": today,
    }
    return render(request, "activities/list.html", context)


@login_required
def activity_export(request):
    """What the list shows, all pages of it, in the official layout."""
    filters = Filters.read(request.GET)
    activities = filters.apply(_with_counts(Activity.objects.visible_to(request.user)))[:MOST_ROWS]
    columns = ("日期", "时间", "牵头联盟", "联办联盟", "活动类型", "活动主题", "地点", "牵头单位",
               "参加单位（家）", "实到（人）", "状态")  # fmt: skip
    rows = [_row(activity) for activity in activities]
    today = timezone.localdate()
    totals = [None] * 7 + [f"{len(rows)} 场次", sum(row[8] for row in rows), sum(row[9] or 0 for row in rows), None]
    data = write_table("党建联盟活动台账", columns, rows, unit=str(request.user.unit), as_of=today, totals=totals)
    return xlsx_response("党建联盟活动台账", today, data)


def _with_counts(activities):
    """How many units take part and how many people came."""
    rows = Participation.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    attending = rows.filter(answer=Participation.Answer.ATTENDING)
    return (
        activities.with_names()
        .select_related("committee")
        .annotate(
            unit_count=Coalesce(Subquery(attending.values(count=Count("pk"))), 0),
            # An old ledger knows the sum only, not who of which unit.
            present=Coalesce(
                Subquery(rows.values(count=Sum("present_count"))),
                Case(When(state=Activity.State.ACCEPTED, then=F("summary__head_count"))),
            ),
        )
    )


def _row(activity):
    starts, ends = timezone.localtime(activity.starts_at), timezone.localtime(activity.ends_at)
    exact = activity.precision == Activity.Precision.TIME
    month_only = activity.precision == Activity.Precision.MONTH
    return [
        f"{starts:%Y-%m}" if month_only else starts.date(),
        f"{starts:%H:%M}—{ends:%H:%M}" if exact and starts.date() == ends.date() else "",
        activity.owner_name,
        "、".join(partner.short_name for partner in activity.partners.all()),
        str(activity.type),
        activity.title,
        activity.place_name,
        str(activity.host or activity.committee),
        activity.unit_count,
        activity.present,
        activity.status["label"],
    ]


def _periods(today, chosen):
    """The quarters around today, newest first, and the one that is chosen."""
    quarter = Quarter.of(today).next()
    offered = []
    for _ in range(QUARTERS):
        offered.append(quarter.period)
        quarter = quarter.previous()
    return offered if chosen is None or chosen in offered else [chosen, *offered]
