"""Vacant posts: those the roster shows by itself (书记), those that were entered, and filling them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliances.models import Organization
from branches.models import Branch, Term, Vacancy
from branches.terms import permissions, vacancies
from branches.terms.forms import FillForm, VacancyForm
from portal.access import WrongState, require

PAGE = 50
MOST = 100  # of the roster's, on a page


@login_required
@require_safe
def vacancy_list(request):
    user, today = request.user, timezone.localdate()
    require(permissions.can_list(user))
    filled = request.GET.get("show") == "filled"
    rows = Vacancy.objects.visible_to(user).with_names()
    rows = rows.exclude(filled_on=None).order_by("-filled_on", "-pk") if filled else rows.open()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for vacancy in page:
        vacancy.may_fill = permissions.can_fill(user, vacancy)
    seen = Term.objects.visible_to(user).current()
    units, branches = vacancies.without_secretary(
        Organization.objects.visible_to(user).filter(pk__in=seen.filter(branch=None).values("organization")),
        Branch.objects.visible_to(user).filter(pk__in=seen.exclude(branch=None).values("branch")),
        today,
    )
    context = {
        "page": page,
        "filled": filled,
        "units": [] if filled else list(units[:MOST]),
        "branches": [] if filled else list(branches[:MOST]),
        "may_note": permissions.can_note_vacancy(user),
        "today": today,
    }
    return render(request, "branches/terms/vacancies.html", context)


@login_required
def vacancy_create(request):
    user, today = request.user, timezone.localdate()
    require(permissions.can_note_vacancy(user))
    organizations, branches = vacancies.bodies_for(user, today)
    form = VacancyForm(
        request.POST if request.method == "POST" else None, organizations=organizations, branches=branches
    )
    if request.method == "POST" and form.is_valid():
        try:
            vacancy = vacancies.enter(by=user, **form.facts)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{vacancy}，已登记。")
            return redirect("vacancy-list")
    return _page(request, form, heading="登记空缺", what="补齐以后回来填补齐日期。", submit="登记")


@login_required
def vacancy_fill(request, pk):
    user = request.user
    require(permissions.can_list(user))
    vacancy = get_object_or_404(Vacancy.objects.visible_to(user).with_names(), pk=pk)
    require(permissions.can_fill(user, vacancy))
    form = FillForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            vacancies.fill(vacancy, by=user, **form.cleaned_data)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{vacancy.subject}的{vacancy.post}已补齐。")
            return redirect("vacancy-list")
    return _page(request, form, heading="补齐空缺", what=f"{vacancy}。", submit="已补齐")


def _page(request, form, **words):
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "leave": reverse("vacancy-list"), **words}
    return render(request, "branches/terms/step.html", context, status=status)
