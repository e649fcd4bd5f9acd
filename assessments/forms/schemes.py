"""What a scheme is: for whom, over which days, by what document, and what is shown of its result."""

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.utils import timezone

from activities.forms.fields import RowsField
from alliances.models import Category
from assessments.forms.fields import CountField, OwnFieldsForm, PointsField, day_field
from assessments.models import Scheme
from portal.quarters import half_year, period_of, quarters_of, year_period

NAMESAKE = "这个期间已有同名方案，请换一个名称。"
YEARS_BEFORE, YEARS_AFTER = 1, 1  # offered beside this year
MOST_POINTS = 10_000


def period_choices(chosen=""):
    """Year, half-years and quarters of the years around this one, and what is chosen already."""
    this = timezone.localdate().year
    years = list(range(this - YEARS_BEFORE, this + YEARS_AFTER + 1))
    groups = []
    for year in sorted({*years, *filter(None, [_year_of(chosen)])}, reverse=True):
        periods = [year_period(year), half_year(year, 1), half_year(year, 2), *quarters_of(year)]
        groups.append((f"{year}年", [(period.key, period.label) for period in periods]))
    return groups


def _year_of(key):
    try:
        return period_of(key).first_day.year
    except ValueError:
        return None


class SchemeForm(OwnFieldsForm):
    period_key = forms.ChoiceField(
        label="考核期间", help_text="按年、半年或季度。", error_messages={"invalid_choice": "请从列出的期间里选。"}
    )
    categories = RowsField(
        Category.objects.none(),
        label="单位类别",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只在考核各单位时用；不勾为全部单位。",
        error_messages={"invalid_choice": "有类别已停用，请重新勾选。"},
    )
    valid_until = day_field("文件有效至", required=False, help_text="长期有效的留空。")
    full = PointsField(
        label="满分", most=MOST_POINTS, required=True, error_messages={"required": "请填写满分，如 100。"}
    )
    decimals = CountField(
        label="得分保留", most=4, required=True, help_text="四舍五入，总分为各项之和。",
        error_messages={"required": "请填写位数，只取整数的填 0。"},
    )  # fmt: skip
    midway_days = CountField(label="规定天数", most=366, help_text="选“在席不足规定天数的不参评”时才用。")
    publicity_days = CountField(
        label="公示", least=1, most=60, required=True, error_messages={"required": "请填写公示的工作日数。"}
    )
    appeal_days = CountField(
        label="申诉答复", least=1, most=60, required=True, error_messages={"required": "请填写答复的工作日数。"}
    )

    class Meta:
        model = Scheme
        fields = (
            "title",
            "audience",
            "period_key",
            "basis_title",
            "basis_number",
            "valid_until",
            "full",
            "decimals",
            "first_review",
            "sharing",
            "midway",
            "midway_days",
            "quota_tie",
            "shows",
            "shown_to",
            "publicity_days",
            "appeal_days",
            "grants_stars",
        )
        labels = {"grants_stars": "等次就是支部星级，定格后可以授予（只用于支部）"}
        help_texts = {
            "basis_title": "印发考核办法的文件名称，如“关于印发2026年度党建联盟考核办法的通知”。",
            "basis_number": "如“黄直工〔2026〕12号”。",
            "sharing": "几家单位一起办的活动，场次和成效怎样算到各家。",
            "first_review": "只在考核各单位时有；联盟和支部自评后直接由工委复核。",
            "grants_stars": "",
        }
        error_messages = {
            "title": {"required": "请填写方案名称。"},
            "basis_title": {"required": "请填写依据文件；没有文件依据不得开展考核。"},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period_key"].choices = period_choices(self.instance.period_key)
        self._offer_categories()
        for name in ("audience", "first_review", "sharing", "midway", "quota_tie", "shows", "shown_to"):
            self.fields[name].choices = Scheme._meta.get_field(name).choices
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self._sections())

    def _offer_categories(self):
        rows = Category.objects.filter(committee=self.instance.committee_id)
        self.fields["categories"].queryset = rows
        self.fields["categories"].choices = [(row.pk, row.name) for row in rows]
        if self.instance.pk:
            self.initial["categories"] = list(self.instance.categories.values_list("pk", flat=True))

    def _sections(self):
        return (
            Fieldset(
                "一、考核谁，依据什么",
                "title",
                Div("audience", "period_key", css_class="lm-pair"),
                "categories",
                "basis_title",
                Div("basis_number", "valid_until", css_class="lm-pair"),
                css_class="lm-part",
            ),
            Fieldset(
                "二、怎样计分",
                Div(AppendedText("full", "分"), AppendedText("decimals", "位小数"), css_class="lm-pair"),
                Field("sharing", css_class="lm-w-m"),
                Div("midway", AppendedText("midway_days", "天"), css_class="lm-pair"),
                css_class="lm-part",
            ),
            Fieldset(
                "三、评审和公布",
                Field("first_review", css_class="lm-w-m"),
                Div("shows", "shown_to", css_class="lm-pair"),
                Div(
                    AppendedText("publicity_days", "个工作日"),
                    AppendedText("appeal_days", "个工作日"),
                    css_class="lm-pair",
                ),
                Field("quota_tie", css_class="lm-w-m"),
                "grants_stars",
                css_class="lm-part",
            ),
        )

    def clean_title(self):
        return self.cleaned_data["title"].replace("\x00", "").strip()

    def clean(self):
        cleaned = super().clean()
        audience, branches = cleaned.get("audience"), Scheme.Audience.BRANCH
        if cleaned.get("grants_stars") and audience and audience != branches:
            self.add_error("grants_stars", "支部星级只在考核各支部时用。")
        if audience != Scheme.Audience.ORGANIZATION:
            cleaned["first_review"] = Scheme.FirstReview.NONE
            cleaned["categories"] = Category.objects.none()
        if cleaned.get("midway") == Scheme.Midway.LEAST and not cleaned.get("midway_days"):
            self.add_error("midway_days", "请填写规定天数，如 90。")
        cleaned["midway_days"] = cleaned.get("midway_days") or 0
        self._refuse_namesake(cleaned)
        return cleaned

    def _refuse_namesake(self, cleaned):
        title, period = cleaned.get("title"), cleaned.get("period_key")
        if title and period and namesakes(self.instance, title, period).exists():
            self.add_error("title", NAMESAKE)

    def save(self, commit=True):
        scheme = super().save(commit)
        scheme.categories.set(self.cleaned_data["categories"])
        return scheme


def namesakes(scheme, title, period_key):
    """Others of the committee that would have the same name in the same period."""
    rows = Scheme.objects.filter(committee=scheme.committee_id, title=title, period_key=period_key)
    return rows.exclude(state=Scheme.State.DROPPED).exclude(pk=scheme.pk)


class CopyForm(forms.Form):
    """Under which name, for which period."""

    title = forms.CharField(label="新方案名称", max_length=60, error_messages={"required": "请填写新方案名称。"})
    period_key = forms.ChoiceField(label="考核期间", error_messages={"invalid_choice": "请从列出的期间里选。"})

    def __init__(self, *args, scheme, **kwargs):
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        self.fields["period_key"].choices = period_choices(self.initial["period_key"])

    def clean(self):
        cleaned = super().clean()
        title, period = cleaned.get("title"), cleaned.get("period_key")
        if title and period and namesakes(Scheme(committee_id=self.scheme.committee_id), title, period).exists():
            self.add_error("title", NAMESAKE)
        return cleaned
