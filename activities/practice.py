"""Which activities practised a brand, and what came of it? Linked once; the figures are those of the accepted reports,
typed by nobody again.

activities_of(brand, user=None, measure=None) -> activities, newest first; with a measure those behind that figure
outcomes_of(brand, day=None) -> [Figure(measure, value, activities)], only what was accepted and held by the day
"""

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from activities.models import Activity, Measure, Outcome, Participation
from branches import brand_permissions
from branches.brand_owners import alliance_id_of
from branches.models import BrandStep
from portal.access import WrongState

OFFERED = 60  # of the newest


@dataclass(frozen=True)
class Figure:
    measure: Measure
    value: Decimal
    activities: int  # how many reports it is summed from


def activities_of(brand, user=None, measure=None):
    rows = Activity.objects.filter(brands=brand)
    if user is not None:
        rows = rows.visible_to(user)
    if measure is not None:
        counted = Outcome.objects.filter(measure=measure).values("report__activity")
        rows = rows.counted().filter(pk__in=counted)
    return rows.with_names().order_by("-starts_at", "-pk")


def outcomes_of(brand, day=None):
    """In the order of the committee's measures."""
    named = ("measure", "measure__name", "measure__unit", "measure__decimals", "measure__order_number")
    sums = (
        Outcome.objects.filter(report__activity__in=_accepted(brand, day))
        .order_by("measure__order_number", "measure")
        .values(*named)
        .annotate(value_sum=Sum("value"), activities=Count("report", distinct=True))
    )
    return [Figure(_measure(row), row["value_sum"], row["activities"]) for row in sums]


def _measure(row):
    fields = {name.removeprefix("measure__"): row[name] for name in row if name.startswith("measure__")}
    return Measure(pk=row["measure"], **fields)


@transaction.atomic
def link(brand, activity, by):
    """Twice is once."""
    brand.lock()
    brand.require_current()
    if brand.committee_id != activity.committee_id:
        raise WrongState("只能关联本工委的活动。")
    if activity.state not in Activity.PUBLIC or activity.state == Activity.State.CANCELLED:
        raise WrongState(f"“{activity}”{activity.get_state_display()}，不能关联。")
    if not _is_linked(brand, activity):
        activity.brands.add(brand)
        brand.record(BrandStep.Verb.LINK, by=by, reason=activity.title)


@transaction.atomic
def unlink(brand, activity, by):
    brand.lock()
    if _is_linked(brand, activity):
        activity.brands.remove(brand)
        brand.record(BrandStep.Verb.UNLINK, by=by, reason=activity.title)


def offered(brand, user, day=None):
    """The newest activities that may be linked and are not yet: of the owner first of all, that is those its unit (or
    alliance) holds or took part in."""
    day = day or timezone.localdate()
    rows = Activity.objects.visible_to(user).filter(committee=brand.committee_id).published()
    rows = rows.exclude(state=Activity.State.CANCELLED).exclude(brands=brand)
    if not brand_permissions.works_on(user, brand):
        rows = rows.filter(host=user.organization_id) if user.is_officer else rows.none()
    return rows.filter(_near(brand, day)).with_names().order_by("-starts_at", "-pk")[:OFFERED]


def _near(brand, day):
    if brand.organization_id:
        present = Participation.objects.filter(organization=brand.organization_id).exclude(answer="leave")
        alliance = alliance_id_of(brand, day)
        return (
            Q(host=brand.organization_id)
            | Q(pk__in=present.values("activity"))
            | Q(alliance=alliance, alliance__isnull=False)
        )
    joined = Activity.partners.through.objects.filter(alliance=brand.alliance_id)
    return Q(alliance=brand.alliance_id) | Q(pk__in=joined.values("activity"))


def _accepted(brand, day):
    """办结, and held by the end of the day."""
    rows = Activity.objects.filter(brands=brand).counted()
    if day is not None:
        rows = rows.filter(ends_at__lte=timezone.make_aware(datetime.combine(day, time.max)))
    return rows


def _is_linked(brand, activity):
    return activity.brands.filter(pk=brand.pk).exists()
