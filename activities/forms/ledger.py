from crispy_forms.helper import FormHelper
from django import forms

from branches.roster_forms import WorkbookField


class LedgerForm(forms.Form):
    file = WorkbookField(
        label="活动台账工作簿",
        help_text="一个 .xlsx 文件，每行一项活动。只收已经开展的活动，导入后即为办结。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的。", "invalid": "请选择文件。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
