"""What a row of the roster would do: nothing, a new thing, or an edit of some fields of a thing that is there."""

from dataclasses import dataclass, field
from datetime import date

from django.db import models

from branches.terms.dates import day_words
from branches.terms.following import is_next
from portal.workbooks import PartialDate

SINCE = "本届任期起始"
TERM = ("term_since", "term_month_only")


@dataclass
class New:
    thing: models.Model
    line: int
    about: str = ""  # a few words more for the preview


@dataclass
class Edit:
    thing: models.Model
    line: int
    after: dict  # field name → value
    before: dict

    def texts(self):
        """(name of the field, before, after) as people read them."""
        fields = [name for name in self.after if name not in TERM]
        lines = [(_title(self.thing, name), self._text(name, 0), self._text(name, 1)) for name in fields]
        if any(name in self.after for name in TERM):
            lines.append((_title(self.thing, "term_since"), self._term(0), self._term(1)))
        return lines

    def _value(self, name, side):
        chosen = (self.before, self.after)[side]
        return chosen[name] if name in chosen else getattr(self.thing, name)

    def _text(self, name, side):
        return shown(self.thing._meta.get_field(name), self._value(name, side))

    def _term(self, side):
        day = self._value("term_since", side)
        month_only = self._value("term_month_only", side)
        return str(PartialDate(day.year, day.month, None if month_only else day.day)) if day else "—"


@dataclass
class Part:
    """One kind of row of the roster and what would become of it."""

    key: str
    title: str
    unit: str
    new: list[New] = field(default_factory=list)
    edits: list = field(default_factory=list)
    unchanged: int = 0
    faulty: int = 0
    unlisted: list = field(default_factory=list)

    def keep_term(self, thing, row, values, term):
        """What people here entered, approved or extended stays, unless the roster brings the next term. The warning
        where it says otherwise."""
        if term is None or is_next(term, values.get("term_since")):
            return []
        said = {name: values.pop(name) for name in (*TERM, "term_years") if name in values}
        if (said.get("term_since"), said.get("term_month_only")) in ((None, False), (term.since, term.month_only)):
            return []
        kept = day_words(term.since, term.month_only)
        return [f"{row.fault(SINCE, f'{term.subject}本届任期已登记为{kept}起，仍以登记的为准')}。"]

    def compare(self, thing, line, values):
        """Sort one existing thing under edits or unchanged."""
        after = {name: value for name, value in values.items() if getattr(thing, name) != value}
        if not after:
            self.unchanged += 1
            return
        self.edits.append(Edit(thing, line, after, {name: getattr(thing, name) for name in after}))


def cells(row, table, fields, model):
    """Field → value for the columns the table has; an empty cell empties the field."""
    values = {}
    for column, name in fields.items():
        if column in table.present:
            values[name] = empty_value(model._meta.get_field(name)) if row[column] is None else row[column]
    if SINCE in table.present:
        found = row[SINCE]
        values["term_since"] = found.first_day if found else None
        values["term_month_only"] = bool(found and not found.day)
    return values


def empty_value(model_field):
    return None if model_field.null else model_field.get_default()


def shown(model_field, value) -> str:
    if model_field.choices:
        value = dict(model_field.flatchoices).get(value, value)
    if isinstance(value, date):
        return value.isoformat()
    return "—" if value is None or value == "" else str(value)


def _title(thing, name):
    return str(thing._meta.get_field(name).verbose_name)
