"""The gallery of brands, and the register of what it shows."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliances.views import own_committee
from branches import brand_permissions as permissions
from branches.brand_querysets import written_by
from branches.brand_register import register
from branches.gallery import GalleryFilter
from branches.models import Branch, Brand, BrandVersion
from portal.workbooks import xlsx_response

PAGE = 12
SELECTS = ("owner", "category", "level", "year", "sort")


@login_required
@require_safe
def brand_list(request):
    today = timezone.localdate()
    filters = GalleryFilter(request.GET, request.user, today)
    chosen = filters.chosen
    context = {
        "filters": filters,
        "chosen": chosen,
        "selects": [_select(filters, chosen, name) for name in SELECTS],
        "narrowed": {name: value for name, value in chosen.items() if value and name != "sort"},
        "page": Paginator(filters.brands, PAGE).get_page(request.GET.get("page")),
        "headline": headline(request.user, today),
        "own": _in_the_making(request.user),
        "may_create": permissions.can_create(request.user),
    }
    return render(request, "branches/brands/list.html", context)


@login_required
@require_safe
def brand_export(request):
    """What the gallery shows, all pages of it, in the official layout."""
    today = timezone.localdate()
    brands = GalleryFilter(request.GET, request.user, today).brands
    data = register(brands, own_committee(request.user), today)
    return xlsx_response("党建品牌登记表", today, data)


def headline(user, day):
    """606 个支部中 214 个已发布品牌，今年新增 38 个, by one query."""
    out = Brand.objects.published().filter(branch=OuterRef("pk"))
    return (
        Branch.objects.visible_to(user)
        .on(day)
        .order_by()
        .annotate(is_out=Exists(out), is_fresh=Exists(out.filter(published_on__year=day.year)))
        .aggregate(
            branches=Count("pk"),
            published=Count("pk", filter=Q(is_out=True)),
            fresh=Count("pk", filter=Q(is_fresh=True)),
        )
    )


def _in_the_making(user):
    """What this person's unit or alliance has in the making, what waits longest first."""
    if not user.is_officer:
        return []
    versions = BrandVersion.objects.visible_to(user).open().filter(written_by(user, "brand__"))
    named = versions.select_related("brand__organization", "brand__branch__organization", "brand__alliance")
    return list(named.order_by("state_since", "pk"))


def _select(filters, chosen, name):
    field = filters.fields[name]
    value = chosen[name]
    return {
        "name": name,
        "label": field.label,
        "choices": [(str(key), label) for key, label in field.choices],
        "chosen": str(getattr(value, "pk", value) or ""),
    }
