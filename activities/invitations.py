"""Which units take part in an activity? All of its alliances on that day unless somebody unticks them, and guests.

Before it is published the list is only kept; from then on whoever is added or left out is told.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from activities import announcements
from activities.models import Participation, Step
from alliances.models import Organization, Seat
from notices.models import Notice
from portal.access import WrongState


def units_of(alliances, day):
    """The units of these alliances on that day with the chambers, in official order inside each alliance."""
    seats = Seat.objects.on(day).filter(alliance__in=alliances).in_official_order().select_related("organization")
    return [seat.organization for seat in seats]


def candidates(activity, day):
    """Who may stand on its list, by one query: the units of its alliance on that day, in official order, each with
    `is_invited`; and the others invited already, each with the alliance it `sits_in` on that day."""
    seats = Seat.objects.on(day).order_by()
    own_seats, seat = seats.filter(alliance=activity.alliance_id), seats.filter(organization=OuterRef("pk"))
    invited = Participation.objects.filter(activity=activity.pk)
    units = Organization.objects.filter(
        Q(pk__in=own_seats.values("organization")) | Q(pk__in=invited.values("organization"))
    ).annotate(
        sits_in=Subquery(seat.values("alliance")[:1]),
        role=Subquery(seat.values("role")[:1]),
        is_invited=Exists(invited.filter(organization=OuterRef("pk"))),
    )
    found = list(units.order_by("order_number", "pk"))
    own = [unit for unit in found if unit.sits_in is not None and unit.sits_in == activity.alliance_id]
    others = [unit for unit in found if unit not in own]
    return sorted(own, key=lambda unit: Seat.Role.values.index(unit.role)), others


def default_units(activity):
    """All units of the leading alliance and its partners; for the committee's own activity those of its partners."""
    alliances = [*activity.partners.all(), *([activity.alliance] if activity.alliance_id else [])]
    return units_of(alliances, timezone.localdate(activity.starts_at))


@transaction.atomic
def invite(activity, organizations, *, by):
    """Add these units; those already there stay as they are. Gives the new ones."""
    activity.require_editable(by)
    _refuse_strangers(activity, organizations)
    invited = set(activity.participations.values_list("organization", flat=True))
    added = [organization for organization in organizations if organization.pk not in invited]
    Participation.objects.bulk_create(
        [Participation(activity=activity, organization=organization) for organization in added], ignore_conflicts=True
    )
    if added:
        _tell(activity, by, f"增加邀请{_names(added)}", "请答复是否参加", added, kind=Notice.Kind.TODO)
    return added


@transaction.atomic
def uninvite(activity, organizations, *, by):
    """Take these units off the list, unless the roll call has them as present. Gives those taken off."""
    activity.require_editable(by)
    rows = activity.participations.filter(organization__in=organizations)
    present = rows.filter(present_count__gt=0).select_related("organization")
    if present:
        raise WrongState(f"{_names([row.organization for row in present])}已经点名到场，不能移出名单。")
    left = [row.organization for row in rows.select_related("organization")]
    rows.delete()
    if left:
        _tell(activity, by, f"不再邀请{_names(left)}", "不再邀请贵单位参加", left)
    return left


@transaction.atomic
def set_invited(activity, organizations, *, by):
    """Make the list exactly this one, as the form has it."""
    wanted = {organization.pk for organization in organizations}
    gone = activity.participations.exclude(organization__in=wanted).values_list("organization", flat=True)
    uninvite(activity, list(gone), by=by)
    invite(activity, organizations, by=by)


def _tell(activity, by, said, title, organizations, **options):
    if activity.state not in activity.PUBLIC:
        return
    step = activity.record(Step.Verb.INVITE, by=by, reason=f"{said}。")
    told = [organization.pk for organization in organizations if organization.pk != activity.host_id]
    announcements.tell_invited(activity, step, title, organizations=told, **options)


def _names(organizations):
    return "、".join(str(organization) for organization in organizations)


def _refuse_strangers(activity, organizations):
    strangers = [unit for unit in organizations if unit.committee_id != activity.committee_id]
    if strangers:
        raise WrongState(f"{_names(strangers)}不属于{activity.committee}，不能邀请。")


def find_units(names, committee):
    """Organizations by full or short name; gives those found and the names that fit none."""
    units = Organization.objects.filter(committee=committee).on(timezone.localdate())
    by_name = {}
    for unit in units:
        by_name.setdefault(unit.name, unit)
        by_name[unit.short_name] = unit
    return [by_name[name] for name in names if name in by_name], [name for name in names if name not in by_name]
