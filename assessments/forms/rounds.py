"""Dates of a round, its publicity and end; appeals and their answers."""

from django import forms

from assessments.forms.fields import day_field

LONGEST = 1000


class OpenForm(forms.Form):
    self_until = day_field("自评截止")
    first_until = day_field("初评截止")
    review_until = day_field("复核截止")

    def __init__(self, *args, with_first, **kwargs):
        super().__init__(*args, **kwargs)
        if not with_first:
            del self.fields["first_until"]

    @property
    def days(self):
        return {"first_until": None} | self.cleaned_data


class DeadlinesForm(OpenForm):
    reason = forms.CharField(
        label="原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="各单位看得到。",
        error_messages={"required": "请写明原因。"},
    )


class PublicizeForm(forms.Form):
    day = day_field("公示开始", help_text="遇休息日从下一个工作日算起。")


class FinalizeForm(forms.Form):
    day = day_field("定格日期")
    document_number = forms.CharField(label="通报文号（选填）", max_length=60, required=False)


class ReturnForm(forms.Form):
    """To whom it goes back, and why."""

    to = forms.ChoiceField(
        label="退回到", widget=forms.RadioSelect, error_messages={"required": "请选择退回到哪一步。"}
    )
    reason = forms.CharField(
        label="原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="对方会看到。",
        error_messages={"required": "请写明原因。"},
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = offered
        if len(offered) == 1:
            self.fields["to"].widget = forms.HiddenInput()
            self.initial.setdefault("to", offered[0][0])


class AppealForm(forms.Form):
    indicator = forms.ChoiceField(
        label="对哪一项", required=False, error_messages={"invalid_choice": "请从列出的指标里选。"}
    )
    text = forms.CharField(
        label="申诉理由",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明哪些记录应计未计、哪里算得不对。",
        error_messages={"required": "请写明申诉理由。"},
    )

    def __init__(self, *args, leaves, **kwargs):
        super().__init__(*args, **kwargs)
        self.leaves = {str(leaf.pk): leaf for leaf in leaves}
        self.fields["indicator"].choices = [
            ("", "整体得分或等次"),
            *((key, leaf.name) for key, leaf in self.leaves.items()),
        ]

    def clean_indicator(self):
        return self.leaves.get(self.cleaned_data["indicator"])


class AnswerForm(forms.Form):
    """The answer; upheld, the corrected points of the leaf (of any leaf, where the appeal is about the whole)."""

    is_upheld = forms.ChoiceField(
        label="结论",
        choices=[("no", "申诉不成立，维持原分"), ("yes", "申诉成立，更正得分")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论。", "invalid_choice": "请选择结论。"},
    )
    indicator = forms.ChoiceField(
        label="更正哪一项", required=False, error_messages={"invalid_choice": "请从列出的指标里选。"}
    )
    given = forms.CharField(label="更正后得分", max_length=12, required=False, help_text="申诉成立时填写。")
    text = forms.CharField(
        label="答复",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明答复。"},
    )

    def __init__(self, *args, leaves, about=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.about = about
        if about is not None:
            del self.fields["indicator"]
        else:
            self.fields["indicator"].choices = [("", "请选择"), *((str(leaf.pk), leaf.name) for leaf in leaves)]

    @property
    def answer(self):
        """As appeals.answer takes it."""
        upheld = self.cleaned_data["is_upheld"] == "yes"
        leaf = self.about.pk if self.about is not None else int(self.cleaned_data["indicator"] or 0)
        points = self.cleaned_data["given"].strip()
        given = {leaf: points} if leaf and points else None
        return {"text": self.cleaned_data["text"], "is_upheld": upheld, "given": given}
