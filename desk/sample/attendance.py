"""Who was asked to an imported activity and did not come: ledgers name only who took part, and rates need both."""

from collections import defaultdict
from datetime import timedelta
from random import Random

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from activities.models import Activity, Participation
from alliances.models import Seat

SEED = 27
REASONS = ("当日承办全市性会议", "迎接上级检查", "集中外出培训", "防汛值守", "单位换届选举")
LEAVE, ABSENT = 0.16, 0.035  # of the units that are not on the list
Answer = Participation.Answer


def add_absences(committee, since, *, by):
    """(on leave, absent): units of the alliance that holds it, by the seats of its day."""
    held = Activity.objects.filter(
        committee=committee, state=Activity.State.ACCEPTED, alliance__isnull=False, starts_at__date__gte=since
    )
    held = held.exclude(source_key="").order_by("starts_at", "pk")
    present = defaultdict(set)
    for activity, unit in Participation.objects.filter(activity__in=held.order_by()).values_list(
        "activity", "organization"
    ):
        present[activity].add(unit)
    seats = defaultdict(list)
    for seat in Seat.objects.filter(alliance__committee=committee).order_by("organization__order_number"):
        seats[seat.alliance_id].append(seat)
    rows = []
    for activity in held:
        dice = Random(f"{SEED}:{activity.source_key}")  # noqa: S311  the same at every loading
        day = timezone.localdate(activity.starts_at)
        for seat in seats[activity.alliance_id]:
            if seat.organization_id in present[activity.pk] or seat.role == Seat.Role.CHAMBER or day < seat.since:
                continue
            chance = dice.random()
            if chance < LEAVE:
                rows.append(_row(activity, seat, answer=Answer.LEAVE, leave_reason=dice.choice(REASONS)))
            elif chance < LEAVE + ABSENT:
                rows.append(_row(activity, seat, answer=Answer.ATTENDING, present_count=0))
    bulk_create_with_history(rows, Participation, default_user=by)
    on_leave = sum(row.answer == Answer.LEAVE for row in rows)
    return on_leave, len(rows) - on_leave


def _row(activity, seat, **fields):
    before = activity.starts_at - timedelta(days=5)
    return Participation(
        activity=activity, organization_id=seat.organization_id, invited_at=before, answered_at=before, **fields
    )
