"""Form fields of the contest pages: whole numbers as an office types them, and times as a time-keeper calls them."""

import re

from django import forms

from activities.forms.fields import DayField, FigureField, plain

TIME = re.compile(r"(?:(\d{1,3})\s*(?:[:：'′]|分钟?)\s*)?(?:(\d{1,5})\s*(?:[\"″]|秒)?)?", re.ASCII)
LONGEST = 6 * 60 * 60  # no turn lasts longer
NOT_A_TIME = "请填秒数（如 480）或分秒（如 8:00）。"


class OwnFieldsForm(forms.ModelForm):
    """Saves what it asks for over the row as it stands now: a step that was taken since the row was read stays taken.
    Inside a transaction."""

    def save(self, commit=True):
        if commit and self.instance.pk:
            asked = {"id", *self._meta.fields}
            others = [field.attname for field in self.instance._meta.concrete_fields if field.name not in asked]
            rows = self._meta.model.objects.select_for_update(no_key=True)
            self.instance.refresh_from_db(fields=others, from_queryset=rows)
        return super().save(commit)


def day_field(label, **kwargs):
    """A day, with the browser's own calendar."""
    return DayField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"请填写{label.removesuffix('日期')}日期。",
            "invalid": "没有这一天，请按 2026-09-20 这样填写。",
        },
        **kwargs,
    )


class CountField(FigureField):
    """A whole number within bounds."""

    def __init__(self, *, least=0, most=999, **kwargs):
        super().__init__(decimals=0, whole_digits=6, **kwargs)
        self.error_messages["invalid"] = "只填整数，如 3。"
        self.least, self.most = least, most

    def clean(self, value):
        number = super().clean(value)
        if number is None:
            return None
        if not self.least <= number <= self.most:
            raise forms.ValidationError(f"应在 {self.least} 到 {self.most} 之间。")
        return int(number)

    def prepare_value(self, value):
        return value


class PointsField(FigureField):
    """Points or a weight with at most two decimals, 30 for 30.00."""

    def __init__(self, *, most=100, **kwargs):
        super().__init__(decimals=2, whole_digits=4, **kwargs)
        self.error_messages["invalid"] = "只填数字，如 30。"
        self.most = most

    def clean(self, value):
        number = super().clean(value)
        if number is not None and number > self.most:
            raise forms.ValidationError(f"不能超过 {plain(self.most)}。")
        return number


class SecondsField(forms.CharField):
    """480, 8:00, 8分, 8分30秒 are seconds."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def to_python(self, value):
        return read_seconds(super().to_python(value))

    def prepare_value(self, value):
        return as_time(value) if isinstance(value, int) else value

    def validate(self, value):
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], "required")

    def run_validators(self, value):
        """The length of what was typed is checked where it is read."""


def read_seconds(text):
    """Seconds, None for nothing written; ValidationError for what is no time."""
    text = (text or "").strip()
    if not text:
        return None
    found = TIME.fullmatch(text.translate(str.maketrans("０１２３４５６７８９", "0123456789")))
    if found is None or len(text) > 20:
        raise forms.ValidationError(NOT_A_TIME)
    minutes, seconds = found.groups()
    if minutes is not None and int(seconds or 0) > 59:
        raise forms.ValidationError("秒数应在 0 到 59 之间，如 8:30。")
    total = int(minutes or 0) * 60 + int(seconds or 0)
    if total > LONGEST:
        raise forms.ValidationError("时间太长，请核对。")
    return total


def as_time(seconds):
    """8:05 for 485."""
    return f"{seconds // 60}:{seconds % 60:02}"
