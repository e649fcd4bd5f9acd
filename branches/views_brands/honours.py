"""Levels and awards: granted with the document that says so, withdrawn with a reason."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect

from branches import brand_permissions as permissions
from branches import honours
from branches.brand_forms.steps import HonourForm, ReasonForm
from branches.models import Honour
from branches.views_brands.common import confirm, do, found
from portal.access import require


@login_required
def brand_honour_grant(request, pk):
    brand = found(request, pk)
    require(permissions.can_grant(request.user, brand))
    form = HonourForm(request.POST if request.method == "POST" else None, brand=brand)
    if form.is_bound and form.is_valid():
        do(request, lambda: honours.grant(brand, **form.cleaned_data, by=request.user), "荣誉已登记，并已通知对方。")
        return redirect(brand)
    return confirm(
        request,
        brand.get_absolute_url(),
        form,
        heading="授予等次",
        what=f"给“{brand}”（{brand.owner}）登记等次或荣誉，依据是决定文件。",
        submit="登记",
    )


@login_required
def brand_honour_withdraw(request, pk):
    honours_seen = Honour.objects.visible_to(request.user).select_related("brand__published", "brand__committee")
    honour = get_object_or_404(honours_seen, pk=pk)
    brand = honour.brand
    require(permissions.can_revoke(request.user, brand))
    help_text = "写明依据，如“复核不合格，黄直工〔2026〕30号”。"
    form = ReasonForm(request.POST if request.method == "POST" else None, label="撤销原因", help_text=help_text)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        do(request, lambda: honours.withdraw(honour, by=request.user, reason=reason), "已撤销，记录保留。")
        return redirect(brand)
    return confirm(
        request,
        brand.get_absolute_url(),
        form,
        heading="撤销荣誉",
        what=f"撤销“{brand}”的“{honour}”（{honour.document_number}）。记录保留，标明已撤销。",
        submit="撤销",
    )
