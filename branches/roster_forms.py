from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from portal.workbooks import MAX_UPLOAD


class WorkbookField(forms.FileField):
    """An .xlsx; its size is looked at before a byte is read."""

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file.size > MAX_UPLOAD:
            limit = MAX_UPLOAD // 1024 // 1024
            raise forms.ValidationError(f"文件超过{limit}MB，请删除图片等无关内容后再上传。")
        return file


class RosterImportForm(forms.Form):
    file = WorkbookField(
        label="花名册工作簿",
        help_text="一个 .xlsx 文件，含党组织花名册、联盟分组、党支部花名册中的任意几张表。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的。", "invalid": "请选择文件。"},
    )
    on = forms.DateField(
        label="席位执行日期",
        required=False,
        help_text="席位有变动时从这一天起算。不填则按联盟分组表上写的“执行时间”，表上没有就按今天。",
        widget=forms.DateInput(attrs={"type": "date", "class": "lm-w-m"}, format="%Y-%m-%d"),
    )
    new_alliances = forms.BooleanField(
        label="允许新增联盟", required=False, help_text="不勾选时，表中出现不认识的联盟名称按错误处理。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("file", "on", "new_alliances")
