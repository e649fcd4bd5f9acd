"""今年以来: a few of the statistics for the home page, from New Year to the day, beside the same dates of last year."""

from datetime import date

from activities.models import Measure
from desk.statistics.counting import count
from desk.statistics.figures import UNITS, Scope, figures_of, measure_kind, type_kind, windows_of

WANTED = frozenset({"units", "outcomes"})


def headline(committee, day, theme_day=None):
    """Two queries. `theme_day`: the type owed each quarter."""
    scope = Scope(committee, date(day.year, 1, 1), day)
    tally = count(scope, windows_of(scope), wants=WANTED)
    measures = Measure.objects.filter(committee=committee, is_active=True, is_headline=True)
    kinds = [*([type_kind(theme_day)] if theme_day else []), UNITS, *map(measure_kind, measures)]
    return figures_of(scope, tally, kinds)
