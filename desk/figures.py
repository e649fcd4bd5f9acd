"""今年以来: the headline figures between two days, every one of them openable to its rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse

from activities.models import Activity, Duty, Measure, Outcome, Participation
from portal.quarters import Period


@dataclass(frozen=True)
class Figure:
    name: str
    unit: str
    value: Decimal
    before: Decimal  # the same days of last year
    href: str


def headline(committee, day):
    """Figures from New Year to the day beside the same days of last year; held and accepted activities only.

    场次 counts an activity once, 单位次 once for each unit that took part. Eight queries, however many rows.
    """
    now, before = _since_new_year(day), _since_new_year(_a_year_earlier(day))
    rows = "?" + urlencode({"state": Activity.State.ACCEPTED, "from": now.first_day, "to": now.last_day})
    href = reverse("activity-list") + rows
    theme_day = _theme_day(committee, day.year)
    units = [_units(committee, period) for period in (now, before)]
    sums = [_sums(committee, period) for period in (now, before)]
    return [
        *(
            [
                Figure(
                    theme_day.name,
                    "场次",
                    *(_count(committee, p, theme_day) for p in (now, before)),
                    f"{href}&type={theme_day.pk}",
                )
            ]
            if theme_day
            else []
        ),
        Figure("参与", "单位次", *units, href),
        *(
            Figure(measure.name, measure.unit, *(total.get(measure.pk, Decimal()) for total in sums), href)
            for measure in Measure.objects.filter(committee=committee, is_active=True, is_headline=True)
        ),
    ]


def _since_new_year(day):
    return Period(date(day.year, 1, 1), day, f"{day.year}年", str(day.year))


def _a_year_earlier(day):
    return date(day.year - 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _held(committee, period):
    return Activity.objects.filter(committee=committee).counted().starting_in(period)


def _theme_day(committee, year):
    """The type every alliance owes each quarter."""
    duty = (
        Duty.objects.filter(committee=committee, year=year, period=Duty.Period.QUARTER).select_related("type").first()
    )
    return duty and duty.type


def _count(committee, period, type_):
    return _held(committee, period).filter(type=type_).count()


def _units(committee, period):
    took_part = Q(answer=Participation.Answer.ATTENDING) & (Q(present_count=None) | Q(present_count__gt=0))
    return Participation.objects.filter(took_part, activity__in=_held(committee, period)).aggregate(n=Count("pk"))["n"]


def _sums(committee, period):
    outcomes = Outcome.objects.filter(report__activity__in=_held(committee, period))
    return dict(outcomes.values_list("measure").annotate(total=Sum("value")))
