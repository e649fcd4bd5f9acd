"""The monthly prompt: a month, a theme, one item a line."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from activities.duties.window import YEARS
from activities.models import ActivityType, Prompt
from portal.quarters import period_of

MOST_ITEMS = 20
LONGEST_ITEM = 200


class MonthField(forms.Field):
    """2026-10, as the browser's own picker writes it; its value is the first day."""

    widget = forms.TextInput(attrs={"type": "month"})

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        try:
            day = period_of(text).first_day
        except ValueError:
            day = None
        if day is None or len(text) != len("2026-10") or "Q" in text or "H" in text or day.year not in YEARS:
            raise forms.ValidationError("请按 2026-10 这样填写年月。", "invalid")
        return day

    def prepare_value(self, value):
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class PromptForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    month = MonthField(label="月份", error_messages={"required": "请填写月份。"})

    class Meta:
        model = Prompt
        fields = ("month", "title", "type", "required_items", "free_items", "note")
        widgets = {
            "required_items": forms.Textarea(attrs={"rows": 5}),
            "free_items": forms.Textarea(attrs={"rows": 5}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"type": "支部据此安排活动时预选这一类型。"}
        error_messages = {
            "title": {"required": "请填写主题。"},
            "required_items": {"required": "至少写一项规定动作。"},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = ActivityType.objects.filter(committee=self.instance.committee_id).in_use()
        self.fields["type"].empty_label = "不指定"
        self.initial["version"] = self.instance.revision
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.helper.layout = Layout(
            "version",
            Fieldset("一、主题", Div("month", "type", css_class="lm-pair"), "title", css_class="lm-part"),
            Fieldset("二、动作", "required_items", "free_items", css_class="lm-part"),
            Fieldset("三、要求", "note", css_class="lm-part"),
        )

    def clean_month(self):
        month = self.cleaned_data["month"]
        others = Prompt.objects.filter(committee=self.instance.committee_id, month=month).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(f"{month.year}年{month.month}月已经有一份工作提示，请改那一份。")
        return month

    def clean_required_items(self):
        return self._items("required_items")

    def clean_free_items(self):
        return self._items("free_items")

    def _items(self, name):
        items = [line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()]
        if len(items) > MOST_ITEMS:
            raise forms.ValidationError(f"最多 {MOST_ITEMS} 项，现在有 {len(items)} 项，请合并。")
        if any(len(item) > LONGEST_ITEM for item in items):
            raise forms.ValidationError(f"每项不超过 {LONGEST_ITEM} 字。")
        return "\n".join(items)
