from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliances import composition, permissions, seats
from alliances.forms import LeadChangeForm, OrganizationFilter, SeatFilter
from alliances.models import Alliance, Committee, Seat, Waiver
from alliances.picture import makeup_of, picture_of
from alliances.roster_export import export
from alliances.rosters import roster
from portal.access import WrongState, require

PAGE = 100  # the 88 on one page


def asked_day(request):
    """`?on=2025-06-30`; today when there is none or it is no day."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def own_committee(user):
    """A superuser without a committee looks at the first."""
    committee = user.committee if user.committee_id else Committee.objects.visible_to(user).first()
    if committee is None:
        raise Http404
    return committee


@login_required
def alliance_list(request):
    day = asked_day(request)
    picture = picture_of(own_committee(request.user), day)
    context = {
        "picture": picture,
        "is_today": day == timezone.localdate(),
        "composition": composition.summary(composition.findings(picture)),
    }
    return render(request, "alliances/list.html", context)


def alliance_context(request, alliance):
    """The parts of an alliance's page that this app knows; desk.alliance_pages adds duties and activities."""
    day = timezone.localdate()
    seats = list(alliance.seats.select_related("organization").in_official_order())
    current = [seat for seat in seats if seat.stands_on(day)]
    return {
        "alliance": alliance,
        "makeup": makeup_of(alliance, current),
        "liaisons": alliance.liaisons.on(day),
        "rows": [_unit_row(request.user, seat) for seat in current],
        "other_seats": sorted(set(seats) - set(current), key=lambda seat: (seat.since, seat.pk), reverse=True),
        "can_manage": permissions.can_manage_alliances(request.user, alliance),
    }


def _unit_row(user, seat):
    whole = permissions.can_see_phone(user, seat.organization, seat.alliance_id)
    return {"seat": seat, "organization": seat.organization, "shows_phone": whole}


@login_required
def seat_history(request):
    filters = SeatFilter(request.GET, user=request.user)
    chosen = filters.chosen
    rows = Seat.objects.visible_to(request.user).select_related("alliance", "organization")
    if chosen["alliance"]:
        rows = rows.filter(alliance=chosen["alliance"])
    if chosen["role"]:
        rows = rows.filter(role=chosen["role"])
    if chosen["q"]:
        rows = rows.filter(organization__search_key__icontains=chosen["q"].strip())
    rows = rows.order_by("-since", "alliance__order_number", "organization__order_number", "pk")
    context = {
        "filters": filters,
        "chosen": chosen,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "alliances/seats.html", context)


@login_required
def composition_list(request):
    committee = own_committee(request.user)
    found = composition.findings(picture_of(committee, timezone.localdate()))
    context = {
        "found": found,
        "composition": composition.summary(found),
        "can_manage": permissions.can_manage_alliances(request.user, found[0].alliance if found else None),
        "note_length": composition.NOTE_LENGTH,
    }
    return render(request, "alliances/composition.html", context)


@login_required
@require_POST
def waiver_save(request, pk, rule):
    alliance = get_object_or_404(Alliance.objects.visible_to(request.user), pk=pk)
    require(permissions.can_manage_alliances(request.user, alliance))
    try:
        composition.waive(alliance, rule, by=request.user, note=request.POST.get("note", "").replace("\x00", ""))
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已记下{alliance.short_name}的说明。")
    return redirect("composition")


@login_required
@require_POST
def waiver_withdraw(request, pk):
    waiver = get_object_or_404(Waiver.objects.visible_to(request.user).select_related("alliance"), pk=pk)
    require(permissions.can_manage_alliances(request.user, waiver.alliance))
    try:
        composition.withdraw_waiver(waiver, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已撤回{waiver.alliance.short_name}的说明，该项重新显示为黄。")
    return redirect("composition")


@login_required
def alliance_change_lead(request, pk):
    """The first post shows what will change; the second, which confirms exactly that, does it."""
    alliance = get_object_or_404(Alliance.objects.visible_to(request.user), pk=pk)
    require(permissions.can_manage_alliances(request.user, alliance))
    form = LeadChangeForm(request.POST or None, alliance=alliance)
    lead = alliance.seats.on(timezone.localdate()).leading().select_related("organization").first()
    context = {"alliance": alliance, "form": form, "lead": lead}
    if form.is_valid():
        said = form.cleaned_data
        asked = {"organization": said["organization"], "on": said["on"], "old_stays": said["old_stays"]}
        try:
            change = seats.plan_lead_change(alliance, **asked)
            if request.POST.get("confirm") == change.key:
                seats.change_lead(alliance, **asked, by=request.user, note=said["note"])
                messages.success(request, f"{change.organization}自{change.on}起任{alliance}片长单位。")
                return redirect(alliance)
            context["change"] = change
        except WrongState as refusal:
            form.add_error(None, str(refusal))
    return render(request, "alliances/change_lead.html", context)


@login_required
def organization_list(request):
    filters = OrganizationFilter(request.GET, user=request.user)
    chosen, sort = filters.chosen, request.GET.get("sort", "")
    rows = roster(request.user, chosen, sort, timezone.localdate())
    if "xlsx" in request.GET:
        require(permissions.can_manage_alliances(request.user))  # whole phone numbers
        return export(own_committee(request.user), rows, timezone.localdate())
    sums, paginator = rows.sums(), Paginator(rows, PAGE)
    paginator.count = sums["organizations"]
    context = {
        "filters": filters,
        "chosen": chosen,
        "page": paginator.get_page(request.GET.get("page")),
        "sums": sums,
        "can_manage": permissions.can_manage_alliances(request.user),
    }
    return render(request, "alliances/organizations.html", context)
