from datetime import datetime

from django import forms
from django.utils import timezone

from activities.forms.fields import DayField


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明原因。"},
    )

    def __init__(self, *args, label="原因", help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


class PostponeForm(forms.Form):
    date = DayField(
        label="新的日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写日期。", "invalid": "没有这一天，请按 2026-09-20 这样填写。"},
    )
    starts = forms.TimeField(
        label="开始",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "请填写开始时间。", "invalid": "请按 14:30 这样填写。"},
    )
    ends = forms.TimeField(
        label="结束",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "请填写结束时间。", "invalid": "请按 16:30 这样填写。"},
    )
    reason = forms.CharField(
        label="改期原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="通知里会写明。",
        error_messages={"required": "请写明改期原因。"},
    )

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, **kwargs)
        self.activity = activity
        starts, ends = timezone.localtime(activity.starts_at), timezone.localtime(activity.ends_at)
        self.initial = {"starts": starts.time(), "ends": ends.time(), **self.initial}

    def clean(self):
        """A new day moves the whole span: an activity over several days stays as long as it was."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        days = timezone.localdate(self.activity.ends_at) - timezone.localdate(self.activity.starts_at)
        cleaned["starts_at"] = timezone.make_aware(datetime.combine(cleaned["date"], cleaned["starts"]))
        cleaned["ends_at"] = timezone.make_aware(datetime.combine(cleaned["date"] + days, cleaned["ends"]))
        if cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends", f"应晚于开始时间 {cleaned['starts']:%H:%M}。")
        return cleaned
