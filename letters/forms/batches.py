"""批量起草: one template, one matter, many units, a letter for each. And the numbers the office gave, one a line."""

from django import forms
from django.utils import timezone

from letters.cases import Case
from letters.forms.fields import KeptLine, KeptText, text_area, too_long
from letters.forms.whom import asked_for, groups_of, mark
from letters.models import LetterTemplate
from letters.models.letter_steps import LONGEST_NUMBER
from letters.models.states import LADDER
from letters.texts import one_line

MOST_PASTED = 60_000


class BatchForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    template = forms.ModelChoiceField(
        LetterTemplate.objects.none(),
        label="模板",
        empty_label="请选择",
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": "请选择模板。", "invalid_choice": "这个模板已停用，请另选。"},
    )
    matter = KeptLine(
        label="事项",
        max_length=120,
        widget=forms.TextInput({"class": "form-control"}),
        help_text="填进模板的 {matter}，如“做好第四季度主题党日”。",
        error_messages={"required": "请写明事项。", **too_long("事项")},
    )
    period = KeptLine(label="期间", required=False, max_length=60, help_text="填进 {period}，如“2026年第四季度”。")
    deadline = KeptLine(
        label="事项期限", required=False, max_length=60, help_text="填进 {deadline}，如“2026年12月31日”。"
    )
    everyone = forms.BooleanField(label="主送单位", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        templates = LetterTemplate.objects.visible_to(user).filter(committee=user.committee).in_use()
        self.fields["template"].queryset = templates.exclude(kind__in=LADDER[1:])  # those follow an overdue letter
        for name in ("period", "deadline"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["everyone"].widget.attrs["class"] = "form-check-input"
        self.whom = groups_of(user.committee, timezone.localdate())
        self.unit_count = sum(len(group.units) for group in self.whom)
        self.units, self.strangers = asked_for(self.whom, self.data) if self.is_bound else ([], [])
        mark(self.whom, {unit.pk for unit in self.units})

    def clean(self):
        if self.strangers:
            self.add_error("everyone", "有单位已撤销或不在本工委名册里，已去掉，请核对后再起草。")
        elif not self.units:
            self.add_error("everyone", "请选择主送单位：勾选单位、整个联盟或全部单位。")
        return self.cleaned_data

    @property
    def cases(self):
        words = {name: self.cleaned_data[name] for name in ("period", "deadline")}
        return [
            Case("", unit, self.cleaned_data["matter"], words | {"alliance": _alliance(unit)}) for unit in self.units
        ]


def _alliance(unit):
    return unit.standing_seats[0].alliance.name if unit.standing_seats else ""


class NumbersForm(forms.Form):
    """Either a list pasted one a line, for the letters without a number in their order, or a field for each letter."""

    pasted = KeptText(
        label="粘贴文号",
        required=False,
        max_length=MOST_PASTED,
        widget=text_area(6, **{"class": "form-control lm-grid"}),
        help_text="照办公室给的，一行一个，按下表缺文号的顺序。粘贴后下面各栏不再计入。",
        error_messages=too_long("这里"),
    )

    def __init__(self, *args, letters, **kwargs):
        super().__init__(*args, **kwargs)
        self.letters = letters
        self.rows = []
        for letter in letters:
            name = f"number-{letter.pk}"
            self.fields[name] = KeptLine(
                label=f"{letter.first_unit or letter.title}的文号",
                required=False,
                max_length=LONGEST_NUMBER,
                initial=letter.number,
                widget=forms.TextInput({"class": "form-control lm-number-input"}),
                error_messages=too_long("文号"),
            )
            self.rows.append((letter, self[name]))

    def clean_pasted(self):
        lines = [one_line(line) for line in self.cleaned_data["pasted"].split("\n") if line.strip()]
        without = [letter for letter in self.letters if not letter.number]
        if lines and len(lines) != len(without):
            raise forms.ValidationError(f"贴了 {len(lines)} 行，缺文号的有 {len(without)} 份，请对齐后再登记。")
        if any(len(line) > LONGEST_NUMBER for line in lines):
            raise forms.ValidationError(f"有文号超过 {LONGEST_NUMBER} 字，请核对。")
        return lines

    @property
    def changed(self):
        """(letter, its new number) for those that differ."""
        if lines := self.cleaned_data["pasted"]:
            return list(zip([letter for letter in self.letters if not letter.number], lines, strict=True))
        asked = [(letter, self.cleaned_data[field.name]) for letter, field in self.rows]
        return [(letter, number) for letter, number in asked if number != letter.number]
