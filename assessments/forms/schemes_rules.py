"""How an indicator is scored: one kind with its parameters, what may lie around it (加倍, 就高, 分期平均), or one line
of notation. The fields follow from KINDS, so a new kind needs nothing here."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms

from assessments.forms.schemes_fields import NotationField, field_of, written
from assessments.scoring.faults import RuleFaults
from assessments.scoring.rules import KINDS, LEAF_KINDS, PARENT_KINDS, rule_from_json
from assessments.scoring.rules.params import RULE

TEXT = "text"
AROUND = ("period_average", "take_highest_dedupe", "multiplier")  # from the outside in
ASKS = {
    "period_average": "分期计分，取平均",
    "take_highest_dedupe": "同一项目只计最高的一次（就高）",
    "multiplier": "有某种标记的加倍（或减半）计",
}
LIMITS = ("cap", "floor")
INNER = "inner"
SWITCH = (
    '<p><button class="btn btn-secondary btn-sm" id="id_switch" type="submit" name="switch" value="1" formnovalidate '
    'formaction="#rule">换计分方式</button></p>'
)
AROUND_OPEN = '<details class="lm-gap"{% if page.rule.is_wrapped %} open{% endif %}>'
AROUND_HEAD = "<summary>还有别的规矩：就高、加倍、分期平均（选填）</summary>"


def unwrapped(data):
    """({wrapper: its params}, the rule inside). Wrappers in another order, or with limits of their own, stay inside."""
    around, rest = {}, data
    for kind in AROUND:
        if _is_plain(rest, kind):
            around[kind] = {name: value for name, value in rest.items() if name not in ("kind", INNER)}
            rest = rest[INNER]
    return around, rest


def wrapped(around, data):
    """The other way round."""
    for kind in reversed(AROUND):
        if kind in around:
            data = {"kind": kind, **around[kind], INNER: data}
    return data


def _is_plain(data, kind):
    return (
        isinstance(data, dict)
        and data.get("kind") == kind
        and isinstance(data.get(INNER), dict)
        and not any(name in data for name in LIMITS)
    )


class RuleForm(forms.Form):
    """`rule`: the data as it stands; `has_children`: a parent joins its children, a leaf is scored; `full`: the points
    of the leaf; `kind`: chosen just now, its fields stand empty. After `is_valid`: `data_of_rule` and `rule`, both None
    where there is no rule."""

    prefix = "rule"

    def __init__(self, data=None, *, rule=None, has_children=False, full=None, kind=None, **kwargs):
        super().__init__(data, **kwargs)
        self.full, self.has_children = full, has_children
        self.data_of_rule = self.rule = None
        self.around, self.inside = unwrapped(rule)
        self.kind = self._kind() if kind is None else kind
        self.fields["kind"] = forms.ChoiceField(
            label="计分方式",
            choices=self._choices(),
            initial=self.kind,
            error_messages={
                "invalid_choice": "请从列出的计分方式里选一种。",
                "required": "请选择计分方式；下面还要加指标的选“合计”。",
            },
        )
        self.fields["kind"].widget.attrs["data-switches"] = "id_switch"
        self.fields["shown"] = forms.CharField(
            required=False, initial=self.kind, max_length=60, widget=forms.HiddenInput
        )
        self._add_fields()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self._sections())

    def _sections(self):
        own = [name for name in self.fields if name.startswith("p_") or name == TEXT]
        limits = [name for name in own if name.removeprefix("p_") in LIMITS]
        yield Field("kind", css_class="lm-w-m")
        yield "shown"
        yield HTML(SWITCH)
        if self.help:
            yield HTML('<p class="lm-note lm-gap">{{ page.rule.help }}</p>')
        yield from (name for name in own if name not in limits)
        if limits:
            yield Div(*limits, css_class="lm-pair")
        if around := [kind for kind in AROUND if f"w_{kind}" in self.fields]:
            yield HTML(AROUND_OPEN + AROUND_HEAD)
            for kind in around:
                yield f"w_{kind}"
                yield Div(
                    *(name for name in self.fields if name.startswith(f"w_{kind}-")), css_class="lm-pair lm-noopt"
                )
            yield HTML("</details>")

    @property
    def was_switched(self):
        """Another kind was chosen than the one whose fields stand on the page."""
        return self.is_bound and self.data.get(self.add_prefix("shown"), "") != self.kind

    @property
    def help(self):
        """What the kind does, in a sentence."""
        if self.kind == TEXT:
            return "照下面的写法写成一行，可以一层套一层。"
        return KINDS[self.kind].help if self.kind in KINDS else ""

    @property
    def is_wrapped(self):
        return bool(self.around) or any(self[f"w_{kind}"].value() for kind in AROUND if f"w_{kind}" in self.fields)

    def _kind(self):
        if self.is_bound:
            chosen = self.data.get(self.add_prefix("kind"), "")
            return chosen if chosen in KINDS or chosen == TEXT else ""
        if isinstance(self.inside, dict) and self.inside.get("kind") in self._offered():
            return self.inside["kind"]
        return next(iter(PARENT_KINDS)) if self.has_children else ""

    def _offered(self):
        return PARENT_KINDS if self.has_children else KINDS

    def _choices(self):
        joins = [(name, kind.label) for name, kind in PARENT_KINDS.items()]
        if self.has_children:
            return joins
        leaves = [(name, kind.label) for name, kind in LEAF_KINDS.items()]
        return [
            ("", "请选择"),
            ("直接计分", leaves),
            ("下面还要加指标的", joins),
            ("其他", [(TEXT, "用一行文字写（可以套用）")]),
        ]

    def _add_fields(self):
        if self.kind == TEXT:
            self.fields[TEXT] = NotationField(
                label="计分方式（文字）", error_messages={"required": "请写明计分方式。"}, initial=self._as_text()
            )
            self.fields[TEXT].full = self.full
        elif self.kind in KINDS:
            inside = self.inside if isinstance(self.inside, dict) and self.inside.get("kind") == self.kind else {}
            for param in KINDS[self.kind].params:
                field = field_of(param)
                field.initial = inside.get(param.name, param.default)
                if param.type == RULE:
                    field.full = self.full
                self.fields[f"p_{param.name}"] = field
        if self.kind in LEAF_KINDS and self.kind not in AROUND:
            self._add_around()

    def _add_around(self):
        for kind in AROUND:
            if kind not in KINDS:
                continue
            known = self.around.get(kind)
            self.fields[f"w_{kind}"] = forms.BooleanField(
                label=ASKS[kind], required=False, initial=known is not None, help_text=KINDS[kind].help
            )
            for param in KINDS[kind].params:
                if param.name not in (INNER, *LIMITS):
                    field = field_of(param)
                    field.required = False  # asked for only where the box is ticked, by the rule itself
                    field.initial = (known or {}).get(param.name, param.default)
                    self.fields[f"w_{kind}-{param.name}"] = field

    def _as_text(self):
        return written(wrapped(self.around, self.inside)) if isinstance(self.inside, dict) else ""

    def set_full(self, full):
        """The points of the leaf, known only when the form beside this one was read."""
        self.full = full
        for field in self.fields.values():
            if isinstance(field, NotationField):
                field.full = full

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if self.kind == TEXT:
            return self._settle(cleaned.get(TEXT), cleaned)
        if self.kind not in KINDS:
            return cleaned
        data = self._data_of(KINDS[self.kind], "p_")
        if self._refused(data, KINDS[self.kind], "p_"):
            return cleaned
        around = {kind: self._around_of(kind) for kind in AROUND if cleaned.get(f"w_{kind}")}
        for kind in around:
            if self._refused({"kind": kind, **around[kind], INNER: data}, KINDS[kind], f"w_{kind}-"):
                return cleaned
        return self._settle(wrapped(around, data), cleaned)

    def _data_of(self, kind, prefix):
        data = {"kind": kind.kind}
        for param in kind.params:
            value = self.cleaned_data.get(f"{prefix}{param.name}")
            if value not in (None, "", [], {}):
                data[param.name] = value
        return data

    def _around_of(self, kind):
        data = self._data_of(KINDS[kind], f"w_{kind}-")
        return {name: value for name, value in data.items() if name != "kind"}

    def _refused(self, data, kind, prefix):
        """Puts what is wrong beside the fields; whether anything is."""
        try:
            rule_from_json(data, self.full)
        except RuleFaults as found:
            labels = {param.label: f"{prefix}{param.name}" for param in kind.params}
            for fault in found.faults:
                path = [step for step in fault.path if step != kind.label]
                name = labels.get(path[0]) if path else None
                rest = " › ".join(path[1:] if name else path)
                self.add_error(name if name in self.fields else None, f"{rest}：{fault.text}" if rest else fault.text)
            return True
        return False

    def _settle(self, data, cleaned):
        if data is None:
            return cleaned
        try:
            self.rule = rule_from_json(data, self.full)
        except RuleFaults as found:
            for fault in found.faults:
                self.add_error(None, str(fault))
            return cleaned
        self.data_of_rule = self.rule.as_json()
        return cleaned
