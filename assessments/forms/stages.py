"""A stage with its criteria and time rules; awards and tie-breakers. A button adds rows and keeps what stands."""

from decimal import Decimal

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.forms import inlineformset_factory

from assessments import setup
from assessments.forms.fields import CountField, OwnFieldsForm, PointsField, SecondsField
from assessments.judging.exact import plain
from assessments.models import Award, Contest, Criterion, Stage, TieBreaker, TimeRule
from assessments.overview import breaker_words

MOST_ROWS = 30
CRITERIA = '{% include "assessments/_criterion_rows.html" with rows=criteria totals=totals silent=silent only %}'
TIME_RULES = '{% include "assessments/_time_rows.html" with rows=time_rules silent=silent only %}'


class StageForm(OwnFieldsForm):
    """How one round is scored. `number` is not asked for: stages stand in the order in which they were added."""

    weight = PointsField(
        label="计入总分权重",
        required=True,
        help_text="各阶段合计 100；只用来入围、不计入总分的填 0。",
        error_messages={"required": "请填写权重，不计入总分的填 0。"},
    )
    advance_count = CountField(label="晋级数", least=1, help_text="最后一个阶段和全部晋级的留空。")
    scale_low = PointsField(label="打分从", most=1000, required=True, error_messages={"required": "请填写下限。"})
    scale_high = PointsField(label="到", most=1000, required=True, error_messages={"required": "请填写上限。"})
    score_decimals = CountField(
        label="评委打分小数", most=2, required=True, error_messages={"required": "请填写位数，只打整数的填 0。"}
    )
    drop_high = CountField(label="去掉最高分", most=9, help_text="选“去掉最高、最低后平均”时才用。")
    drop_low = CountField(label="去掉最低分", most=9, help_text="同上。")
    least_judges = CountField(
        label="最少评委数", least=1, most=200, required=True, error_messages={"required": "请填写最少几位评委。"}
    )
    time_limit = SecondsField(label="限时", help_text="填秒数（480）或分秒（8:00）；不限时留空。")
    most_deduction = PointsField(label="超时最多扣", help_text="不扣分的填 0。")

    class Meta:
        model = Stage
        fields = (
            "name",
            "weight",
            "advance_count",
            "scoring",
            "scale_low",
            "scale_high",
            "score_decimals",
            "join",
            "drop_high",
            "drop_low",
            "trim_by",
            "least_judges",
            "when_few",
            "time_limit",
            "most_deduction",
        )
        error_messages = {"name": {"required": "请填写阶段名称。"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("scoring", "join", "trim_by", "when_few"):
            self.fields[name].choices = Stage._meta.get_field(name).choices
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self._sections())

    def _sections(self):
        """The order in which an office thinks of it; the rows of criteria and time rules stand between."""
        return (
            Fieldset(
                "一、阶段",
                Field("name", css_class="lm-w-m"),
                Div(AppendedText("weight", "%"), AppendedText("advance_count", "个"), css_class="lm-pair"),
                css_class="lm-part",
            ),
            Fieldset(
                "二、评分项",
                Field("scoring", css_class="lm-w-m"),
                HTML(CRITERIA),
                Div("scale_low", "scale_high", AppendedText("score_decimals", "位"), css_class="lm-three lm-gap-top"),
                HTML('<p class="lm-quiet">“打分从……到”只用于按权重折算（如 90 分起评填 90 到 100）；'
                     "各项分值相加时，每项从 0 打到该项分值。</p>"),
                css_class="lm-part",
            ),
            Fieldset(
                "三、评委分数怎样合成",
                Field("join", css_class="lm-w-m"),
                Div(AppendedText("drop_high", "个"), AppendedText("drop_low", "个"), "trim_by", css_class="lm-three"),
                HTML('<p class="lm-note lm-gap">评委回避或缺席，某个品牌的评分表可能不够，事先定好怎么办：</p>'),
                Div(AppendedText("least_judges", "位"), "when_few", css_class="lm-pair"),
                HTML('<p class="lm-quiet">{% if rule_words %}现在的规则：{{ rule_words }}。{% endif %}</p>'),
                css_class="lm-part",
            ),
            Fieldset(
                "四、限时和超时扣分",
                Div("time_limit", AppendedText("most_deduction", "分"), css_class="lm-pair"),
                HTML(TIME_RULES),
                css_class="lm-part",
            ),
        )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("scale_low"), cleaned.get("scale_high")
        if low is not None and high is not None and low >= high:
            self.add_error("scale_high", f"应大于下限 {plain(low)}。")
        for name in ("drop_high", "drop_low", "most_deduction"):
            if cleaned.get(name) is None and name not in self.errors:
                cleaned[name] = 0
        return cleaned


class CriterionForm(forms.ModelForm):
    weight = PointsField(label="分值", required=True, error_messages={"required": "请填写分值。"})

    class Meta:
        model = Criterion
        fields = ("name", "about", "weight")
        error_messages = {"name": {"required": "请填写评分项。"}}

    def clean_weight(self):
        weight = self.cleaned_data["weight"]
        if weight is not None and weight <= 0:
            raise forms.ValidationError("分值应大于 0。")
        return weight


class TimeRuleForm(forms.ModelForm):
    over_from = SecondsField(label="超时满", required=True, error_messages={"required": "请填写超时多久。"})
    deduct = PointsField(label="扣分", required=True, error_messages={"required": "请填写扣几分。"})

    class Meta:
        model = TimeRule
        fields = ("over_from", "deduct")


class Rows(forms.BaseInlineFormSet):
    """Rows in the order in which they stand on the page. `more` is how many empty ones are shown below."""

    def clean(self):
        """Django leaves out without a word what is no row of this list: somebody deleted it, or the key was guessed."""
        super().clean()
        if any(form.instance.pk is None and form not in self.deleted_forms for form in self.initial_forms):
            raise forms.ValidationError("有一行已被删除，没有保存。请重新打开本页再改。", "gone")

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "删除"
        for name, field in form.fields.items():
            field.widget.attrs.setdefault("aria-label", f"第 {(index or 0) + 1} 行{field.label}")
            if name not in ("DELETE", "id"):
                kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
                field.widget.attrs.setdefault("class", kind)

    def save_in_order(self):
        """Deleted rows first, so that a name may be used again."""
        kept = self.save(commit=False)
        self.delete_rows(self.deleted_objects)
        for row in kept:
            row.save()
        self._number_the_rest()

    def delete_rows(self, rows):
        for row in rows:
            row.delete()

    def _number_the_rest(self):
        if not hasattr(self.model, "order_number"):
            return
        gone = set(self.deleted_forms)
        rows = [form.instance for form in self.forms if form not in gone and form.instance.pk]
        for place, row in enumerate(rows, start=1):
            if row.order_number != place:
                row.order_number = place
                row.save()


class CriterionRows(Rows):
    def delete_rows(self, rows):
        setup.delete_criteria(rows)

    def total(self):
        """What the weights on the page add up to, faulty ones left out."""
        if not self.is_bound:
            return sum((form.instance.weight for form in self.initial_forms), Decimal(0))
        gone = set(self.deleted_forms) if self.is_valid() else set()
        rows = [form for form in self.forms if form not in gone and hasattr(form, "cleaned_data")]
        return sum((form.cleaned_data.get("weight") or 0 for form in rows), Decimal(0))


def _rows(parent, model, form, formset, prefix):
    made = inlineformset_factory(
        parent,
        model,
        form=form,
        formset=formset,
        extra=1,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS * 2,
    )

    def rows(data, instance, extra=1):
        """With `extra` empty rows below those that are kept."""
        return type(made.__name__, (made,), {"extra": extra})(data, instance=instance, prefix=prefix)

    return rows


criterion_rows = _rows(Stage, Criterion, CriterionForm, CriterionRows, "criteria")
time_rows = _rows(Stage, TimeRule, TimeRuleForm, Rows, "rules")


class AwardForm(forms.ModelForm):
    quota = CountField(label="名额", least=1, required=True, error_messages={"required": "请填写名额。"})

    class Meta:
        model = Award
        fields = ("name", "quota")
        error_messages = {"name": {"required": "请填写奖项名称。"}}


class BreakerForm(forms.ModelForm):
    """One choice instead of three fields: what is looked at, and of what."""

    what = forms.ChoiceField(label="看什么", error_messages={"invalid_choice": "请从列出的里面选一项。"})

    class Meta:
        model = TieBreaker
        fields = ()

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", "请选择"), *((key, label) for key, label, _ in offered)]
        self.named = {key: fields for key, _, fields in offered}
        if self.instance.pk:
            self.initial["what"] = key_of(self.instance)

    def save(self, commit=True):
        for name, value in self.named[self.cleaned_data["what"]].items():
            setattr(self.instance, name, value)
        return super().save(commit)


def key_of(breaker):
    """A criterion says itself to which stage it belongs."""
    return f"{breaker.kind}-{breaker.criterion_id or breaker.stage_id or ''}"


def breakers_offered(stages):
    """(key, words, fields) of everything a tie may be broken by, the stages with their criteria prefetched."""
    rows = [TieBreaker(kind=TieBreaker.Kind.EXACT)]
    for stage in stages:
        rows.append(TieBreaker(kind=TieBreaker.Kind.STAGE, stage=stage))
        for_each = {"kind": TieBreaker.Kind.CRITERION, "stage": stage}
        rows += [TieBreaker(**for_each, criterion=criterion) for criterion in stage.criteria.all()]
    rows.append(TieBreaker(kind=TieBreaker.Kind.TOP_MARKS))
    rows += [TieBreaker(kind=TieBreaker.Kind.TOP_MARKS, stage=stage) for stage in stages]
    return [
        (key_of(row), breaker_words(row), {"kind": row.kind, "stage": row.stage, "criterion": row.criterion})
        for row in rows
    ]


award_rows = _rows(Contest, Award, AwardForm, Rows, "awards")


def breaker_rows(data, instance, offered, extra=1):
    made = inlineformset_factory(
        Contest, TieBreaker, form=BreakerForm, formset=Rows, extra=extra, can_delete=True,
        max_num=MOST_ROWS, absolute_max=MOST_ROWS * 2,
    )  # fmt: skip
    return made(data, instance=instance, prefix="breakers", form_kwargs={"offered": offered})
