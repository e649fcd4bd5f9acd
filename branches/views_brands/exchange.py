"""互鉴: say what our branch learned from a brand, and take it back."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from branches import adoptions
from branches import brand_permissions as permissions
from branches.brand_forms.steps import LessonForm
from branches.models import Adoption, Branch
from branches.views_brands.common import confirm, do, found
from portal.access import require


@login_required
def brand_adopt(request, pk):
    brand = found(request, pk)
    require(permissions.can_adopt(request.user, brand))
    unit = request.user.organization
    branches = Branch.objects.on(timezone.localdate()).filter(organization=unit).select_related("organization")
    choices = [(unit, None), *((unit, branch) for branch in branches)]
    form = LessonForm(request.POST if request.method == "POST" else None, choices=choices)
    if form.is_bound and form.is_valid():
        organization, branch = form.unit_and_branch
        lesson = form.cleaned_data["lesson"]
        act = lambda: adoptions.adopt(brand, organization, branch, lesson, by=request.user)  # noqa: E731 -- called at once
        do(request, act, "已记下，对方会收到通知，双方页面上都能看到。")
        return redirect(brand)
    return confirm(
        request,
        brand.get_absolute_url(),
        form,
        heading="借鉴这个品牌",
        what=f"借鉴“{brand}”（{brand.owner}）的做法，写一两句学到了什么。",
        submit="记下",
    )


@login_required
def brand_adoption_take_back(request, pk):
    rows = Adoption.objects.visible_to(request.user).select_related(
        "brand__published", "brand__committee", "organization", "branch__organization"
    )
    adoption = get_object_or_404(rows, pk=pk)
    require(permissions.can_take_back(request.user, adoption))
    brand = adoption.brand
    if request.method == "POST":
        do(request, lambda: adoptions.take_back(adoption, by=request.user), "已收回，记录保留。")
        return redirect(brand)
    return confirm(
        request,
        brand.get_absolute_url(),
        heading="收回互鉴",
        what=f"收回{adoption.branch or adoption.organization}对“{brand}”的互鉴：{adoption.lesson}",
        submit="收回",
    )
