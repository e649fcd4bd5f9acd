"""沿用: the scheme of one period as the draft of another."""

import re

from django.db import transaction

from assessments.models import Grade, Indicator, Scheme

KEPT = ("committee", "origin", "period_key", "title", "since", "until", "state", "frozen_on", "created_at")
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def copy(scheme, period_key, title, *, by):
    """A draft with the same indicators, rules and grades; each knows where it comes from (`origin`). The basis comes
    along, so that the faults say when it has run out."""
    with transaction.atomic():
        made = Scheme(committee=scheme.committee, period_key=period_key, title=title, origin=scheme)
        for name in _fields(Scheme, KEPT):
            setattr(made, name, getattr(scheme, name))
        made._history_user, made._change_reason = by, f"沿用自“{scheme}”"[:100]
        made.save()
        made.categories.set(scheme.categories.all())
        places = _copy_indicators(scheme, made)
        _copy_grades(scheme, made, places)
    return made


def offered_period(scheme):
    """The same stretch of the year after."""
    return f"{scheme.since.year + 1:04}{scheme.period_key[4:]}"


def offered_title(scheme):
    """“2026年度…” becomes “2027年度…”; a title without the year is kept, for the period tells them apart."""
    year = f"{scheme.since.year:04}"
    return YEAR.sub(lambda found: f"{int(year) + 1:04}" if found[0] == year else found[0], scheme.title)


def _copy_indicators(scheme, made):
    """Old pk → new row. Level by level, so that parents are there before their children: one INSERT a level."""
    rows = list(scheme.indicators.all())
    names, places, waiting = _fields(Indicator, ("scheme", "parent", "origin")), {None: None}, rows
    while ready := [row for row in waiting if row.parent_id in places]:
        copies = [
            Indicator(
                scheme=made, parent=places[row.parent_id], origin=row, **{name: getattr(row, name) for name in names}
            )
            for row in ready
        ]
        Indicator.objects.bulk_create(copies)
        places |= {row.pk: copied for row, copied in zip(ready, copies, strict=True)}
        waiting = [row for row in waiting if row.pk not in places]
    return places


def _copy_grades(scheme, made, places):
    names = _fields(Grade, ("scheme",))
    for grade in scheme.grades.prefetch_related("needs"):
        copied = Grade.objects.create(scheme=made, **{name: getattr(grade, name) for name in names})
        copied.needs.set([places[needed.pk] for needed in grade.needs.all()])


def _fields(model, left_out):
    return [one.name for one in model._meta.concrete_fields if not one.primary_key and one.name not in left_out]
