"""The committee's own wordings of letters: rows it may change, with their placeholders listed and checked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from letters import permissions
from letters.cases import PLACEHOLDERS
from letters.forms.templates import TemplateForm
from letters.models import LetterTemplate
from letters.models.states import FORM_OF, LADDER, Kind
from letters.texts import worded
from portal.access import require

PAGE = 30
SHOWN = {True: {"kind": "done", "label": "启用"}, False: {"kind": "idle", "label": "停用"}}


@login_required
def letter_template_list(request):
    require(permissions.can_manage_templates(request.user))
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    templates = LetterTemplate.objects.visible_to(request.user).order_by("-is_active", "order_number", "pk")
    page = Paginator(templates.filter(kind=kind) if kind else templates, PAGE).get_page(request.GET.get("page"))
    for template in page:
        template.shown = SHOWN[template.is_active]
        template.drafts = template.is_active and template.kind not in LADDER[1:]
    context = {"page": page, "kind": kind, "kinds": Kind.choices}
    return render(request, "letters/template_list.html", context)


@login_required
def letter_template_create(request):
    require(permissions.can_manage_templates(request.user))
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else Kind.NOTICE
    return _edit(request, LetterTemplate(committee=request.user.committee, kind=kind, form=FORM_OF[kind]))


@login_required
def letter_template_edit(request, pk):
    return _edit(request, _found(request, pk))


@login_required
@require_POST
def letter_template_retire(request, pk):
    """停用 what is in use, 启用 what is not; never deleted."""
    template = _found(request, pk)
    template.is_active = not template.is_active
    template.save(update_fields=["is_active"])
    messages.success(request, f"模板“{template}”已{SHOWN[template.is_active]['label']}。")
    return redirect("letter-template-list")


def _found(request, pk):
    template = get_object_or_404(LetterTemplate.objects.visible_to(request.user), pk=pk)
    require(permissions.can_manage_templates(request.user, template))
    return template


def _edit(request, template):
    form = TemplateForm(request.POST if request.method == "POST" else None, instance=template)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, "模板已保存，占位符都认得。")
        return redirect("letter-template-edit", template.pk)
    kept = LetterTemplate.objects.get(pk=template.pk) if template.pk and form.is_bound else template
    context = {"form": form, "template": kept, "words": _words(), "sample": _sample(kept) if template.pk else None}
    return render(request, "letters/template_form.html", context, status=422 if form.is_bound else 200)


def _words():
    return [
        {"written": f"{{{name}}}", "label": label, "example": example}
        for name, (label, example) in PLACEHOLDERS.items()
    ]


def _sample(template):
    """How it reads with the examples filled in."""
    examples = {name: example for name, (_, example) in PLACEHOLDERS.items()}
    return {"title": worded(template.title, examples), "lines": worded(template.body, examples).splitlines()}
