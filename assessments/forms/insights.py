"""The document by which stars are granted."""

from django import forms

from assessments.forms.fields import day_field


class StarsForm(forms.Form):
    document_number = forms.CharField(label="决定文号", max_length=60, error_messages={"required": "请填写决定文号。"})
    granted_on = day_field("授予日期")
