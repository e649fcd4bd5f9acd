from django import forms

from letters.forms.fields import KeptLine, KeptText, text_area, too_long
from letters.models import LetterTemplate
from letters.models.letter_editing import LONGEST_TEXT

LINES = {"name": "名称", "title": "标题", "note": "附注", "cc": "抄送"}


class TemplateForm(forms.ModelForm):
    """The words of a template; that its placeholders are known is the model's rule."""

    body = KeptText(
        label="正文",
        max_length=LONGEST_TEXT,
        widget=text_area(14, **{"class": "lm-letter-body"}),
        help_text="一行一段；行首“一、”“（一）”是标题。花括号里写右边列出的词。",
        error_messages={"required": "请写正文。", **too_long("正文")},
    )

    order_number = forms.IntegerField(
        label="次序",
        min_value=0,
        max_value=9999,
        widget=forms.TextInput({"inputmode": "numeric", "class": "lm-w-s"}),
        help_text="小的在前。",
        error_messages={"invalid": "只填数字，如 1。", "required": "请填写次序，如 1。", "max_value": "最大 9999。"},
    )

    class Meta:
        model = LetterTemplate
        fields = (
            "name",
            "kind",
            "about",
            "form",
            "title",
            "body",
            "reply_workdays",
            "note",
            "cc",
            "order_number",
            "is_active",
        )
        field_classes = dict.fromkeys(LINES, KeptLine)
        widgets = {
            "title": text_area(2, **{"class": "lm-low"}),
            "reply_workdays": forms.TextInput({"inputmode": "numeric", "class": "lm-w-s"}),
        }
        labels = {"is_active": "启用：起草时可以选"}
        help_texts = {"about": "从换届、任务、考核页面起草时，先用对应事项的模板。"}
        error_messages = {
            "name": {"required": "请填写模板名称。"},
            "title": {"required": "请填写标题。"},
            "reply_workdays": {
                "invalid": "只填数字，如 5。",
                "min_value": "至少 1 个工作日。",
                "max_value": "最多 250 个工作日。",
            },
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in LINES.items():
            self.fields[name].error_messages.update(too_long(label))

    def _get_validation_exclusions(self):
        """The committee is not asked for, but a name stands once in it."""
        return super()._get_validation_exclusions() - {"committee"}
