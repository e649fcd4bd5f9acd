"""What is written about a term; the rules are in the verbs, and a refusal stands above the form."""

from django import forms

from branches.terms.dates import MOST_YEARS
from portal.workbooks import Column
from portal.workbooks.cells import parse

SINCE = Column("任期起始", kind="month_or_date")


class DayField(forms.DateField):
    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"] = {
            "required": "请填写日期。",
            "invalid": "没有这一天，请按 2026-09-30 这样填写。",
        } | kwargs["error_messages"]
        super().__init__(**kwargs)


class StartField(forms.CharField):
    """A day, or only its month, as people write it; gives a PartialDate."""

    def clean(self, value):
        text = super().clean(value)
        try:
            found = parse(text, SINCE)
        except ValueError as error:
            raise forms.ValidationError(f"{error}。") from error
        if found is None:
            raise forms.ValidationError("请填写任期起始；还查不到的，先不补正。")
        return found


class YearsField(forms.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(
            label="任期（年）",
            min_value=1,
            max_value=MOST_YEARS,
            required=False,
            help_text="不填按类型：机关党委5年，总支、支部3年（以工委设置为准）。",
            **kwargs,
        )


class DocumentField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(max_length=60, **kwargs)


class RenewForm(forms.Form):
    since = DayField(label="选举日期", help_text="新一届任期从这一天起。")
    approval_document = DocumentField(
        label="换届批复文号", help_text="如 示例工委〔2026〕12号。", error_messages={"required": "请填写批复文号。"}
    )
    approved_on = DayField(label="批复日期")
    years = YearsField()
    early_document = DocumentField(
        label="提前换届批准文号", required=False, help_text="比应换届日期提前半年以上的才要填。"
    )


class ApproveForm(forms.Form):
    approval_document = DocumentField(label="换届批复文号", error_messages={"required": "请填写批复文号。"})
    approved_on = DayField(label="批复日期")


class ExtendForm(forms.Form):
    until = DayField(label="延期至", help_text="不超过届满后一年。")
    document = DocumentField(label="延期批准文号", error_messages={"required": "请填写批准文号。"})
    decided_on = DayField(label="批准日期")


class MendForm(forms.Form):
    since = StartField(
        label="任期起始",
        max_length=20,
        help_text="写到日，如 2023-06-15；只知道月份的写到月，如 2023.6。",
        error_messages={"required": "请填写任期起始；还查不到的，先不补正。"},
    )
    years = YearsField()

    @property
    def facts(self):
        found = self.cleaned_data["since"]
        return {
            "since": found.first_day,
            "month_only": found.day is None,
            "years": self.cleaned_data["years"],
        }


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="退回原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写清哪里不对、怎么改。",
        error_messages={"required": "请写明退回原因。"},
    )


class VacancyForm(forms.Form):
    body = forms.ChoiceField(label="哪个党组织或支部", error_messages={"required": "请选择。"})
    post = forms.CharField(
        label="空缺职务",
        max_length=30,
        help_text="如副书记、组织委员。书记空缺由名册自动列出，不必登记。",
        error_messages={"required": "请写空缺的职务。"},
    )
    since = DayField(label="空缺起始")
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args, organizations, branches, **kwargs):
        super().__init__(*args, **kwargs)
        self.bodies = {f"organization-{one.pk}": (one, None) for one in organizations}
        self.bodies |= {f"branch-{one.pk}": (one.organization, one) for one in branches}
        names = [(key, str(branch or organization)) for key, (organization, branch) in self.bodies.items()]
        self.fields["body"].choices = [("", "请选择"), *names]

    @property
    def facts(self):
        organization, branch = self.bodies[self.cleaned_data["body"]]
        words = {name: self.cleaned_data[name] for name in ("post", "since", "note")}
        return {"organization": organization, "branch": branch, **words}


class FillForm(forms.Form):
    filled_on = DayField(label="补齐日期")
    document_number = DocumentField(label="任职批复文号", required=False)
