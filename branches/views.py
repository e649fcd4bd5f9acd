from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from branches.forms import BranchFilter
from branches.lists import branches_matching, member_sum

PAGE = 50


@login_required
def branch_list(request):
    filters = BranchFilter(request.GET, user=request.user)
    chosen = filters.chosen
    rows = branches_matching(request.user, chosen, timezone.localdate())
    context = {
        "filters": filters,
        "chosen": chosen,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "members": member_sum(rows),
    }
    return render(request, "branches/list.html", context)
