"""Form fields made from the parameters of rules and of sources: a number, a list of words, rows of tiers or levels."""

import re

from django import forms
from django.template.loader import render_to_string

from assessments.scoring import notation
from assessments.scoring.faults import RuleFaults
from assessments.scoring.rules import params as kinds
from assessments.scoring.rules import rule_from_json

LEAST_ROWS, SPARE_ROWS, MOST_ROWS = 4, 2, 30
SEPARATORS = re.compile(r"[、，,;；\s]+")
COLUMNS = {
    kinds.TIERS: (("from", "从（含）"), ("to", "到（不含）"), ("points", "得分")),
    kinds.LEVELS: (("name", "名称"), ("points", "得分")),
}
LONGEST_TEXT = 2000
ONE_LINE = "用一行文字写，如：逐次扣分（每次=0.5；扣完为止）"


class RowsWidget(forms.Widget):
    """A small table, one row for each tier or level, some empty ones below."""

    template_name = "assessments/schemes/_rows_widget.html"

    def __init__(self, columns):
        super().__init__()
        self.columns = columns

    def use_required_attribute(self, initial):
        return False

    def value_from_datadict(self, data, files, name):
        rows = [
            {key: str(data.get(f"{name}-{place}-{key}", "")).strip() for key, _ in self.columns}
            for place in range(MOST_ROWS)
        ]
        return [{key: value for key, value in row.items() if value} for row in rows if any(row.values())]

    def value_omitted_from_data(self, data, files, name):
        return not any(key.startswith(f"{name}-") for key in data)

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = value if isinstance(value, list) else []
        shown = min(max(LEAST_ROWS, len(rows) + SPARE_ROWS), MOST_ROWS)
        rows = [*rows, *({} for _ in range(shown - len(rows)))]
        context["columns"] = [label for _, label in self.columns]
        context["rows"] = [
            [
                {
                    "name": f"{name}-{place}-{key}",
                    "value": row.get(key, ""),
                    "label": f"第 {place + 1} 行{label}",
                    "column": label,
                }
                for key, label in self.columns
            ]
            for place, row in enumerate(rows)
        ]
        return context


class RowsOfRuleField(forms.Field):
    def __init__(self, kind, **kwargs):
        super().__init__(widget=RowsWidget(COLUMNS[kind]), **kwargs)


class ReadField(forms.CharField):
    """Text that stands for something else: what was typed is checked first, then read."""

    def to_python(self, value):
        text = super().to_python(value)
        super().run_validators(text)
        return self.read(text)

    def run_validators(self, value):
        """They look at the text, not at what it was read as."""

    def read(self, text):
        raise NotImplementedError


class WordsField(ReadField):
    """Several words, separated as people separate them."""

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list | tuple) else value

    def read(self, text):
        return [word for word in SEPARATORS.split(text) if word]


class NotationField(ReadField):
    """A rule as a line of text; its value is the rule's data. `full`: the points of its leaf, where they are known."""

    full = None

    def __init__(self, **kwargs):
        super().__init__(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def prepare_value(self, value):
        return written(value) if isinstance(value, dict) else value

    def read(self, text):
        if not text:
            return None
        try:
            return notation.read(text, self.full).as_json()
        except RuleFaults as found:
            raise forms.ValidationError([str(fault) for fault in found.faults]) from None


def written(data):
    """The notation of a rule's data, "" where it cannot be read."""
    try:
        return notation.write(rule_from_json(data))
    except RuleFaults:
        return ""


def field_of(param):
    """The form field that asks for a parameter of a rule. What is wrong with the value is said by the rule itself."""
    options = {"label": param.label, "help_text": param.help, "required": _is_asked(param)}
    options["error_messages"] = {"required": "请填写。"}
    if param.type in COLUMNS:
        return RowsOfRuleField(param.type, **options)
    if param.type == kinds.RULE:
        return NotationField(**{**options, "help_text": f"{param.help}{ONE_LINE}"})
    if param.type == kinds.NAMES:
        return WordsField(**options, max_length=600)
    if param.type == kinds.CHOICE:
        return forms.ChoiceField(**options, choices=[*([] if param.default else [("", "不选")]), *param.choices])
    field = forms.CharField(**options, max_length=kinds.LONGEST)
    if param.type in (kinds.NUMBER, kinds.COUNT):
        field.widget.attrs["inputmode"] = "decimal" if param.type == kinds.NUMBER else "numeric"
    return field


def source_field_of(param, lists):
    """The same for a parameter of a source."""
    options = {"label": param.label, "help_text": param.help, "required": _is_asked(param)}
    options["error_messages"] = {"required": "请选择。"}
    names = lists.names(param)
    if param.type == "number":
        return forms.CharField(**options, max_length=9)
    blank = [] if param.type == "choice" and param.default else [("", "请选择" if param.required else "全部")]
    choices = [*blank, *((str(key), name) for key, name in names.items())]
    return forms.ChoiceField(**options, choices=choices)


def _is_asked(param):
    """Whether something has to stand there; a choice with a default always has something."""
    return param.required or (param.type == kinds.CHOICE and bool(param.default))
