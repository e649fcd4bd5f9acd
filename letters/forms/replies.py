from crispy_forms.helper import FormHelper
from django import forms

from letters.forms.fields import KeptText, text_area, too_long
from letters.models import Reply
from portal.fields import FilesField
from portal.pictures import AttachmentRefused, check_attachment


class ReplyForm(forms.Form):
    text = KeptText(
        label="办理情况",
        max_length=Reply.LONGEST,
        widget=text_area(5),
        help_text="写清办了什么、什么时候办完；三五行即可。",
        error_messages={"required": "请写明办理情况。", **too_long("回复")},
    )
    files = FilesField(label="附件", help_text="如批复、会议纪要，PDF、Word、Excel 或扫描图片，每个不超过 20 MB。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs["class"] = "form-control"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > Reply.MOST_FILES:
            raise forms.ValidationError(f"附件最多 {Reply.MOST_FILES} 个，这次选了 {len(files)} 个。")
        passed, refused = [], []
        for file in files:
            try:
                passed.append(check_attachment(file, file.name))
            except AttachmentRefused as refusal:
                refused.append(str(refusal))
        if refused:
            raise forms.ValidationError(refused)
        return passed
