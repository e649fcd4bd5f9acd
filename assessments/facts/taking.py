"""All leaves of a scheme, for any number of units, from records loaded once."""

from assessments.facts.records import Records
from assessments.facts.sources import SOURCES
from assessments.models import Indicator


def take(scheme, units, *, day, records=None, leaves=None):
    """Yields (unit, {indicator pk: Facts}) in the order of the units. A source that is unknown or cannot be asked
    about this audience finds nothing: the faults of a scheme say so before its round opens. `records` if they are
    loaded already; `leaves` if not all indicators are asked for."""
    leaves, questions = _asked(scheme, leaves)
    records = records or Records(scheme, day)
    for unit in units:
        answers = {name: source.find(records, unit, params) for name, (source, params) in questions.items()}
        yield unit, {pk: answers[name] for pk, name in leaves.items()}


def city(scheme, *, day, records=None):
    """{indicator pk: Facts} of the leaves that scheme.sharing concerns: each record once with its whole amount."""
    leaves, questions = _asked(scheme)
    records = records or Records(scheme, day)
    answers = {name: source.city(records, params) for name, (source, params) in questions.items() if source.city}
    return {pk: answers[name] for pk, name in leaves.items() if name in answers}


def _asked(scheme, only=None):
    """({leaf: question}, {question: (source, its params with defaults)}): what several leaves ask is found once."""
    leaves, questions = {}, {}
    rows = Indicator.objects.filter(scheme=scheme, children=None).exclude(source="").order_by("order_number", "pk")
    rows = rows if only is None else rows.filter(pk__in=only)
    for pk, key, params in rows.values_list("pk", "source", "source_params"):
        source = SOURCES.get(key)
        if source and scheme.audience in source.audiences:
            complete = source.complete(params if isinstance(params, dict) else {})
            leaves[pk] = key, *complete.values()
            questions[leaves[pk]] = source, complete
    return leaves, questions
