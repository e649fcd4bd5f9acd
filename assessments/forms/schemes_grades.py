"""A grade: from how many points, for how many at most, and what it brings."""

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from activities.forms.fields import RowsField
from assessments.forms.fields import CountField, PointsField
from assessments.forms.schemes import MOST_POINTS
from assessments.models import Grade, Indicator


class GradeForm(forms.ModelForm):
    order_number = CountField(label="次序", most=99, help_text="最好的为 1，依次往下；不填排在最后。")
    minimum = PointsField(label="最低分", most=MOST_POINTS, help_text="含本数；最后一档留空。")
    quota = PointsField(label="名额", help_text="不超过总数的百分之几，够不上整数的舍去；不限的留空。")
    needs = RowsField(
        Indicator.objects.none(),
        label="须得分的指标",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="这些指标得 0 分的，不能评为这一等。",
        error_messages={"invalid_choice": "有指标已不在方案里，请重新勾选。"},
    )
    stars = CountField(label="星级", most=5, help_text="支部星级填 1 到 5，不定级填 0。")

    class Meta:
        model = Grade
        fields = ("name", "order_number", "minimum", "quota", "stars", "follow_up")
        labels = {"follow_up": "评后措施"}
        help_texts = {"name": "如“优秀”“五星”。", "follow_up": "如“示范工程”“整改工程”。"}
        error_messages = {"name": {"required": "请填写等次名称。"}}

    def __init__(self, *args, branching, **kwargs):
        super().__init__(*args, **kwargs)
        leaves = branching.leaves
        self.fields["needs"].queryset = Indicator.objects.filter(pk__in=[leaf.pk for leaf in leaves])
        self.fields["needs"].choices = [
            (row.pk, f"{number} {row}") for row, _, number in branching.rows if branching.is_leaf(row)
        ]
        if self.instance.pk:
            self.initial["needs"] = list(self.instance.needs.values_list("pk", flat=True))
        if not leaves:
            del self.fields["needs"]
        stars = [] if self.instance.scheme.audience != "branch" else ["stars"]
        if not stars:
            del self.fields["stars"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Div("name", "order_number", css_class="lm-pair"),
            Div(AppendedText("minimum", "分"), AppendedText("quota", "%"), css_class="lm-pair"),
            *stars,
            "follow_up",
            *(["needs"] if leaves else []),
        )

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.instance.scheme.grades.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("已有同名等次。")
        return name

    @property
    def chosen_needs(self):
        return list(self.cleaned_data.get("needs", []))
