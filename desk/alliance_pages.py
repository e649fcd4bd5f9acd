"""The page of an alliance and of an organization: what alliances know of them, with activities and branches."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.models import User
from activities.models import Activity, Participation
from activities.when import span_words
from alliances import permissions
from alliances.models import Alliance, Organization
from alliances.views import alliance_context
from branches.models import Branch

COMING = 8
PAST = 10


@login_required
def alliance_detail(request, pk):
    alliances = Alliance.objects.visible_to(request.user).select_related("committee")
    alliance = get_object_or_404(alliances, pk=pk)
    activities = Activity.objects.visible_to(request.user).of_alliance(alliance).select_related("base")
    now = timezone.now()
    coming = activities.filter(ends_at__gte=now).exclude(state=Activity.State.CANCELLED).order_by("starts_at")
    held = activities.counted().filter(ends_at__lt=now).order_by("-starts_at")
    context = alliance_context(request, alliance) | {
        "coming": _dated(coming[:COMING]),
        "held": _dated(held[:COMING]),
        "today": timezone.localdate(),
    }
    return render(request, "alliances/detail.html", context)


@login_required
def organization_detail(request, pk):
    user, day = request.user, timezone.localdate()
    organizations = Organization.objects.visible_to(user).select_related("category")
    organization = get_object_or_404(organizations, pk=pk)
    seats = list(organization.seats.select_related("alliance").order_by("-since"))
    seat = next((seat for seat in seats if seat.stands_on(day)), None)
    invited = Participation.objects.visible_to(user).filter(organization=organization)
    context = {
        "organization": organization,
        "seats": seats,
        "seat": seat,
        "today": day,
        "shows_phone": permissions.can_see_phone(user, organization, seat and seat.alliance_id),
        "can_manage": permissions.can_manage_alliances(user, organization),
        "branches": Branch.objects.visible_to(user).filter(organization=organization).on(day),
        "officers": User.objects.visible_to(user).officers_of([organization]),
        "participations": _taking_part(invited),
    }
    return render(request, "alliances/organization.html", context)


def _taking_part(invited):
    rows = invited.select_related("activity__alliance").order_by("-activity__starts_at", "-pk")[:PAST]
    for row in rows:
        row.activity.when = _when(row.activity)
    return rows


def _dated(activities):
    for activity in activities:
        activity.when = _when(activity)
    return activities


def _when(activity):
    return span_words(activity.starts_at, activity.ends_at, activity.precision)
