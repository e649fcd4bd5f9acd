"""An indicator: its place and points, and where its figures come from. How it is scored is in schemes_rules.py."""

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms

from activities.forms.fields import plain
from assessments.facts import SOURCES
from assessments.forms.fields import OwnFieldsForm, PointsField
from assessments.forms.schemes import MOST_POINTS
from assessments.forms.schemes_fields import source_field_of
from assessments.models import Indicator
from assessments.schemes import sources
from assessments.schemes.building import below
from portal.asked import whole_number

INDENT = "\u3000"
SWITCH = (
    '<p><button class="btn btn-secondary btn-sm" id="id_switch_source" type="submit" name="switch" value="1" '
    'formnovalidate formaction="#source">换数据来源</button></p>'
)


class SignedField(forms.DecimalField):
    """Points that may be below zero."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(
            required=False, max_digits=7, decimal_places=2, min_value=-MOST_POINTS, max_value=MOST_POINTS, **kwargs
        )
        self.widget.attrs["inputmode"] = "decimal"
        self.error_messages["invalid"] = "只填数字，如 10 或 -5。"

    def to_python(self, value):
        return super().to_python(
            value.replace("−", "-").replace("－", "-").strip() if isinstance(value, str) else value
        )

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else plain(value)


class IndicatorForm(OwnFieldsForm):
    """`branching`: the rows of the scheme; a parent is chosen among those that are not below the indicator itself."""

    parent = forms.ChoiceField(
        label="上级指标",
        required=False,
        error_messages={"invalid_choice": "上级指标不能选它自己或它下面的指标，也不能选别的方案里的。"},
    )
    points = PointsField(
        label="分值",
        most=MOST_POINTS,
        required=True,
        help_text="有下级的，是下级分值之和；加减分项不设分值的填 0。",
        error_messages={"required": "请填写分值，加减分项不设分值的填 0。"},
    )
    weight = PointsField(
        label="权重",
        required=True,
        help_text="计入上级时按百分之几折算，不折算的填 100。",
        error_messages={"required": "请填写权重，不折算的填 100。"},
    )
    cap = SignedField(label="本项最高", help_text="折算前，连同下级加起来最多几分。")
    floor = SignedField(label="本项最低", help_text="如扣分最多扣 10 分，填 -10。")

    class Meta:
        model = Indicator
        fields = ("name", "points", "weight", "is_extra", "cap", "floor", "standard", "takes_claims")
        labels = {
            "is_extra": "加减分项（不计入满分）",
            "takes_claims": "记录里没有的，单位可以补充",
            "standard": "评分标准",
        }
        help_texts = {
            "name": "如“参加联合活动”。",
            "standard": "照文件原文写，给人看；怎样算以下面的计分方式为准。",
            "is_extra": "",
            "takes_claims": "",
        }
        widgets = {"standard": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"name": {"required": "请填写指标名称。"}}

    def __init__(self, *args, branching, **kwargs):
        super().__init__(*args, **kwargs)
        own = below(self.instance, branching.indicators) if self.instance.pk else set()
        self.parents = {str(row.pk): row for row, _, _ in branching.rows if row.pk not in own}
        self.fields["parent"].choices = [
            ("", "（一级指标）"),
            *(
                (str(row.pk), f"{INDENT * depth}{number} {row}")
                for row, depth, number in branching.rows
                if row.pk not in own
            ),
        ]
        self.initial["parent"] = str(self.instance.parent_id or "")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Div(Field("name"), Field("parent"), css_class="lm-pair"),
            Div(AppendedText("points", "分"), AppendedText("weight", "%"), css_class="lm-pair"),
            "is_extra",
            Div(AppendedText("cap", "分"), AppendedText("floor", "分"), css_class="lm-pair"),
            "standard",
        )
        self.claims_helper = FormHelper()
        self.claims_helper.form_tag = False
        self.claims_helper.disable_csrf = True
        self.claims_helper.layout = Layout("takes_claims")

    def clean_parent(self):
        return self.parents.get(self.cleaned_data["parent"])

    def clean(self):
        cleaned = super().clean()
        cap, floor = cleaned.get("cap"), cleaned.get("floor")
        if cap is not None and floor is not None and cap < floor:
            self.add_error("cap", f"不能低于最低 {plain(floor)}。")
        return cleaned

    def filled(self):
        """The instance with what was asked for; saving is for `building`."""
        self.instance.parent = self.cleaned_data["parent"]
        return self.instance


class SourceForm(forms.Form):
    """The source of a leaf's figures with what it may be told. After `is_valid`: `source`, `params`."""

    prefix = "source"

    def __init__(self, data=None, *, scheme, source="", params=None, key=None, **kwargs):
        super().__init__(data, **kwargs)
        self.lists = sources.Lists(scheme.committee)
        choices = sources.choices_for(scheme.audience)
        if source and source not in dict(choices):
            choices.append((source, f"{sources.label_of(source)}（不能用于本方案）"))
        chosen = self.data.get(self.add_prefix("key"), "") if self.is_bound else key or source or sources.HAND_KEY
        self.key = chosen if chosen in dict(choices) else sources.HAND_KEY
        self.fields["key"] = forms.ChoiceField(
            label="数据来源",
            choices=choices,
            initial=self.key,
            error_messages={"invalid_choice": "请从列出的数据来源里选。", "required": "请选择数据来源。"},
        )
        self.fields["key"].widget.attrs["data-switches"] = "id_switch_source"
        self.fields["shown"] = forms.CharField(
            required=False, initial=self.key, max_length=60, widget=forms.HiddenInput
        )
        self.known = SOURCES.get(self.key)
        given = params if isinstance(params, dict) and source == self.key else {}
        for param in self.known.params if self.known else ():
            field = source_field_of(param, self.lists)
            field.initial = given.get(param.name, param.default)
            self.fields[f"p_{param.name}"] = field
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        sentence = [HTML('<p class="lm-note lm-gap">{{ source.sentence }}</p>')] if self.known else []
        own = [name for name in self.fields if name.startswith("p_")]
        self.helper.layout = Layout(Field("key", css_class="lm-w-m"), "shown", HTML(SWITCH), *sentence, *own)

    @property
    def was_switched(self):
        return self.is_bound and self.data.get(self.add_prefix("shown"), "") != self.key

    def clean(self):
        cleaned = super().clean()
        if self.known and not self.errors:
            for param in self.known.params:
                if fault := param.fault(self._value(param), self.lists.names(param).keys()):
                    self.add_error(f"p_{param.name}", fault)
        return cleaned

    @property
    def source(self):
        return "" if self.key == sources.HAND_KEY else self.key

    @property
    def params_given(self):
        given = {param.name: self._value(param) for param in (self.known.params if self.known else ())}
        return {
            name: value
            for name, value in given.items()
            if value is not None and value != next(param.default for param in self.known.params if param.name == name)
        }

    def _value(self, param):
        """As the source wants it: a key of a list and a number are whole numbers."""
        written = self.cleaned_data.get(f"p_{param.name}", "")
        if written == "":
            return None
        if param.type == "choice":
            return written
        number = whole_number(written, 17)
        return written if number is None else number
