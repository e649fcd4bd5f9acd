"""What is a figure made of? Each of its activities with its part; the parts add up to the figure.

rows(scope, key, user)   a queryset of activities with `value`; of "alliances_active" a queryset of alliances
total(rows)              what stands at the foot of the list
"""

from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value

from activities.models import Activity, Participation
from alliances.models import Alliance
from desk.statistics.counting import TAKEN_PART, conditions, counted, led
from desk.statistics.windows import Windows

ONE = Value(1)


class NoSuchFigure(LookupError):
    """The key names no figure of this scope."""


def rows(scope, key, user):
    acts = Activity.objects.visible_to(user).filter(counted(), _within(scope))
    own = acts.filter(led(scope))
    kind, _, name = key.partition(":")
    if key == "held":
        return own.annotate(value=ONE)
    if kind == "held" and name:
        return own.filter(type__name=name).annotate(value=ONE)
    if key == "expense":
        return own.filter(summary__expense__isnull=False).annotate(value=F("summary__expense"))
    if kind == "measure" and name:
        return own.filter(summary__outcomes__measure__name=name).annotate(value=F("summary__outcomes__value"))
    if key in ("units", "people"):
        return _taking_part(scope, key, acts.filter(conditions(scope)))
    if key == "alliances_active" and not scope.chosen.keys() & {"alliance", "organization"}:
        return _active(scope, own)
    raise NoSuchFigure(key)


def total(rows):
    return rows.order_by().aggregate(total=Sum("value"))["total"] or Decimal()


def _within(scope):
    return Windows({"now": scope.period}).condition()


def _taking_part(scope, key, acts):
    """Of all units how many came, and how many people the report says; of one unit its own row."""
    parts = Participation.objects.filter(TAKEN_PART, activity=OuterRef("pk")).order_by()
    if scope.organization is not None:
        own = parts.filter(organization=scope.organization)
        if key == "people":
            own = own.filter(present_count__gt=0)
        people = Subquery(own.values("present_count")[:1])
        return acts.filter(Exists(own)).annotate(value=ONE if key == "units" else people)
    if key == "people":
        return acts.filter(summary__head_count__isnull=False).annotate(value=F("summary__head_count"))
    units = parts.values("activity").values(number=Count("pk"))
    return acts.filter(Exists(parts)).annotate(value=Subquery(units))


def _active(scope, acts):
    joined = Activity.partners.through.objects.filter(activity__in=acts.values("pk"))
    held = Q(pk__in=acts.values("alliance")) | Q(pk__in=joined.values("alliance"))
    return Alliance.objects.filter(held, committee=scope.committee).annotate(value=ONE)
