"""Who came? The list is filled in with those expected; only who is missing, or came besides, is mended."""

import hashlib

from django.db import transaction
from django.utils import timezone

from activities.models import Activity, Participation, Report, SignUp, Step
from activities.names import split_names
from portal.access import EditConflict, WrongState

State = Activity.State
CLOSED = {
    State.ACCEPTED: "活动已经办结，点名不能再改。",
    State.CANCELLED: "活动已经取消，不用点名。",
    State.DROPPED: "计划已经作废，不用点名。",
}


def require_open(activity, *, by, now=None):
    """Refused before it began and after it was accepted; what was reported is only the committee's to mend."""
    if activity.state in CLOSED:
        raise WrongState(CLOSED[activity.state])
    if activity.state == State.REPORTED and not by.is_staff:
        raise WrongState("总结已经报送，点名不能再改；要改请先撤回总结。")
    if activity.state in Activity.PLANNING and not activity.is_late_record:
        raise WrongState("计划还没有发布，不能点名。")
    if activity.starts_at > (now or timezone.now()):
        starts = timezone.localtime(activity.starts_at)
        raise WrongState(f"活动还没有开始（{starts:%Y年%-m月%-d日 %H:%M}），开始后再点名。")


def participations(activity):
    return activity.participations.select_related("organization").order_by("organization__order_number", "pk")


def signups(activity):
    """The places given; whoever waits or withdrew is not called."""
    confirmed = activity.signups.filter(state=SignUp.State.CONFIRMED)
    return confirmed.select_related("user__organization").order_by("user__organization__order_number", "at", "pk")


def expected(participation):
    """What the list says before anybody has called: those who said they come, nobody of a unit on leave. None when a
    unit comes without having said how many: a 0 there would be saved as nobody."""
    if participation.present_count is not None:
        return participation.present_count
    if participation.answer != Participation.Answer.ATTENDING:
        return 0
    if participation.expected_count is not None:
        return participation.expected_count
    return len(split_names(participation.attendees)) or None


def is_expected(signup):
    return signup.is_present is not False


def head_count(activity):
    """实到: what the units counted, and those who signed up by themselves from a unit that was not invited, for the
    others are in their unit's number already. None until the roll was called."""
    units = dict(activity.participations.values_list("organization", "present_count"))
    people = activity.signups.filter(state=SignUp.State.CONFIRMED).values_list("user__organization", "is_present")
    called = [count for count in units.values() if count is not None]
    guests = [present for organization, present in people if organization not in units and present is not None]
    return sum(called) + sum(guests) if called or guests else None


def fingerprint(activity):
    """What the caller saw, so that a second caller's page is told instead of overwriting the first."""
    units = activity.participations.order_by("pk").values_list("pk", "present_count")
    people = activity.signups.order_by("pk").values_list("pk", "state", "is_present")
    return hashlib.sha256(repr((list(units), list(people))).encode()).hexdigest()[:16]


@transaction.atomic
def call(activity, *, counts, present, seen, by):
    """`counts`: present by participation's id; `present`: ids of the sign-ups that came. Returns how many came."""
    locked = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    require_open(locked, by=by)
    if seen != fingerprint(locked):
        raise EditConflict("点名册刚被别人改过，您的修改没有保存。请看最新的点名册，再改一次。")
    changed = [_write(row, "present_count", counts.get(row.pk, expected(row))) for row in participations(locked)]
    changed += [_write(row, "is_present", row.pk in present) for row in signups(locked)]
    total = head_count(locked) or 0
    if any(changed):
        _tell_report(locked, total)
        locked.record(Step.Verb.ROLL_CALL, by=by, reason=f"实到 {total} 人")
    return total


def _tell_report(activity, total):
    """Saved, not updated in place, so that the audit trail has it."""
    report = Report.objects.filter(activity=activity).first()
    if report:
        report.head_count = total
        report.save(update_fields=["head_count", "changed_at"])


def _write(row, field, value):
    if getattr(row, field) == value:
        return False
    setattr(row, field, value)
    row.save(update_fields=[field])
    return True
