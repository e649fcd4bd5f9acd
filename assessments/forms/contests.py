"""What a contest is, who may enter, how its result is reckoned: in full at set-up, the first part of it at creation."""

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.db.models import Exists, OuterRef

from activities.forms.fields import RowsField
from assessments.forms.fields import CountField, OwnFieldsForm, day_field
from assessments.models import Contest
from assessments.patterns import PATTERNS
from branches.models import BrandLevel

BASICS = ("title", "theme", "about", "basis_title", "basis_number", "entries_since", "entries_until")

NAMESAKE = "已有同名的比赛，请换一个名称，如加上年份。"


class BasicsForm(OwnFieldsForm):
    """Title, theme, basis and dates."""

    entries_since = day_field("征集开始")
    entries_until = day_field("征集截止", help_text="当天仍可报送。")

    class Meta:
        model = Contest
        fields = BASICS
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "basis_title": "印发评比通知的文件名称，如“关于开展党建品牌大比武的通知”。",
            "basis_number": "如“黄直工〔2026〕12号”。",
        }
        error_messages = {
            "title": {"required": "请填写比赛名称。"},
            "basis_title": {"required": "请填写依据文件；没有文件依据不得开展评比。"},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self.sections())

    def sections(self):
        return [self.basics("一、基本情况和依据")]

    def basics(self, legend):
        return Fieldset(
            legend,
            "title",
            "theme",
            Div("basis_title", "basis_number", css_class="lm-pair"),
            Div("entries_since", "entries_until", css_class="lm-pair"),
            "about",
            css_class="lm-part",
        )

    def clean_title(self):
        title = self.cleaned_data["title"]
        namesakes = Contest.objects.filter(committee=self.instance.committee_id, title=title)
        if namesakes.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(NAMESAKE)
        return title

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("entries_since"), cleaned.get("entries_until")
        if since and until and until < since:
            self.add_error("entries_until", "征集截止不能早于征集开始。")
        return cleaned


class NewContestForm(BasicsForm):
    """The basics, and the rules to begin with."""

    EMPTY, COPY = "empty", "copy-"

    pattern = forms.ChoiceField(
        label="评分办法从哪里开始",
        widget=forms.RadioSelect,
        help_text="选最接近的一种，建好后逐项修改。",
        error_messages={
            "required": "请选择一种；都不合适的选“从空白开始”。",
            "invalid_choice": "请从列出的办法里选一种。",
        },
    )

    def __init__(self, *args, earlier, **kwargs):
        self.earlier = earlier
        super().__init__(*args, **kwargs)
        copies = [(f"{self.COPY}{contest.pk}", f"沿用“{contest}”的设置") for contest in earlier]
        ready = [(pattern.key, f"{pattern.label}：{pattern.about}") for pattern in PATTERNS]
        self.fields["pattern"].choices = [*ready, *copies, (self.EMPTY, "从空白开始")]

    def sections(self):
        start = Fieldset("二、评分办法", Field("pattern", wrapper_class="is-list"), css_class="lm-part")
        return [self.basics("一、基本情况和依据"), start]

    @property
    def source(self):
        """The earlier contest whose rules were chosen, or None."""
        chosen = self.cleaned_data["pattern"].removeprefix(self.COPY)
        return next((contest for contest in self.earlier if str(contest.pk) == chosen), None)


class ContestForm(BasicsForm):
    """Everything about a contest but its stages, awards and judges."""

    RULES = ("seats_conflict", "decimals", "quota_rule")  # they stand from the first score on

    limit_per_organization = CountField(label="每个单位最多报送", least=1, help_text="留空为不限。")
    limit_per_alliance = CountField(label="每个联盟最多报送", least=1, help_text="留空为不限。")
    decimals = CountField(label="总分保留小数", most=4, required=True, error_messages={"required": "请填写位数。"})
    publicity_days = CountField(
        label="公示", least=1, most=60, required=True, error_messages={"required": "请填写公示的工作日数。"}
    )
    barred_levels = RowsField(
        BrandLevel.objects.none(),
        label="不再参评的等次",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="已有所勾等次的品牌不重复申报。",
        error_messages={"invalid_choice": "有等次已停用，请重新勾选。"},
    )

    class Meta(BasicsForm.Meta):
        fields = (
            *BASICS,
            "takes_branches",
            "takes_organizations",
            "takes_alliances",
            "limit_per_organization",
            "limit_per_alliance",
            "seats_conflict",
            "decimals",
            "quota_rule",
            "publicity_days",
        )
        labels = {"seats_conflict": "评委在作品所在联盟任职的，也要回避（本单位的作品一律回避）"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer_levels()
        self.fields["quota_rule"].choices = Contest.Quota.choices

    def _offer_levels(self):
        """Read once, those chosen already marked."""
        chosen = Contest.barred_levels.through.objects.filter(contest=self.instance.pk, brandlevel=OuterRef("pk"))
        levels = BrandLevel.objects.filter(committee=self.instance.committee_id, is_active=True)
        rows = list(levels.annotate(is_chosen=Exists(chosen)))
        if not rows:
            del self.fields["barred_levels"]
            self.helper.layout = Layout(*self.sections(levels=False))
            return
        self.fields["barred_levels"].queryset = levels
        self.fields["barred_levels"].choices = [(level.pk, level.name) for level in rows]
        self.initial["barred_levels"] = [level.pk for level in rows if level.is_chosen]

    def save(self, commit=True):
        contest = super().save(commit)
        if "barred_levels" in self.cleaned_data:
            contest.barred_levels.set(self.cleaned_data["barred_levels"])
        return contest

    def sections(self, levels=True):
        barred = ["barred_levels"] if levels else []
        return [
            self.basics("一、基本情况和依据"),
            Fieldset(
                "二、参评规则",
                Div("takes_branches", "takes_organizations", "takes_alliances", css_class="lm-gap"),
                Div(
                    AppendedText("limit_per_organization", "个"),
                    AppendedText("limit_per_alliance", "个"),
                    css_class="lm-pair",
                ),
                *barred,
                "seats_conflict",
                css_class="lm-part",
            ),
            Fieldset(
                "三、结果",
                Div(
                    AppendedText("decimals", "位"),
                    AppendedText("publicity_days", "个工作日"),
                    css_class="lm-pair",
                ),
                Field("quota_rule", css_class="lm-w-m"),
                css_class="lm-part",
            ),
        ]

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("takes_branches", "takes_organizations", "takes_alliances")):
            self.add_error("takes_branches", "至少勾选一类品牌可以参评。")
        return cleaned
