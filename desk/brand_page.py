"""The page of a brand: what it says, what came of it in activities, who learned from it, who has it now."""

from django.contrib.auth.decorators import login_required
from django.db.models import F, FilteredRelation, Q, prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from activities import practice
from alliances.models import Alliance, Seat
from branches import brand_actions, brand_holders, brand_permissions
from branches.brand_changes import changes
from branches.brand_trail import trail
from branches.models import Adoption, BrandStep, BrandVersion
from branches.models.brand_states import OPEN
from branches.views_brands.common import do, found, number
from portal.access import require

FEW, SOME = 3, 6  # pictures; how small they are printed, so that all stay on one sheet


@login_required
def brand_detail(request, pk):
    user, today = request.user, timezone.localdate()
    versions = _versions(pk, user, today)
    if not versions:
        raise Http404
    brand = versions[0].brand
    insider = brand_permissions.sees_making(user, brand)
    making = next((version for version in versions if version.state in OPEN), None)
    shown = brand.published or making or versions[0]
    prefetch_related_objects([version for version in {shown, making} if version], "pictures")
    adoptions = _adoptions(brand, today)
    learned_from = [row for row in adoptions if row.brand_id == brand.pk]
    holder = brand_holders.holder(making, today) if making else None
    steps = _steps(brand, user) if insider else []
    figures = practice.outcomes_of(brand, today)
    measure = _asked_measure(request, figures)
    context = {
        "brand": brand,
        "shown": shown,
        "making": making,
        "is_revision": making is not None and making is not shown,
        "changed": len(changes(shown, making)) if making is not None and making is not shown else 0,
        "versions": [version for version in versions if version is not making],
        "insider": insider,
        "works": brand_permissions.works_on(user, brand),
        "honours": list(brand.honours.all()),
        "can_grant": brand_permissions.can_grant(user, brand),
        "figures": figures,
        "measure": measure,
        "fame": _fame(learned_from),
        "pictures": shown.pictures.all(),
        "amount": _amount(len(shown.pictures.all())),
        "learned_from": learned_from,
        "learned": [row for row in adoptions if row.brand_id != brand.pk],
        "activities": list(practice.activities_of(brand, user, measure).prefetch_related(None)),
        "may_adopt": _may_adopt(user, brand),
        "handle": brand_actions.handle(making, holder, user, today),
        "other_actions": brand_actions.other_actions(brand, making, steps, user),
        "trail": trail(steps, making, holder) if insider else None,
        "today": today,
    }
    return render(request, "branches/brands/detail.html", context)


@login_required
def brand_activities(request, pk):
    """Which activities practised it: tick, untick."""
    brand = found(request, pk)
    require(brand_permissions.works_on(request.user, brand))
    linked = list(practice.activities_of(brand, request.user))
    offered = {activity.pk: activity for activity in [*linked, *practice.offered(brand, request.user)]}
    if request.method == "POST":
        _link(request, brand, linked, offered)
        return redirect(brand)
    context = {"brand": brand, "offered": offered.values(), "linked": {activity.pk for activity in linked}}
    return render(request, "branches/brands/activities.html", context)


def _link(request, brand, linked, offered):
    chosen = {number(text) for text in request.POST.getlist("activity")}
    before = {activity.pk for activity in linked}

    def act():
        for pk, activity in offered.items():
            if pk in chosen and pk not in before:
                practice.link(brand, activity, request.user)
            elif pk not in chosen and pk in before:
                practice.unlink(brand, activity, request.user)

    do(request, act, "有关活动已更新。")


def _versions(pk, user, day):
    """What this person sees of the brand, the newest first, by one query: each knows the brand, the brand its owner and
    in which alliance that sits today. Who sees no version does not see the brand."""
    rows = BrandVersion.objects.visible_to(user).filter(brand=pk).order_by("-number")
    owner = ("committee", "organization", "branch__organization", "alliance")
    rows = rows.select_related(*(f"brand__{name}" for name in owner))
    versions = list(_with_seat(rows, "brand__organization__seats", day))
    for version in versions:
        version.brand = versions[0].brand
        if version.pk == version.brand.published_id:
            version.brand.published = version
    if versions and versions[0].brand.organization:
        versions[0].brand.organization.standing_seats = [_seat(versions[0])] if versions[0].seat_alliance else []
    return versions


def _adoptions(brand, day):
    """Who learned from it, and what its owner learned from others: one query for both directions."""
    own = Q(brand=brand)
    if brand.branch_id:
        own |= Q(branch=brand.branch_id)
    elif brand.organization_id:
        own |= Q(organization=brand.organization_id)
    owner = ("brand__organization", "brand__branch__organization", "brand__alliance", "brand__published")
    rows = Adoption.objects.valid().filter(own).select_related("organization", "branch__organization", *owner)
    adoptions = list(_with_seat(rows, "organization__seats", day))
    for row in adoptions:
        row.alliance = _seat(row).alliance if row.seat_alliance else None
    return adoptions


def _with_seat(rows, seats, day):
    """Each with what the chip of the alliance needs in which the unit sits on the day: it sits in one at most."""
    stands = Q(**{f"{seats}__since__lte": day}) & (Q(**{f"{seats}__until": None}) | Q(**{f"{seats}__until__gte": day}))
    names = {f"seat_{name}": F(f"seat__alliance__{name}") for name in ("name", "mark", "order_number")}
    rows = rows.annotate(seat=FilteredRelation(seats, condition=stands))
    return rows.annotate(seat_alliance=F("seat__alliance"), **names)


def _seat(row):
    alliance = Alliance(
        pk=row.seat_alliance, name=row.seat_name, mark=row.seat_mark, order_number=row.seat_order_number
    )
    return Seat(alliance=alliance)


def _steps(brand, user):
    return list(BrandStep.objects.visible_to(user).filter(brand=brand).select_related("by__organization"))


def _asked_measure(request, figures):
    """?measure=3 shows the activities behind that figure."""
    asked = number(request.GET.get("measure"))
    return next((figure.measure for figure in figures if figure.measure.pk == asked), None)


def _fame(learned_from):
    """How many units learned from it, and from how many alliances."""
    alliances = {row.alliance.pk for row in learned_from if row.alliance}
    return {"units": len({row.organization_id for row in learned_from}), "alliances": len(alliances)}


def _amount(pictures):
    return "few" if pictures <= FEW else "some" if pictures <= SOME else "many"


def _may_adopt(user, brand):
    return bool(brand.published_id) and not brand.ended_on and brand_permissions.can_adopt(user, brand)
