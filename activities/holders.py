"""Who has an activity now, since when, and until when should the next step be done?"""

from django.utils import timezone

from accounts.models import User
from activities.models.states import CLOSED, WAITING, State
from portal.holding import Holder
from portal.workdays import add_workdays

TASKS = {  # what the holder has to do, as the handle and the to-do list name it
    State.DRAFT: "提交计划",
    State.PROPOSED: "审核计划",
    State.SUBMITTED: "审定计划",
    State.RETURNED: "修改计划",
    State.PUBLISHED: "报送总结",
    State.REPORTED: "审定总结",
    State.REPORT_RETURNED: "修改总结",
}


def holder(activity, now=None):
    """None when nobody has to do anything: it is closed, or published and still to come. No query of its own beyond
    the names that `with_names` brings."""
    state = activity.state
    if state in CLOSED or (state == State.PUBLISHED and not activity.is_over(now)):
        return None
    since = activity.ends_at if state == State.PUBLISHED else activity.state_since
    return Holder(_name(activity), TASKS[state], since, term_of(activity))


def term_of(activity):
    """The last day for a review; there is no term for those who write."""
    if activity.state not in WAITING:
        return None
    return add_workdays(timezone.localtime(activity.state_since).date(), activity.committee.review_days)


def _name(activity):
    if activity.state == State.PROPOSED:
        return f"{activity.alliance.short_name}片长单位"
    if activity.state in WAITING or not activity.host_id:
        return str(activity.committee)
    return str(activity.host)


def holding_users(activity, day=None):
    """The people who can do the next step."""
    if activity.state == State.PROPOSED:
        leads = activity.alliance.seats.on(day or timezone.localdate()).leading()
        return User.objects.officers_of(leads.values("organization"))
    if activity.state in WAITING:
        return User.objects.staff_of(activity.committee_id)
    return hosting_users(activity)


def hosting_users(activity):
    """The host unit's officers; for the committee's own activities its staff."""
    if activity.host_id:
        return User.objects.officers_of([activity.host_id])
    return User.objects.staff_of(activity.committee_id)
