"""The document by which stars are granted."""

from django import forms

from activities.forms.fields import DayField


class StarsForm(forms.Form):
    document_number = forms.CharField(label="决定文号", max_length=60, error_messages={"required": "请填写决定文号。"})
    granted_on = DayField(label="授予日期", error_messages={"required": "请填写授予日期。"})
