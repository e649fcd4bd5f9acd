"""The page of an alliance and of an organization: what alliances know of them, with activities and branches."""

from django.contrib.auth.decorators import login_required
from django.db.models import F, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.models import User
from activities.duties import duties_of, duties_of_organization
from activities.models import Activity, Participation
from alliances import permissions
from alliances.models import Alliance, Organization
from alliances.views import alliance_context
from branches.models import Branch, Term
from branches.terms.permissions import can_list
from desk.brand_sections import brands_of, exchange_of

COMING = 8
PAST = 10


@login_required
def alliance_detail(request, pk):
    alliances = Alliance.objects.visible_to(request.user).select_related("committee")
    alliance = get_object_or_404(alliances, pk=pk)
    coming, held = _around(timezone.now(), Activity.objects.visible_to(request.user).of_alliance(alliance))
    context = alliance_context(request, alliance) | {
        "coming": coming,
        "held": held,
        "duties": duties_of(alliance, timezone.localdate(), seen_by=request.user),
        "today": timezone.localdate(),
        "brands": brands_of(request.user, alliance=alliance),
    }
    return render(request, "alliances/detail.html", context)


def _around(now, activities):
    """The next ones and those last archived, in one query."""
    coming = activities.filter(ends_at__gte=now).exclude(state=Activity.State.CANCELLED).order_by("starts_at")[:COMING]
    held = activities.counted().filter(ends_at__lt=now).order_by("-starts_at")[:PAST]
    both = activities.filter(Q(pk__in=coming.values("pk")) | Q(pk__in=held.values("pk")))
    rows = list(both.select_related("base").order_by("starts_at", "pk"))
    return [row for row in rows if row.ends_at >= now], [row for row in reversed(rows) if row.ends_at < now]


@login_required
def organization_detail(request, pk):
    user, day = request.user, timezone.localdate()
    organizations = Organization.objects.visible_to(user).select_related("category", "committee")
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
        "terms": _terms(user, organization, day),
        "lists_terms": can_list(user),
        "officers": User.objects.visible_to(user).officers_of([organization]),
        "participations": invited.select_related("activity__alliance").order_by("-activity__starts_at", "-pk")[:PAST],
        "duties": duties_of_organization(organization, day, seen_by=user),
        "brands": brands_of(user, organization=organization),
        "exchange": exchange_of(organization),
    }
    return render(request, "alliances/organization.html", context)


def _terms(user, organization, day):
    """The current terms of the organization and its branches that need a look, its own first; as somebody may see."""
    rows = Term.objects.visible_to(user).current().standing(day).filter(organization=organization).with_names()
    shown = [term for term in rows.order_by(F("branch").asc(nulls_first=True)) if term.needs_a_look(day)]
    for term in shown:
        term.state, term.left_words = term.status(day), term.left(day)
    return shown
