"""What a step asks for: a reason, the number the office gave, the day of issue, evidence."""

from django import forms
from django.utils import timezone

from letters.forms.fields import DAY, LATEST, NO_DAY, KeptLine, KeptText, text_area, too_long
from letters.models.letter_steps import EARLIEST, LONGEST_NUMBER, LONGEST_REASON


class ReasonForm(forms.Form):
    reason = KeptText(max_length=LONGEST_REASON, widget=text_area(4), error_messages=too_long("这里"))

    def __init__(self, *args, label="原因", help_text="", missing="请写明原因。", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text
        self.fields["reason"].error_messages["required"] = missing


class NumberForm(forms.Form):
    number = KeptLine(
        label="发文字号",
        required=False,
        max_length=LONGEST_NUMBER,
        help_text="照办公室给的填，如“黄直工〔2026〕15号”。填错了可以改，留空为未编号。",
        error_messages=too_long("发文字号"),
    )


class IssueForm(forms.Form):
    day = forms.DateField(
        label="印发日期",
        widget=forms.DateInput(**DAY),
        error_messages={"required": "请填写印发日期。", "invalid": NO_DAY},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate()

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not EARLIEST <= day <= timezone.localdate():
            raise forms.ValidationError("印发日期应在 2000 年以后，不晚于今天。")
        return day


class ReturnReplyForm(ReasonForm):
    """Why the reply does not do, and a later day when the committee grants one."""

    due_on = forms.DateField(
        label="新的回复期限",
        required=False,
        widget=forms.DateInput(**DAY),
        help_text="留空为不变。",
        error_messages={"invalid": NO_DAY},
    )

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and not timezone.localdate() <= day <= LATEST:
            raise forms.ValidationError("新的回复期限不能早于今天。")
        return day
