"""Forms of what follows the judging: correction, publicity, objections, the decision."""

import re

from django import forms
from django.utils import timezone

from assessments import codes
from assessments.models import Objection

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CorrectForm(forms.Form):
    reason = forms.CharField(label="更正原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    void = forms.CharField(
        label="作废的评分表（选填）",
        max_length=500,
        required=False,
        help_text="填表号，几份用顿号或空格分开。作废的不再计入，原分留存备查。",
    )

    def clean_void(self):
        """The codes, whether they were typed as they are printed (K7PQ 3MXW) or in one."""
        parts = [re.sub(r"[\s—－-]", "", part) for part in re.split("[、，,；;]", self.cleaned_data["void"])]
        return [part[at : at + codes.LENGTH] for part in parts for at in range(0, len(part), codes.LENGTH)]


class AmendForm(forms.Form):
    """One mark put right by the signed sheet, before the result is computed anew."""

    code = forms.CharField(label="表号", max_length=20, help_text="评分表右上角的八位表号，空格和大小写不拘。")
    criterion = forms.ModelChoiceField(label="评分项", queryset=None, empty_label="请选择")
    mark = forms.CharField(label="正确的分数", max_length=12)
    reason = forms.CharField(label="更正原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, criteria, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = criteria
        self.fields["criterion"].label_from_instance = lambda one: f"{one.stage}：{one}"


class PublicizeForm(forms.Form):
    day = forms.DateField(
        label="公示开始", widget=DAY, initial=timezone.localdate, help_text="遇休息日的，从下一个工作日算起。"
    )


class AwardForm(forms.Form):
    document_number = forms.CharField(label="决定文号", max_length=60)
    on = forms.DateField(label="表彰日期", widget=DAY, initial=timezone.localdate)


class ObjectionForm(forms.Form):
    raiser = forms.ChoiceField(label="以何名义", choices=Objection.Raiser.choices, widget=forms.RadioSelect)
    entry = forms.ModelChoiceField(
        label="涉及品牌（选填）", queryset=None, required=False, empty_label="不涉及具体品牌"
    )
    text = forms.CharField(label="异议内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, contest, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = contest.entries.taking_part().select_related("version")
        if not user.is_officer:
            self.fields["raiser"].choices = [(Objection.Raiser.PERSON.value, Objection.Raiser.PERSON.label)]
        self.fields["raiser"].initial = self.fields["raiser"].choices[0][0]


class AnswerForm(forms.Form):
    is_upheld = forms.TypedChoiceField(
        label="结论",
        choices=[("no", "异议不成立"), ("yes", "异议成立")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="成立的，答复后到结果页办理更正。",
    )
    text = forms.CharField(label="答复", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))
