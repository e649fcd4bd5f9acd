"""试算: numbers for a rule that nobody has been scored by yet. The fields follow from what the rule needs."""

from datetime import date

from crispy_forms.helper import FormHelper
from django import forms

from assessments.forms.schemes_fields import SEPARATORS, ReadField, RowsWidget, WordsField
from assessments.scoring.facts import Facts, Item
from assessments.scoring.frame import Frame
from assessments.scoring.rules.params import LEVELS, RULE, number
from portal.asked import whole_number

MOST_NUMBERS = 200
ITEM_COLUMNS = (("label", "档次或名称"), ("amount", "数值"), ("flags", "标记"), ("group", "同一项目"), ("day", "日期"))
VOTE_COLUMNS = (("name", "等次"), ("count", "票数"))


class NumberField(ReadField):
    """An exact number, as rules read it."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=30, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def read(self, text):
        return _number(text) if text else None


class NumbersField(WordsField):
    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=2000, **kwargs)

    def read(self, text):
        words = super().read(text)
        if len(words) > MOST_NUMBERS:
            raise forms.ValidationError(f"最多{MOST_NUMBERS}个数。")
        return [_number(word) for word in words]


class ItemsField(forms.Field):
    """Records: each row one, an empty 数值 is 1."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=RowsWidget(ITEM_COLUMNS), **kwargs)

    def clean(self, value):
        return tuple(self._item(row, place) for place, row in enumerate(value or [], start=1))

    def _item(self, row, place):
        return Item(
            key=f"trial:{place}",
            text=row.get("label") or f"第 {place} 条",
            amount=_number(row["amount"]) if row.get("amount") else 1,
            day=_day(row.get("day")),
            label=row.get("label", ""),
            group=row.get("group", ""),
            flags=tuple(word for word in SEPARATORS.split(row.get("flags", "")) if word),
        )


class VotesField(forms.Field):
    def __init__(self, **kwargs):
        super().__init__(required=False, widget=RowsWidget(VOTE_COLUMNS), **kwargs)

    def clean(self, value):
        votes = {}
        for row in value or []:
            count = whole_number(row.get("count", "0"), 6)
            if count is None:
                raise forms.ValidationError("票数应为整数，如 12。")
            votes[row.get("name", "")] = count
        return votes


class TrialForm(forms.Form):
    """After `is_valid`: `working(period)`."""

    prefix = "try"

    def __init__(self, data=None, *, rule, full, **kwargs):
        super().__init__(data, **kwargs)
        self.rule, self.full = rule, full
        for name, field in _fields(rule):
            self.fields[name] = field
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def working(self, period):
        cleaned = self.cleaned_data
        facts = Facts(
            items=cleaned.get("items") or (),
            amount=cleaned.get("amount"),
            whole=cleaned.get("whole"),
            choice=cleaned.get("choice") or "",
            points=cleaned.get("points"),
            decision="试算" if "points" in cleaned else "",
            reason="试算" if "points" in cleaned else "",
            votes=cleaned.get("votes") or {},
            marks=tuple(cleaned.get("marks") or ()),
        )
        peers = tuple(cleaned.get("peers") or ())
        own = (self.rule.measure(facts),) if "peers" in self.rule.needs else ()
        return self.rule.compute(facts, Frame(full=self.full, period=period, peers=(*own, *peers)))


def level_names(rule):
    """The names of the levels that one may be put in, wherever in the rule they stand."""
    names = []
    for param in rule.params:
        value = getattr(rule, param.name)
        if param.type == LEVELS and value:
            names += [level.name for level in value]
        elif param.type == RULE and value is not None:
            names += level_names(value)
    return list(dict.fromkeys(names))


def _fields(rule):
    needs = rule.needs
    if "amount" in needs:
        yield "amount", NumberField(label="数值（次数、个数、金额……）")
    if "whole" in needs:
        yield "whole", NumberField(label="总数（应有多少）")
    if "items" in needs:
        yield "items", ItemsField(label="逐条记录", help_text="只看次数的，填上面的数值就行，不必逐条写。")
    if "choice" in needs:
        choices = [("", "请选择"), *((name, name) for name in level_names(rule))]
        yield "choice", forms.ChoiceField(label="评为", choices=choices, required=False)
    if needs & {"points", "decision"}:
        yield "points", NumberField(label="给分")
    if "votes" in needs:
        yield "votes", VotesField(label="各等次票数")
    if "marks" in needs:
        yield "marks", NumbersField(label="各人打分", help_text="如 90、85、92。")
    if "peers" in needs:
        yield "peers", NumbersField(label="其他单位的数值", help_text="如 12、9、15。")


def _number(text):
    try:
        return number(text)
    except ValueError as why:
        raise forms.ValidationError(f"{why}。") from None


def _day(text):
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise forms.ValidationError(f"没有“{text[:20]}”这一天，请按 2026-09-20 这样填写。") from None
