"""A scheme's workbook, and what it may leave unsaid: name, period, audience, basis."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from assessments.forms.schemes import period_choices
from assessments.models import Scheme
from branches.roster_forms import WorkbookField
from portal.quarters import period_of

UNSAID = "表里已写明的不必选。"


class SchemeImportForm(forms.Form):
    file = WorkbookField(
        label="考核方案工作簿",
        help_text="一个 .xlsx 文件，含“考核指标”表；“等次”“方案设置”两张表可有可无。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的。", "invalid": "请选择文件。"},
    )
    title = forms.CharField(
        label="方案名称",
        required=False,
        max_length=Scheme._meta.get_field("title").max_length,
        help_text="不填用表里第一行的标题。",
    )
    period_key = forms.ChoiceField(label="考核期间", required=False, help_text="表里没写、这里也不选的为今年。")
    audience = forms.ChoiceField(label="考核对象", required=False, help_text=UNSAID)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period_key"].choices = [("", "以表里写的为准"), *period_choices()]
        self.fields["audience"].choices = [("", "以表里写的为准"), *Scheme.Audience.choices]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("file", "title", Div("period_key", "audience", css_class="lm-pair"))

    @property
    def said(self):
        """As the sheet 方案设置 would say it."""
        chosen = self.cleaned_data
        period = period_of(chosen["period_key"]).label if chosen["period_key"] else ""
        audience = Scheme.Audience(chosen["audience"]).label if chosen["audience"] else ""
        return {"名称": chosen["title"], "考核期间": period, "考核对象": audience}
