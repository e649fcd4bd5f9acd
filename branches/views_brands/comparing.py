"""Two versions of a brand side by side: what stands on the left was shown before."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from branches import brand_permissions as permissions
from branches.brand_changes import changes
from branches.models import BrandVersion
from branches.models.brand_states import OPEN, State
from branches.views_brands.common import found, number
from portal.access import require

OUT = (State.PUBLISHED, State.SUPERSEDED)


@login_required
@require_safe
def brand_changes(request, pk):
    """?version=3 compares the third with the one that was out before it; without it the newest is meant."""
    brand = found(request, pk)
    require(permissions.sees_making(request.user, brand))
    seen = BrandVersion.objects.visible_to(request.user).filter(brand=brand, state__in=(*OPEN, *OUT))
    versions = list(seen.order_by("-number"))
    asked = number(request.GET.get("version"))
    new = next((version for version in versions if version.number == asked), None)
    if new is None and asked is None and versions:
        new = versions[0]
    if new is None:
        new = get_object_or_404(seen, number=asked)
    old = next((version for version in versions if version.number < new.number and version.state in OUT), None)
    for version in versions:
        version.brand = brand
    context = {
        "brand": brand,
        "old": old,
        "new": new,
        "changes": changes(old, new) if old else [],
        "others": [version for version in versions if version.number != new.number and version.number > 1],
    }
    return render(request, "branches/brands/changes.html", context)
