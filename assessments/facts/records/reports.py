"""What the reports of a period say, and when they came."""

from collections import defaultdict
from fractions import Fraction

from django.db.models import Min
from django.utils import timezone

from activities.models import Activity, Measure, Outcome, Step


def load_outcomes(records):
    """{measure: {activity: (value, 助农消费12000元)}}, exact."""
    measures = {row[0]: row[1:] for row in _measures(records)}
    rows = Outcome.objects.filter(report__activity__in=_within(records)).order_by()
    found = defaultdict(dict)
    for activity, measure, value in rows.values_list("report__activity", "measure", "value").iterator(chunk_size=5000):
        found[measure][activity] = Fraction(value), _words(value, *measures[measure])
    return found


def load_report_days(records):
    """{activity: day of its first 提交总结}: what was returned and mended afterwards was not late."""
    rows = Step.objects.filter(verb=Step.Verb.REPORT, activity__in=_within(records)).order_by()
    firsts = rows.values_list("activity").annotate(Min("at"))
    return {activity: timezone.localtime(at).date() for activity, at in firsts}


def _measures(records):
    return Measure.objects.filter(committee=records.committee).values_list("pk", "name", "unit", "decimals")


def _words(value, name, unit, decimals):
    shown = round(value, decimals)
    return f"{name}{shown if shown == value else value.normalize():f}{unit}"


def _within(records):
    found = Activity.objects.filter(committee=records.committee).starting_in(records.period)
    return found.order_by().values("pk")
