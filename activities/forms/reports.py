from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q

from activities import rollcall
from activities.forms.fields import FigureField, plain
from activities.models import Measure, Outcome, Report


class ReportForm(forms.ModelForm):
    """What happened, in words; how many came, unless the roll call says so already; what it cost."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": "请从活动页面重新打开。", "invalid": "请从活动页面重新打开。"},
    )
    head_count = FigureField(label="参加人次", decimals=0, whole_digits=6, required=True)
    expense = FigureField(label="实际支出", decimals=2, whole_digits=10)

    class Meta:
        model = Report
        fields = ["text", "head_count", "expense", "note", "press_links"]
        widgets = {
            "text": forms.Textarea({"rows": 6}),
            "press_links": forms.Textarea({"rows": 2}),
            "note": forms.TextInput,
        }

    def __init__(self, *args, drafting=False, **kwargs):
        super().__init__(*args, **kwargs)
        activity = self.instance.activity
        self.called = rollcall.head_count(activity)
        self.fields["version"].initial = activity.revision
        self.fields["text"].required = self.fields["head_count"].required = not drafting
        self.fields["text"].error_messages["required"] = "请写几句活动情况，三五行即可。"
        self.fields["head_count"].error_messages["required"] = "请填参加人次，或先去点名。"
        self.fields["expense"].help_text = f"预算 {plain(activity.budget, ',')} 元。没有支出填 0。"
        if self.instance.expense is not None:
            self.initial["expense"] = self.instance.expense
        self.fields["press_links"].help_text = "一行一条，只作存档，不计分。"
        if self.called is not None:
            del self.fields["head_count"]

    def save(self, commit=True):
        if self.called is not None:
            self.instance.head_count = self.called
        return super().save(commit)

    @property
    def story(self):
        return _helper("text", *([] if self.called is not None else [_figure("head_count", "人次")]))

    @property
    def money(self):
        return _helper(_figure("expense", "元"), "note")

    @property
    def press(self):
        return _helper("press_links")


class OutcomesForm(forms.Form):
    """A figure and a note for each measure in use. Empty is none, 0 is a zero, and the figure is kept exactly."""

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.report = report
        self.kept = {row.measure_id: row for row in report.outcomes.all()} if report.pk else {}
        measures = Measure.objects.filter(
            Q(is_active=True) | Q(pk__in=self.kept), committee=report.activity.committee_id
        )
        self.rows = [self._add(measure) for measure in measures.order_by("order_number", "pk")]

    def clean(self):
        for measure, value, note in self.rows:
            if self.cleaned_data.get(note.name) and self.cleaned_data.get(value.name, "") is None:
                self.add_error(value.name, f"写了说明，请填{measure.name}的数值；没有就把说明也留空。")
        return self.cleaned_data

    def save(self):
        for measure, value, note in self.rows:
            self._write(measure, self.cleaned_data[value.name], self.cleaned_data[note.name])

    def _add(self, measure):
        kept = self.kept.get(measure.pk)
        value, note = f"measure-{measure.pk}", f"measure-{measure.pk}-note"
        self.fields[value] = FigureField(decimals=min(measure.decimals, 2), label=str(measure))
        self.fields[value].widget.attrs["class"] = "form-control lm-num"
        self.fields[note] = forms.CharField(label=f"{measure.name}说明", required=False, max_length=120)
        self.fields[note].widget.attrs["class"] = "form-control"
        if kept:
            self.fields[value].initial, self.fields[note].initial = kept.value, kept.note
        return measure, self[value], self[note]

    def _write(self, measure, value, note):
        kept = self.kept.get(measure.pk)
        if value is None:
            if kept:
                kept.delete()
        elif kept is None:
            Outcome.objects.create(report=self.report, measure=measure, value=value, note=note)
        elif (kept.value, kept.note) != (value, note):
            kept.value, kept.note = value, note
            kept.save()


def _figure(name, unit):
    return AppendedText(name, unit, wrapper_class="lm-w-unit")


def _helper(*fields):
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*fields)
    return helper
