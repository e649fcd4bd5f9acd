"""考核方案: the list, one scheme with all that is in it, what it says of itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from alliances.permissions import is_committee
from assessments import schemes
from assessments.forms.schemes import NAMESAKE, CopyForm, SchemeForm
from assessments.models import Scheme
from assessments.schemes import copying, overview
from assessments.views.doors import do
from portal.access import WrongState, require
from portal.asked import whole_number

PAGE = 20


@login_required
def scheme_list(request):
    """All schemes one may see, those of the latest period first."""
    rows = Scheme.objects.visible_to(request.user)
    staff = is_committee(request.user)
    years = sorted({day.year for day in rows.order_by().values_list("since", flat=True).distinct()}, reverse=True)
    year, audience, state = (request.GET.get(name, "") for name in ("year", "audience", "state"))
    if (number := whole_number(year, 4)) in years:
        rows = rows.filter(since__year=number)
    else:
        year = ""
    audience = audience if audience in Scheme.Audience.values else ""
    state = state if staff and state in Scheme.State.values else ""
    rows = rows.filter(**({"audience": audience} if audience else {}), **({"state": state} if state else {}))
    page = Paginator(rows.annotate(indicator_count=Count("indicators")).order_by("-since", "-pk"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "years": years,
        "year": year,
        "audience": audience,
        "audiences": Scheme.Audience.choices,
        "state": state,
        "states": Scheme.State.choices if staff else [],
        "is_filtered": bool(year or audience or state),
        "may_create": may_create(request.user),
    }
    return render(request, "assessments/schemes/list.html", context)


@login_required
def scheme_create(request):
    require(may_create(request.user))
    scheme = Scheme(committee=request.user.committee, period_key=f"{timezone.localdate().year:04}")
    return _form_page(request, scheme, "方案已建好。请逐项加上指标，再定等次。")


@login_required
def scheme_edit(request, pk):
    scheme = managed(request, pk)
    if not scheme.is_draft:
        messages.error(request, f"“{scheme}”{scheme.get_state_display()}，不能再修改。要改请沿用为新方案。")
        return redirect(scheme)
    return _form_page(request, scheme, "已保存。")


def _form_page(request, scheme, said):
    form = SchemeForm(request.POST if request.method == "POST" else None, instance=scheme)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if scheme.pk:
                    Scheme.objects.get(pk=scheme.pk).hold_draft()
                saved = form.save()
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        except IntegrityError:  # clicked twice
            form.add_error("title", NAMESAKE)
        else:
            messages.success(request, said)
            return redirect(saved)
    context = {"form": form, "scheme": Scheme.objects.get(pk=scheme.pk) if scheme.pk else scheme}
    return render(request, "assessments/schemes/form.html", context, status=422 if form.is_bound else 200)


@login_required
def scheme_detail(request, pk):
    """The whole scheme: the tree with its rules in words, where figures come from, grades, what is still to mend."""
    scheme = get_object_or_404(
        Scheme.objects.visible_to(request.user).select_related("committee", "origin", "round"), pk=pk
    )
    manages = is_committee(request.user, scheme)
    context = overview.of(scheme, with_faults=manages and scheme.is_draft, with_warnings=manages)
    context |= {"scheme": scheme, "manages": manages, "edits": manages and scheme.is_draft}
    return render(request, "assessments/schemes/detail.html", context)


@login_required
def scheme_copy(request, pk):
    """沿用到下一年度: asked for the name and the period, everything else comes along."""
    scheme = managed(request, pk)
    initial = {"title": copying.offered_title(scheme), "period_key": copying.offered_period(scheme)}
    form = CopyForm(request.POST if request.method == "POST" else None, scheme=scheme, initial=initial)
    if request.method == "POST" and form.is_valid():
        period, title = form.cleaned_data["period_key"], form.cleaned_data["title"]
        try:
            made = schemes.copy(scheme, period, title, by=request.user)
        except IntegrityError:  # clicked twice
            form.add_error("title", NAMESAKE)
        else:
            messages.success(request, f"已沿用“{scheme}”，现在可以修改。请先核对依据文件。")
            return redirect(made)
    context = {
        "form": form,
        "heading": "沿用到下一期",
        "what": f"照“{scheme}”另立一个草拟的新方案，指标、计分方式和等次都带过去，再逐项修改。",
        "consequences": ["原方案和它的考核结果不受影响。", "依据文件也带过去，请核对是否仍然有效。"],
        "submit": "沿用为新方案",
        "leave": scheme.get_absolute_url(),
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


@login_required
def scheme_drop(request, pk):
    scheme = managed(request, pk)
    if request.method == "POST":
        do(request, lambda: scheme.drop(by=request.user), "方案已作废。")
        return redirect(scheme)
    context = {
        "heading": "作废方案",
        "what": f"作废“{scheme}”。",
        "consequences": ["作废的方案只留作查看，不能再修改或启动考核。", "它的名称可以另用。"],
        "submit": "作废方案",
        "leave": scheme.get_absolute_url(),
    }
    return render(request, "confirm.html", context)


def may_create(user):
    return user.is_staff and user.committee_id is not None


def managed(request, pk):
    """A scheme of this person's own committee, to be changed."""
    scheme = get_object_or_404(Scheme.objects.visible_to(request.user), pk=pk)
    require(is_committee(request.user, scheme))
    return scheme
