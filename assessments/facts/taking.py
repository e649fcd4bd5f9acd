"""All leaves of a scheme, for any number of units, from records loaded once."""

from assessments.facts.records import Records
from assessments.facts.sources import SOURCES
from assessments.models import Indicator


def take(scheme, units, *, day):
    """Yields (unit, {indicator pk: Facts}) in the order of the units. A source that is unknown or cannot be asked
    about this audience finds nothing: the faults of a scheme say so before its round opens."""
    asked = _asked(scheme)
    records = Records(scheme, day)
    for unit in units:
        found = {}  # several leaves may ask the same
        yield unit, {pk: _find(found, records, unit, question) for pk, question in asked.items()}


def city(scheme, *, day):
    """{indicator pk: Facts} of the leaves that scheme.sharing concerns: each record once with its whole amount."""
    records = Records(scheme, day)
    asked = {pk: question for pk, question in _asked(scheme).items() if SOURCES[question[0]].city}
    return {pk: SOURCES[key].city(records, dict(params)) for pk, (key, params) in asked.items()}


def _asked(scheme):
    """{leaf: (source, its params with defaults)}, hashable so that what is asked twice is found once."""
    rows = Indicator.objects.filter(scheme=scheme, children=None).exclude(source="").order_by("order_number", "pk")
    asked = {}
    for pk, key, params in rows.values_list("pk", "source", "source_params"):
        source = SOURCES.get(key)
        if source and scheme.audience in source.audiences:
            asked[pk] = key, tuple(source.complete(params).items())
    return asked


def _find(found, records, unit, question):
    if question not in found:
        key, params = question
        found[question] = SOURCES[key].find(records, unit, dict(params))
    return found[question]
