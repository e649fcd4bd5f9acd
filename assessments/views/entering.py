"""Which of my brands may take part, and why may the others not? One click each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assessments import entering, permissions
from assessments.models import Contest
from branches.models import Brand
from portal.access import WrongState, require
from portal.asked import whole_number

PAGE = 50


@login_required
def contest_enter(request, pk):
    contest = get_object_or_404(Contest.objects.visible_to(request.user), pk=pk)
    require(permissions.can_enter(request.user, contest))
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if request.method == "POST":
        _enter(request, contest)
        return redirect(f"{reverse('contest-enter', args=[contest.pk])}?{request.GET.urlencode()}")
    offers = entering.offered(contest, request.user)
    if contest.state != Contest.State.ENTRIES:  # nothing to choose: what was entered is all there is to see
        offers = [offer for offer in offers if offer.entry]
    found = [offer for offer in offers if _says(offer.brand, words)] if words else offers
    context = {
        "contest": contest,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "words": words,
        "open_count": sum(not offer.why_not for offer in offers),
        "for_others": permissions.can_run(request.user, contest),
    }
    return render(request, "assessments/enter.html", context)


def _enter(request, contest):
    chosen = whole_number(request.POST.get("brand"))
    if chosen is None:
        messages.error(request, "请选择要报送的品牌。")
        return
    brand = get_object_or_404(Brand.objects.visible_to(request.user), pk=chosen)
    try:
        entering.enter(contest, brand, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{brand}”已报送，等待工委受理。参评的是现在发布的版本，以后修订不影响本次参评。")


def _says(brand, words):
    """Whether the brand or its owner answers to all of the words, pinyin initials too."""
    keys = [brand.search_key, brand.organization.search_key if brand.organization else brand.alliance.search_key]
    said = " ".join(keys).lower()
    return all(word in said for word in words.lower().split())
