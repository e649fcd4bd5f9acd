"""The page of a brand: what it says, what came of it in activities, who learned from it, who has it now."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from activities import practice
from alliances.models import Seat
from branches import brand_actions, brand_holders, brand_permissions
from branches.brand_changes import changes
from branches.brand_trail import trail
from branches.models import Adoption, Brand, BrandStep, BrandVersion
from branches.models.brand_states import OPEN
from branches.views_brands.common import do, found, number
from portal.access import require

FEW = 3  # pictures that still leave room on the printed sheet
SHOWN = 6  # in a list of the rail; the rest is folded


@login_required
def brand_detail(request, pk):
    user, today = request.user, timezone.localdate()
    brand = get_object_or_404(Brand.objects.visible_to(user).with_owner(), pk=pk)
    adoptions = _adoptions(brand)
    _seat(brand, adoptions, today)
    insider = brand_permissions.sees_making(user, brand)
    versions = _versions(brand, user) if insider else [brand.published]
    making = next((version for version in versions if version and version.state in OPEN), None)
    shown = brand.published or making or next(iter(versions), None)
    if shown is None:  # given up before it was ever handed in
        return redirect("brand-list")
    prefetch_related_objects([version for version in {shown, making} if version], "pictures")
    learned_from = [row for row in adoptions if row.brand_id == brand.pk]
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
        "few": len(shown.pictures.all()) <= FEW,
        "learned_from": learned_from,
        "learned": [row for row in adoptions if row.brand_id != brand.pk],
        "activities": practice.activities_of(brand, user, measure),
        "may_adopt": _may_adopt(user, brand),
        "handle": brand_actions.handle(making, user, today),
        "other_actions": brand_actions.other_actions(brand, making, user),
        "trail": _trail(brand, making, user, today) if insider else None,
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


def _adoptions(brand):
    """Who learned from it, and what its owner learned from others: one query for both directions."""
    own = Q(brand=brand)
    if brand.branch_id:
        own |= Q(branch=brand.branch_id)
    elif brand.organization_id:
        own |= Q(organization=brand.organization_id)
    rows = Adoption.objects.valid().filter(own)
    owner = ("brand__organization", "brand__branch__organization", "brand__alliance", "brand__published")
    return list(rows.select_related("organization", "branch__organization", *owner))


def _seat(brand, adoptions, day):
    """In which alliance each of these units sits today, by one query."""
    units = [row.organization for row in adoptions]
    units += [row.brand.organization for row in adoptions if row.brand.organization]
    if brand.organization:
        units.append(brand.organization)
    seats = Seat.objects.on(day).filter(organization__in={unit.pk for unit in units}).select_related("alliance")
    by_unit = {seat.organization_id: [seat] for seat in seats}
    for unit in units:
        unit.standing_seats = by_unit.get(unit.pk, [])
    for row in adoptions:
        row.alliance = next((seat.alliance for seat in row.organization.standing_seats), None)


def _versions(brand, user):
    versions = list(BrandVersion.objects.visible_to(user).filter(brand=brand).order_by("-number"))
    for version in versions:
        version.brand = brand
        if version.pk == brand.published_id:
            brand.published = version
    return versions


def _asked_measure(request, figures):
    """?measure=3 shows the activities behind that figure."""
    asked = number(request.GET.get("measure"))
    return next((figure.measure for figure in figures if figure.measure.pk == asked), None)


def _fame(learned_from):
    """How many units learned from it, and from how many alliances."""
    alliances = {row.alliance.pk for row in learned_from if row.alliance}
    return {"units": len({row.organization_id for row in learned_from}), "alliances": len(alliances)}


def _may_adopt(user, brand):
    return bool(brand.published_id) and not brand.ended_on and brand_permissions.can_adopt(user, brand)


def _trail(brand, making, user, day):
    steps = BrandStep.objects.visible_to(user).filter(brand=brand).select_related("by__organization")
    now = brand_holders.holder(making, day) if making else None
    return trail(steps, making, now, with_names=True)
