"""The steps of a version as doors. Reasons and final acts have a page of their own."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from branches import brand_permissions as permissions
from branches import brands
from branches.brand_forms.steps import ReasonForm, ReturnForm
from branches.views_brands.common import confirm, do, found, open_version
from portal.access import require


@login_required
@require_POST
def brand_submit(request, pk):
    version = open_version(request, pk, permissions.can_submit)
    done = do(request, lambda: version.submit(by=request.user), "已提交。", revision=version.revision)
    return redirect(version.brand) if done or not version.is_in_hand else redirect("brand-edit", pk)


@login_required
@require_POST
def brand_review(request, pk):
    version = open_version(request, pk, permissions.can_review)
    said = "初审通过，已转工委审定。"
    do(request, lambda: version.review(by=request.user), said, revision=version.revision)
    return redirect(version.brand)


@login_required
@require_POST
def brand_publish(request, pk):
    version = open_version(request, pk, permissions.can_publish)
    said = "已审定并发布，品牌目录里可以看到了。"
    do(request, lambda: version.publish(by=request.user), said, revision=version.revision)
    return redirect(version.brand)


@login_required
def brand_return(request, pk):
    version = open_version(request, pk, permissions.can_return)
    brand = version.brand
    form = ReturnForm(request.POST if request.method == "POST" else None, version=version)
    if form.is_bound and form.is_valid():
        words = {"reason": form.cleaned_data["reason"], "notes": form.notes}
        act = lambda: version.return_(by=request.user, **words)  # noqa: E731 -- called at once
        if words["reason"].strip() or any(note.strip() for note in form.notes.values()):
            do(request, act, "已退回，并已通知对方。", revision=version.revision)
            return redirect(brand)
        form.add_error("reason", "请写明退回原因，或在相关栏目旁写下意见，让对方知道怎么改。")
    context = {"form": form, "version": version, "brand": brand}
    return render(request, "branches/brands/return.html", context, status=422 if form.is_bound else 200)


@login_required
def brand_withdraw(request, pk):
    version = open_version(request, pk, permissions.can_withdraw)
    if request.method == "POST":
        do(request, lambda: version.withdraw(by=request.user), "已撤回，可以修改后再提交。", revision=version.revision)
        return redirect(version.brand)
    return confirm(
        request,
        version.brand.get_absolute_url(),
        heading="撤回品牌",
        what=f"“{version}”撤回后回到草稿，改好再提交；您写的都保留。",
        submit="撤回",
    )


@login_required
def brand_drop(request, pk):
    version = open_version(request, pk, permissions.can_drop)
    brand = version.brand
    if request.method == "POST":
        done = do(request, lambda: version.drop(by=request.user), "已作废。")
        return redirect(brand if not done or brand.published_id else "brand-list")
    if brand.published_id:
        what = f"“{version}”的这份修订稿作废，已发布的内容照常展示。以后可以重新修订。"
    else:
        what = f"“{version}”还没有发布，作废后不再办理，记录保留；{brand.owner}以后可以重新申报。"
    return confirm(request, brand.get_absolute_url(), heading="作废", what=what, submit="作废")


@login_required
def brand_end(request, pk):
    brand = found(request, pk)
    require(permissions.can_end(request.user, brand))
    help_text = "写入办理轨迹，如“支部合并，品牌并入”。"
    form = ReasonForm(request.POST if request.method == "POST" else None, label="停用原因", help_text=help_text)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        do(request, lambda: brands.end(brand, by=request.user, reason=reason), "品牌已停用。")
        return redirect(brand)
    return confirm(
        request,
        brand.get_absolute_url(),
        form,
        heading="停用品牌",
        what=f"停用“{brand}”。停用以后不再列入品牌目录，历次内容、荣誉和互鉴记录保留。",
        consequences=[f"{brand.owner}以后可以另行申报新的品牌。"],
        submit="停用",
    )
