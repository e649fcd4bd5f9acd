from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from branches.forms import BranchFilter
from branches.lists import branches_matching, member_sum
from branches.models import Brand, Term
from branches.terms.permissions import can_list

PAGE = 50


@login_required
def branch_list(request):
    filters = BranchFilter(request.GET, user=request.user)
    chosen = filters.chosen
    rows = branches_matching(request.user, chosen, timezone.localdate())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    _name_brands(request.user, page)
    _name_terms(request.user, page)
    context = {
        "filters": filters,
        "chosen": chosen,
        "page": page,
        "members": member_sum(rows),
        "lists_terms": can_list(request.user),
    }
    return render(request, "branches/list.html", context)


def _name_brands(user, branches):
    """Each with its published `brand`, or None; one query for the page."""
    shown = Brand.objects.visible_to(user).published().filter(branch__in=[branch.pk for branch in branches])
    brands = {brand.branch_id: brand for brand in shown.select_related("published")}
    for branch in branches:
        branch.brand = brands.get(branch.pk)


def _name_terms(user, branches):
    """Each with its current `term` and what is to be said of it, where this person may see it."""
    day = timezone.localdate()
    shown = Term.objects.visible_to(user).current().filter(branch__in=[branch.pk for branch in branches])
    terms = {term.branch_id: term for term in shown}
    for branch in branches:
        branch.term = terms.get(branch.pk)
        if branch.term:
            branch.term.state = branch.term.status(day)
