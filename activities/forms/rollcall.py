from django import forms

from activities import rollcall
from activities.forms.fields import FigureField
from activities.models import Participation


class RollCallForm(forms.Form):
    """The prefilled list: a number for each unit, a tick for each person who signed up."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, **kwargs)
        self.activity = activity
        self.fields["seen"].initial = rollcall.fingerprint(activity)
        self.units = [self._add_unit(row) for row in rollcall.participations(activity)]
        self.people = [self._add_person(row) for row in rollcall.signups(activity)]

    @property
    def expected_total(self):
        return sum(row.expected_count or 0 for row, _ in self.units)

    @property
    def is_called(self):
        return any(row.present_count is not None for row, _ in self.units)

    def save(self, *, by):
        return rollcall.call(
            self.activity,
            counts={row.pk: int(self.cleaned_data[field.name]) for row, field in self.units},
            present={row.pk for row, field in self.people if self.cleaned_data[field.name]},
            seen=self.cleaned_data["seen"],
            by=by,
        )

    def _add_unit(self, row):
        name = f"unit-{row.pk}"
        field = FigureField(decimals=0, whole_digits=4, required=True, initial=rollcall.expected(row))
        field.label = f"{row.organization}实到（人）"
        field.error_messages["required"] = "请填实到人数，没有人来填 0。"
        field.widget.attrs |= {"class": "form-control lm-w-count", "maxlength": 6}
        self.fields[name] = field
        row.state_kind = _KINDS[row.answer]
        return row, self[name]

    def _add_person(self, row):
        name = f"person-{row.pk}"
        self.fields[name] = forms.BooleanField(required=False, initial=rollcall.is_expected(row), label=str(row.user))
        self.fields[name].widget.attrs["class"] = "form-check-input"
        return row, self[name]


_KINDS = {Participation.Answer.ATTENDING: "done", Participation.Answer.LEAVE: "idle", Participation.Answer.NONE: "wait"}
