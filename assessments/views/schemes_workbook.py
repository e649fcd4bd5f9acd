"""A scheme out of a workbook and into one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliances.permissions import is_committee
from assessments.facts import SOURCES
from assessments.forms.schemes import NAMESAKE
from assessments.forms.schemes_import import SchemeImportForm
from assessments.models import Scheme
from assessments.schemes import workbook
from assessments.scoring.rules import KINDS
from assessments.views.schemes import may_create
from portal.access import require
from portal.workbooks import Faults, xlsx_response

TEMPLATE = "考核方案模板"


@login_required
def scheme_import(request):
    """All faults at once, nothing saved on any of them; else a draft to be looked at and mended."""
    require(may_create(request.user))
    form = SchemeImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    faults = []
    if request.method == "POST" and form.is_valid():
        try:
            draft = workbook.read(form.cleaned_data["file"], request.user.committee, **form.said)
            scheme = draft.save(by=request.user)
        except Faults as refusal:
            faults = refusal.faults
        except IntegrityError:  # clicked twice
            form.add_error(None, NAMESAKE)
        else:
            messages.success(
                request, f"已导入“{scheme}”，{len(draft.indicators)}个指标。请核对，启动考核以前都可以改。"
            )
            return redirect(scheme)
    context = {
        "form": form,
        "faults": faults,
        "kinds": [_said(kind) for kind in KINDS.values()],
        "sources": SOURCES.values(),
    }
    return render(request, "assessments/schemes/import.html", context, status=422 if form.is_bound else 200)


def _said(kind):
    """A kind of rule for the help; a class itself would be called by the template."""
    return {"label": kind.label, "help": kind.help, "params": kind.own}


@login_required
@require_safe
def scheme_template(request):
    """A whole example to write over: the best explanation of the columns."""
    require(may_create(request.user))
    return xlsx_response(TEMPLATE, None, workbook.example(request.user.committee))


@login_required
@require_safe
def scheme_export(request, pk):
    scheme = get_object_or_404(Scheme.objects.visible_to(request.user).select_related("committee"), pk=pk)
    require(is_committee(request.user, scheme))
    today = timezone.localdate()
    return xlsx_response(scheme.title, today, workbook.write(scheme, day=today))
