"""The committee's own wording of its reports: paragraphs with placeholders, checked when they are saved."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from desk.models import ReportTemplate
from desk.reports.forms import TemplateForm
from desk.reports.permissions import can_write
from desk.reports.placeholders import DROP, SAY, STYLES
from desk.reports.presets import presets_now
from portal.access import EditConflict, WrongState, require

PAGE = 20


@login_required
def template_list(request):
    require(can_write(request.user))
    rows = (
        ReportTemplate.objects.visible_to(request.user)
        .annotate(paragraph_count=Count("paragraphs"))
        .order_by("-is_active", "pk")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/reports/template_list.html", {"page": page})


@login_required
def template_create(request):
    require(can_write(request.user))
    return _form_page(request, ReportTemplate(committee=request.user.committee))


@login_required
def template_edit(request, pk):
    template = get_object_or_404(ReportTemplate.objects.visible_to(request.user).select_related("committee"), pk=pk)
    require(can_write(request.user, template))
    return _form_page(request, template)


def _form_page(request, template):
    known, presets = presets_now(template.committee, timezone.localdate())
    form = TemplateForm(request.POST if request.method == "POST" else None, template=template, known=known)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = _save(form, template)
            if status is None:
                messages.success(request, "模板已保存，占位符都认识。")
                return redirect("report-template-list")
    context = {
        "template": template,
        "form": form,
        "presets": presets,
        "styles": STYLES,
        "drop": DROP,
        "say": SAY,
        "day": timezone.localdate(),
        "is_conflict": status == 409,
    }
    return render(request, "desk/reports/template_form.html", context, status=status)


def _save(form, template):
    """None when it was saved."""
    data = form.cleaned_data
    try:
        with transaction.atomic():
            if template.pk:
                template.claim(data["version"])
            template.name, template.title, template.is_active = data["name"], data["title"], data["is_active"]
            template.save()
            template.rewrite(form.texts)
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return 409 if isinstance(refusal, EditConflict) else 422
    except IntegrityError:  # clicked twice
        form.add_error("name", "已有同名的报告模板，请换一个名称。")
        return 422
    return None
