from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms

from activities.models import Participation

Answer = Participation.Answer


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="是否参加",
        choices=[(Answer.ATTENDING, "参加"), (Answer.LEAVE, "请假")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择参加或请假。", "invalid_choice": "请选择参加或请假。"},
    )
    expected_count = forms.IntegerField(
        label="参加人数",
        min_value=1,
        max_value=9999,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "请填写参加人数。",
            "invalid": "只填数字，如 6。",
            "min_value": "参加至少 1 人；不能参加的请选“请假”。",
            "max_value": "人数太大，请核对。",
        },
    )
    attendees = forms.CharField(
        label="参加人员", required=False, max_length=300, help_text="姓名用顿号隔开，可只填人数。"
    )
    leave_reason = forms.CharField(
        label="请假事由",
        required=False,
        max_length=200,
        help_text="请假时填写。",
        error_messages={"required": "请写明请假事由。"},
    )

    def __init__(self, *args, participation, **kwargs):
        super().__init__(*args, **kwargs)
        self.participation = participation
        chosen = participation.answer if participation.answer != Answer.NONE else Answer.ATTENDING
        self.initial = {
            "answer": chosen,
            "expected_count": participation.expected_count,
            "attendees": participation.attendees,
            "leave_reason": participation.leave_reason,
        }
        on_leave = (self.data.get("answer") if self.is_bound else chosen) == Answer.LEAVE
        self.fields["leave_reason"].required = on_leave
        self.fields["expected_count"].required = not on_leave
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Field("answer", wrapper_class="is-short"),
            AppendedText("expected_count", "人", wrapper_class="lm-w-s"),
            "attendees",
            "leave_reason",
        )

    def save(self, *, by):
        cleaned = self.cleaned_data
        if cleaned["answer"] == Answer.LEAVE:
            self.participation.leave(by=by, reason=cleaned["leave_reason"])
        else:
            self.participation.attend(by=by, expected_count=cleaned["expected_count"], attendees=cleaned["attendees"])
