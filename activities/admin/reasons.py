"""Bulk steps that need a reason: a page between the list and the step asks for it once for all chosen rows."""

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse

from portal.admin import take_each


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text="会原样告诉牵头单位。",
        error_messages={"required": "请写明原因。"},
    )


def reason_action(name, label, step):
    """An action that asks for a reason and then calls `step(row, by=user, reason=…)`; a refusal stops its own row."""

    @admin.action(description=label, permissions=["change"])
    def action(modeladmin, request, queryset):
        form = ReasonForm(request.POST if "reasoned" in request.POST else None)
        if not form.is_valid():
            context = {
                **modeladmin.admin_site.each_context(request),
                "title": label,
                "opts": modeladmin.model._meta,
                "rows": queryset,
                "form": form,
                "action": name,
                "checkbox": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/reason.html", context)
        words = {"by": request.user, "reason": form.cleaned_data["reason"]}
        take_each(modeladmin, request, queryset, label, lambda row: step(row, **words))
        return None

    action.__name__ = name
    return action
