from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from desk.models import Feedback


class FeedbackForm(forms.ModelForm):
    class Meta:
        model = Feedback
        fields = ["text", "page"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "page": forms.HiddenInput}
        help_texts = {"text": "哪里不好用、缺什么，直说即可。请勿填写涉密和个人敏感信息。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "提交"))


class AnswerForm(forms.Form):
    answer = forms.CharField(label="答复", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
