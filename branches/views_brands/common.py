"""What the doors of brands share: find what is visible, call the verb, say what happened."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render

from branches.models import Brand, BrandVersion
from portal.access import WrongState, require
from portal.asked import whole_number


def found(request, pk):
    """The brand, if this person sees it."""
    return get_object_or_404(Brand.objects.visible_to(request.user).with_owner(), pk=pk)


def open_version(request, pk, may):
    """The version in the making, seen and allowed. Where there is none any more, the last one the person sees: its
    verb then says in which state it is."""
    brand = found(request, pk)
    versions = BrandVersion.objects.visible_to(request.user).filter(brand=brand)
    version = versions.open().first() or versions.order_by("-number").first()
    require(version is not None)
    version.brand = brand
    require(may(request.user, version))
    return version


def do(request, act, said, *, revision=None):
    """Call the verb; a refusal is shown in its own words. Nobody decides on what changed since the page was opened."""
    if revision is not None and request.GET.get("seen", str(revision)) != str(revision):
        messages.warning(request, "这个品牌刚有变动，请看过最新内容再办理。")
        return False
    try:
        act()
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True


def confirm(request, leave, form=None, **words):
    """A page of its own for what should not happen by one click."""
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "confirm.html", {"form": form, "leave": leave, **words}, status=status)


def number(text):
    """A key from an address; what makes no sense is none."""
    return whole_number(text)
