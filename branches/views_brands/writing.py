"""Writing a brand: choose whose it is, write, leave, come back, hand it in. The draft exists from the first click, so
that every word is kept as it is written."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from branches import brand_permissions as permissions
from branches import brands
from branches.brand_forms.pictures import PicturesForm
from branches.brand_forms.words import BrandForm, OwnerForm, key_of
from branches.brand_owners import lead_before_committee
from branches.models import Brand
from branches.views_brands.common import do, found, number, open_version
from portal.access import EditConflict, WrongState, require

KINDS = ("branch", "organization", "alliance")


@login_required
def brand_create(request):
    """Whose brand; ?branch=3 (or organization, alliance) chooses beforehand."""
    require(permissions.can_create(request.user))
    owners = permissions.owners_for(request.user)
    free = [owner for owner in owners if not owner.has_brand]
    asked = _asked(request, owners)
    if request.method != "POST" and asked is not None and asked.has_brand:
        return _to_current(request, asked)
    initial = {"owner": key_of(asked)} if asked is not None else {}
    if not initial and len(free) == 1:
        initial = {"owner": key_of(free[0])}
    form = OwnerForm(request.POST if request.method == "POST" else None, owners=free, initial=initial)
    if form.is_bound and form.is_valid():
        owner = form.cleaned_data["owner"]
        try:
            version = brands.start(owner, request.user)
        except WrongState as refusal:
            form.add_error("owner", str(refusal))
        else:
            return redirect("brand-edit", version.brand_id)
    context = {"form": form, "owners": free, "taken": len(owners) - len(free)}
    return render(request, "branches/brands/new.html", context, status=422 if form.is_bound else 200)


@login_required
def brand_edit(request, pk):
    version = open_version(request, pk, permissions.can_edit)
    if not version.is_in_hand:
        messages.error(request, f"“{version}”现在是“{version.get_state_display()}”，不能修改。")
        return redirect(version.brand)
    if request.method != "POST":
        return _page(request, BrandForm(version=version), PicturesForm(version=version))
    draft = "draft" in request.POST
    words = BrandForm(request.POST, version=version, draft=draft)
    pictures = PicturesForm(request.POST, request.FILES, version=version)
    if not all([words.is_valid(), pictures.is_valid()]):
        return _page(request, words, pictures, status=422)
    try:
        with transaction.atomic():
            version.edit(by=request.user, revision=words.cleaned_data["version"], **words.words)
            pictures.save()
    except EditConflict as refusal:
        words.add_error(None, str(refusal))
        return _page(request, words, pictures, status=409)
    except WrongState as refusal:
        words.add_error(None, str(refusal))
        return _page(request, words, pictures, status=422)
    return _go_on(request, version, draft)


@login_required
@require_POST
def brand_autosave(request, pk):
    """Words and captions while somebody writes; pictures wait for a click. 409 when somebody else saved meanwhile."""
    version = open_version(request, pk, permissions.can_edit)
    if not version.is_in_hand:
        return JsonResponse({"message": f"现在是“{version.get_state_display()}”，不再自动保存。"}, status=409)
    form = BrandForm(request.POST, version=version, draft=True)
    pictures = PicturesForm(request.POST, version=version)
    if not all([form.is_valid(), pictures.is_valid()]):
        fault = next(iter({**pictures.errors, **form.errors}.values()))[0]
        return JsonResponse({"message": f"草稿没有存上：{fault}您写的还在本页。"}, status=422)
    try:
        with transaction.atomic():
            version.edit(by=request.user, revision=form.cleaned_data["version"], **form.words)
            pictures.save_words()
    except EditConflict as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    except WrongState as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    return JsonResponse({"saved_at": f"{timezone.localtime():%H:%M}", "version": version.revision})


@login_required
@require_POST
def brand_revise(request, pk):
    brand = found(request, pk)
    require(permissions.can_revise(request.user, brand))
    done = do(request, lambda: brands.revise(brand, request.user), "修订稿已建好，原来的内容照常展示，审定后替换。")
    return redirect("brand-edit", brand.pk) if done else redirect(brand)


def _asked(request, owners):
    """What the address asks for, among those the person may begin."""
    for kind in KINDS:
        if pk := number(request.GET.get(kind)):
            return next((row for row in owners if key_of(row) == f"{kind}-{pk}"), None)
    return None


def _to_current(request, owner):
    """It has a brand already: there the person goes on."""
    kind = owner._meta.model_name
    places = {kind: owner} | ({"branch": None} if kind == "organization" else {})
    brand = Brand.objects.visible_to(request.user).current().filter(**places).first()
    messages.info(request, f"{owner}已有品牌，可以在这里续写或修订。")
    return redirect(brand or "brand-list")


def _go_on(request, version, draft):
    """The words are safe already; a refused step leaves them as a draft."""
    if draft:
        messages.success(request, "草稿已保存。")
        return redirect("brand-edit", version.brand_id)
    try:
        version.submit(by=request.user)
    except WrongState as refusal:
        messages.error(request, f"草稿已保存，但没有提交：{refusal}")
        return redirect("brand-edit", version.brand_id)
    said = (
        "已发布。" if version.state == version.State.PUBLISHED else f"已提交，现在是“{version.get_state_display()}”。"
    )
    messages.success(request, said)
    return redirect(version.brand)


def _page(request, words, pictures, status=200):
    version = words.of
    brand = version.brand
    if status == 409:
        version.refresh_from_db(fields=["return_notes", "state"])
    returned = version.last_return()
    context = {
        "brand": brand,
        "version": version,
        "form": words,
        "files": pictures,
        "forms": [words, pictures],
        "conflict": status == 409,
        "returned": returned,
        "general": _general_reason(version, returned),
        "pictures_note": version.return_notes.get("pictures", ""),
        "logo_note": version.return_notes.get("logo", ""),
        "lead": lead_before_committee(brand, timezone.localdate()),
        "submit": "发布" if request.user.is_staff else "提交审核",
    }
    return render(request, "branches/brands/form.html", context, status=status)


def _general_reason(version, returned):
    """Without the lines that stand beside their fields."""
    if returned is None:
        return ""
    beside = {f"{version.label_of(field)}：{note}" for field, note in version.return_notes.items()}
    reason = returned.reason
    for line in beside:
        reason = reason.replace(line, "")
    return reason.strip()
