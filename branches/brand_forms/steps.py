"""What a step asks for: a reason, notes beside fields, an honour with its document, a lesson."""

from datetime import date

from django import forms
from django.utils import timezone

from branches.models import BrandLevel, BrandVersion

FIRST_DAY = date(1949, 10, 1)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=200, widget=forms.Textarea({"rows": 3}), error_messages={"required": "请写明原因。"}
    )

    def __init__(self, *args, label="原因", help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


class ReturnForm(forms.Form):
    """The reason, and what to mend beside each field. One of them is enough."""

    reason = forms.CharField(
        label="总的意见",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3, "class": "form-control"}),
        help_text="写清怎么改，对方照着改。只有个别栏目要改的，写在下面各栏旁即可。",
    )

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version
        for name in BrandVersion.NOTED:
            self.fields[self._key(name)] = forms.CharField(
                label=f"{BrandVersion.label_of(name)}：意见",
                required=False,
                max_length=300,
                widget=forms.Textarea({"rows": 2, "class": "form-control"}),
            )

    @property
    def rows(self):
        """(label of the field, its text now, bound field of the note)"""
        return [(BrandVersion.label_of(name), self._now(name), self[self._key(name)]) for name in BrandVersion.NOTED]

    @property
    def notes(self):
        return {name: self.cleaned_data[self._key(name)] for name in BrandVersion.NOTED}

    def _key(self, name):
        return f"note-{name}"

    def _now(self, name):
        """Words as they are; of pictures the caller's page shows more."""
        return getattr(self.version, name) if name in BrandVersion.WORDS else ""


class HonourForm(forms.Form):
    """A level the committee keeps, or another award in words; always with the document that granted it."""

    level = forms.ModelChoiceField(
        BrandLevel.objects.none(),
        label="等次",
        required=False,
        empty_label="不定等次，只记荣誉名称",
        error_messages={"invalid_choice": "请从列表里选择。"},
    )
    title = forms.CharField(
        label="荣誉名称",
        max_length=60,
        required=False,
        help_text="如“2026年市直机关示范品牌”。选了等次的可以不写，按年份和等次命名。",
    )
    document_number = forms.CharField(
        label="决定文号",
        max_length=60,
        help_text="如“黄直工〔2026〕12号”。",
        error_messages={"required": "请填写决定文号。"},
    )
    granted_on = forms.DateField(
        label="授予日期",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写授予日期。", "invalid": "没有这一天，请按 2026-09-20 这样填写。"},
    )

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, **kwargs)
        levels = BrandLevel.objects.filter(committee=brand.committee_id, is_active=True)
        self.fields["level"].queryset = levels

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("level") and not cleaned.get("title") and not {"level", "title"} & set(self.errors):
            self.add_error("title", "请选等次，或填写荣誉名称。")
        return cleaned

    def clean_granted_on(self):
        day = self.cleaned_data["granted_on"]
        if not FIRST_DAY <= day <= timezone.localdate():
            raise forms.ValidationError("授予日期不能晚于今天，也不会这么早，请核对。")
        return day


class LessonForm(forms.Form):
    """互鉴: which of our branches, or the unit itself, and what was learned."""

    who = forms.ChoiceField(
        label="谁来借鉴", error_messages={"required": "请选择。", "invalid_choice": "请从列表里选择。"}
    )
    lesson = forms.CharField(
        label="借鉴了什么",
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text="一两句话，如“学‘松下议事’，每月领题会诊”。双方的品牌页上都会显示。",
        error_messages={"required": "请写一两句借鉴了什么。"},
    )

    def __init__(self, *args, choices, **kwargs):
        """`choices`: [(organization, branch or None)] for whom the person may speak."""
        super().__init__(*args, **kwargs)
        self.pairs = {_key(*pair): pair for pair in choices}
        named = [(key, str(branch) if branch else f"{unit}（本单位）") for key, (unit, branch) in self.pairs.items()]
        self.fields["who"].choices = named

    @property
    def unit_and_branch(self):
        return self.pairs[self.cleaned_data["who"]]


def _key(organization, branch):
    return f"{organization.pk}-{branch.pk if branch else 0}"
