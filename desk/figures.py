"""今年以来: the headline figures between two days, every one of them openable to its rows."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Measure, Participation
from portal.quarters import Period


@dataclass(frozen=True)
class Figure:
    name: str
    unit: str
    value: Decimal
    before: Decimal  # the same days of last year
    href: str


def headline(committee, day, theme_day=None):
    """Figures from New Year to the day beside the same days of last year; accepted activities only. Two queries.

    场次 counts an activity once, 单位次 once for each unit that took part. `theme_day`: the type owed each quarter.
    """
    now, before = _since_new_year(day), _since_new_year(_a_year_earlier(day))
    rows = urlencode({"state": Activity.State.ACCEPTED, "from": now.first_day, "to": now.last_day})
    href = f"{reverse('activity-list')}?{rows}"
    counts = _counts(committee, now, before, theme_day)
    figures = [Figure("参与", "单位次", counts["units_now"], counts["units_before"], href)]
    if theme_day:
        theme_href = f"{href}&type={theme_day.pk}"
        figures.insert(0, Figure(theme_day.name, "场次", counts["held_now"], counts["held_before"], theme_href))
    return figures + [
        Figure(measure.name, measure.unit, measure.now or Decimal(), measure.before or Decimal(), href)
        for measure in _measures(committee, now, before)
    ]


def _since_new_year(day):
    return Period(date(day.year, 1, 1), day, f"{day.year}年", str(day.year))


def _a_year_earlier(day):
    return date(day.year - 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _within(period, path=""):
    """By moments: asking each row for its day costs SQLite ten times as much."""
    begin = timezone.make_aware(datetime.combine(period.first_day, time.min))
    end = timezone.make_aware(datetime.combine(period.last_day, time.max))
    return Q(**{f"{path}starts_at__range": (begin, end)})


def _counts(committee, now, before, theme_day):
    took_part = Q(participations__answer=Participation.Answer.ATTENDING)
    took_part &= ~Q(participations__present_count=0)
    theme = Q(type=theme_day)
    years = Period(before.first_day, now.last_day, "", "")
    return (
        Activity.objects.filter(committee=committee)
        .counted()
        .starting_in(years)  # by the index; without it the whole archive would be read
        .aggregate(
            held_now=Count("pk", filter=theme & _within(now), distinct=True),
            held_before=Count("pk", filter=theme & _within(before), distinct=True),
            units_now=Count("participations", filter=took_part & _within(now), distinct=True),
            units_before=Count("participations", filter=took_part & _within(before), distinct=True),
        )
    )


def _measures(committee, now, before):
    activity = "outcomes__report__activity__"
    counted = Q(**{f"{activity}state": Activity.State.ACCEPTED})
    measures = Measure.objects.filter(committee=committee, is_active=True, is_headline=True)
    return measures.annotate(
        now=Sum("outcomes__value", filter=counted & _within(now, activity)),
        before=Sum("outcomes__value", filter=counted & _within(before, activity)),
    )
