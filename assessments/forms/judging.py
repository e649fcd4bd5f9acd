"""A judge's score fields, and the fields of a paper sheet that is typed in."""

from decimal import Decimal

from django import forms
from django.http import Http404

from assessments import late_marks, setup
from assessments.judging.exact import plain
from assessments.models import Stage
from portal.access import WrongState
from portal.asked import whole_number

LONGEST = 40  # characters that a field takes; what is too long for a mark is refused with the scale named


def scale_words(stage, criterion):
    """0–40 分，可到小数1位"""
    scale = setup.scale_of(stage, criterion)
    places = f"可到小数{scale.decimals}位" if scale.decimals else "填整数"
    return f"{plain(scale.low)}–{plain(scale.high)} 分，{places}"


def highest(stage, criterion):
    return plain(setup.scale_of(stage, criterion).high)


def share(stage, criterion):
    """The percentage that the criterion has in a stage where all are marked on one scale."""
    return plain(criterion.weight) if stage.scoring == Stage.Scoring.WEIGHTED else ""


class ScoreField(forms.CharField):
    def __init__(self, stage, criterion, **kwargs):
        super().__init__(required=False, label=criterion.name, **kwargs)
        scale = setup.scale_of(stage, criterion)
        self.widget.attrs |= {
            "class": "form-control lm-mark-field",
            "inputmode": "decimal" if scale.decimals else "numeric",
            "enterkeyhint": "next",
            "autocomplete": "off",
            "maxlength": LONGEST,
        }


class MarksForm(forms.Form):
    """All marks of a sheet at once, for who has no script: each good one is kept, also when another is refused."""

    def __init__(self, data=None, *, sheet, criteria, marks):
        super().__init__(data)
        self.sheet, self.criteria = sheet, criteria
        self.marks = {mark.criterion_id: mark for mark in marks}
        for criterion in criteria:
            self._add(criterion)

    @property
    def rows(self):
        return [self._row(criterion) for criterion in self.criteria]

    def save(self, *, by):
        """Keep what was changed. Afterwards `marks` is what the sheet holds; whether nothing was refused."""
        for criterion in self.criteria:
            name = _name(criterion)
            text, mark = self.cleaned_data.get(name, ""), self.marks.get(criterion.pk)
            seen = self.cleaned_data.get(f"seen-{criterion.pk}", "")
            if name in self.errors or text == late_marks.value_in(seen):  # not touched on this page
                continue
            if not text:
                if mark:
                    self.add_error(name, f"没有填分数；已存的 {plain(mark.value)} 仍然有效。")
                continue
            self._keep(criterion, text, seen, by)
        return not self.errors

    def _keep(self, criterion, text, seen, by):
        try:
            kept = late_marks.keep(self.sheet.pk, str(criterion.pk), text, seen=seen, by=by)
        except late_marks.Overtaken as refusal:
            self.marks[criterion.pk] = refusal.mark
            self.add_error(_name(criterion), str(refusal))
        except WrongState as refusal:
            self.add_error(_name(criterion), str(refusal))
        else:
            self.marks[criterion.pk] = kept.mark

    def again(self):
        """The form as it stands after saving, its tokens new, what was refused still in its field."""
        self.data = self.data.copy()
        for criterion in self.criteria:
            self.data[f"seen-{criterion.pk}"] = late_marks.token(self.marks.get(criterion.pk))
        return self

    def _row(self, criterion):
        stage, mark = self.sheet.turn.stage, self.marks.get(criterion.pk)
        return {
            "criterion": criterion,
            "field": self[_name(criterion)],
            "seen": self[f"seen-{criterion.pk}"],
            "scale": scale_words(stage, criterion),
            "share": share(stage, criterion),
            "said": f"已存 {plain(mark.value)}" if mark and self.is_bound else "",
        }

    def _add(self, criterion):
        mark = self.marks.get(criterion.pk)
        saved = plain(mark.value) if mark else ""
        field = self.fields[_name(criterion)] = ScoreField(self.sheet.turn.stage, criterion, initial=saved)
        field.widget.attrs |= {
            "data-criterion": criterion.pk,
            "data-saved": saved,
            "aria-describedby": f"id_{_name(criterion)}_said",
        }
        self.fields[f"seen-{criterion.pk}"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=late_marks.token(mark)
        )


class ReadingForm(forms.Form):
    """A paper sheet as one person reads it: the same fields in the same order; `values`: the own earlier reading."""

    def __init__(self, data=None, *, stage, criteria, values=None):
        super().__init__(data)
        self.stage, self.criteria = stage, criteria
        for criterion in criteria:
            initial = as_read((values or {}).get(str(criterion.pk), ""))
            self.fields[_name(criterion)] = ScoreField(stage, criterion, initial=initial)
        if criteria and not data:
            self.fields[_name(criteria[0])].widget.attrs["autofocus"] = True

    @property
    def rows(self):
        for criterion in self.criteria:
            yield {"criterion": criterion, "field": self[_name(criterion)], "scale": scale_words(self.stage, criterion)}

    @property
    def values(self):
        return {criterion.pk: self.cleaned_data.get(_name(criterion), "") for criterion in self.criteria}

    def blame(self, faults):
        """Faults by criterion id, each beside its field."""
        for criterion in self.criteria:
            if criterion.pk in faults:
                self.add_error(_name(criterion), faults[criterion.pk])


def as_read(text):
    """A reading as people write it: 25 for the 25.0 that is kept."""
    return plain(Decimal(text)) if text else ""


class CodeForm(forms.Form):
    code = forms.CharField(
        label="表号",
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "form-control lm-code-field",
                "autocomplete": "off",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )


def require_number(text):
    """A key from the query string; Http404 for what is none."""
    number = whole_number(text, 18)
    if number is None:
        raise Http404
    return number


def _name(criterion):
    return f"mark-{criterion.pk}"
