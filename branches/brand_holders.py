"""Who has a version of a brand now, since when, and until when should the next step be done?"""

from django.utils import timezone

from accounts.models import User
from branches.brand_owners import lead_seat, writers
from branches.models.brand_states import IN_HAND, OPEN, WAITING, State
from portal.holding import Holder
from portal.workdays import add_workdays

TASKS = {  # what the holder has to do
    State.DRAFT: "提交品牌",
    State.PROPOSED: "初审品牌",
    State.SUBMITTED: "审定品牌",
    State.RETURNED: "修改品牌",
}


def holder(version, day=None):
    """None once nobody has to do anything."""
    if version.state not in OPEN:
        return None
    return Holder(_name(version, day), TASKS[version.state], version.state_since, term_of(version))


def term_of(version):
    """The last day for a review; there is no term for those who write."""
    if version.state not in WAITING:
        return None
    return add_workdays(timezone.localdate(version.state_since), version.brand.committee.review_days)


def holding_users(version, day=None):
    """The people who can do the next step."""
    day = day or timezone.localdate()
    if version.state in IN_HAND:
        return writers(version.brand, day)
    seat = lead_seat(version.brand, day) if version.state == State.PROPOSED else None
    if seat:
        return User.objects.officers_of([seat.organization_id])
    return User.objects.staff_of(version.brand.committee_id)


def _name(version, day):
    brand = version.brand
    if version.state in IN_HAND:
        return str(brand.organization or brand.alliance)
    seat = lead_seat(brand, day or timezone.localdate()) if version.state == State.PROPOSED else None
    return f"{seat.alliance.short_name}片长单位" if seat else str(brand.committee)
