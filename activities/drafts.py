"""What changed in a report since it was handed in the time before? The audit trail remembers every draft."""

from dataclasses import dataclass

from activities.models import Outcome, Report, Step

FIELDS = ("text", "head_count", "expense", "note", "press_links")


@dataclass(frozen=True)
class Change:
    label: str
    before: object
    now: object


def handed_in(steps):
    """The steps by which the report was handed in, the first draft first."""
    return sorted((step for step in steps if step.verb == Step.Verb.REPORT), key=lambda step: (step.at, step.pk))


def changes(report, since):
    """What differs between the draft of that moment and now, field by field and figure by figure."""
    before = Report.history.as_of(since).filter(pk=report.pk).first() or Report()
    fields = [
        Change(report._meta.get_field(name).verbose_name, getattr(before, name), getattr(report, name))
        for name in FIELDS
    ]
    return [change for change in fields + _figures(report, since) if change.before != change.now]


def _figures(report, since):
    before = {row.measure_id: row for row in Outcome.history.as_of(since).filter(report=report.pk)}
    now = {row.measure_id: row for row in report.outcomes.select_related("measure")}
    measures = {row.measure_id: row.measure for row in [*before.values(), *now.values()]}
    found = []
    for pk, measure in sorted(measures.items(), key=lambda item: (item[1].order_number, item[0])):
        old, new = before.get(pk), now.get(pk)
        found.append(Change(str(measure), old and old.value, new and new.value))
        found.append(Change(f"{measure.name}说明", (old and old.note) or "", (new and new.note) or ""))
    return found
