"""What does the form of a plan offer? Types, forms, bases and partner alliances, all by one query.

What the plan has already is marked; its type and forms stay on offer also when they are not in use any more.
"""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Value

from activities.models import Activity, ActivityForm, ActivityType, Base
from alliances.models import Alliance

NOTHING, NO = Value(""), Value(False)


class Offer(NamedTuple):
    kind: str  # type, form, base, partner
    order_number: int
    pk: int
    name: str
    district: str  # of a base
    is_chosen: bool


def types_for(plan):
    kept = plan.type_id if plan.pk else None
    return ActivityType.objects.filter(Q(is_active=True) | Q(pk=kept), committee=plan.committee_id)


def forms_for(plan, chosen_in=None):
    """`chosen_in`: the activity whose forms are marked, the plan itself or the one it is copied from."""
    chosen = Activity.forms.through.objects.filter(activity=(chosen_in or plan).pk, activityform=OuterRef("pk"))
    kept = Activity.forms.through.objects.filter(activity=plan.pk).values("activityform")
    rows = ActivityForm.objects.filter(Q(is_active=True) | Q(pk__in=kept), committee=plan.committee_id)
    return rows.annotate(is_chosen=Exists(chosen))


def partners_for(plan, day):
    chosen = Activity.partners.through.objects.filter(activity=plan.pk, alliance=OuterRef("pk"))
    rows = Alliance.objects.filter(committee=plan.committee_id).on(day).exclude(pk=plan.alliance_id)
    return rows.annotate(is_chosen=Exists(chosen))


def offers_for(plan, day, copied=None):
    """By kind, each in its order."""
    bases = Base.objects.filter(committee=plan.committee_id).in_use()
    rows = _rows("type", types_for(plan)).union(
        _rows("base", bases, district="district"),
        _rows("form", forms_for(plan, copied), is_chosen="is_chosen"),
        _rows("partner", partners_for(plan, day), is_chosen="is_chosen"),
        all=True,
    )
    found = defaultdict(list)
    for row in rows.order_by("order_number", "id"):
        offer = Offer(*row)
        found[offer.kind].append(offer)
    return found


def _rows(kind, rows, *, district=NOTHING, is_chosen=NO):
    return rows.order_by().values_list(Value(kind), "order_number", "id", "name", district, is_chosen)
