"""Who may do what with an activity. Whether the step fits its state is the model's own question."""

from activities.models import Activity
from alliances.permissions import guides, heads, is_committee, leads
from alliances.standing import standing


def can_plan(user) -> bool:
    """Officers of any unit propose, heads of an alliance plan, the committee plans its own."""
    works = user.is_staff or (user.is_officer and bool(standing(user).takes_part))
    return works and user.committee_id is not None


def is_host(user, activity) -> bool:
    return user.is_officer and activity.host_id is not None and user.organization_id == activity.host_id


def works_on(user, activity) -> bool:
    """The host unit's officers and those who head the leading alliance; the committee for all, marked as 代录."""
    return is_committee(user, activity) or is_host(user, activity) or heads(user, activity.alliance_id)


def can_edit(user, activity) -> bool:
    return works_on(user, activity)


can_submit = can_report = can_postpone = can_cancel = can_call_roll = works_on


def can_withdraw(user, activity) -> bool:
    """Who hands in takes back; a member's proposal the 片长单位 returns, and that takes a reason."""
    is_to_review = activity.state == Activity.State.PROPOSED and leads(user, activity.alliance_id)
    return works_on(user, activity) and (is_host(user, activity) or not is_to_review)


def can_review(user, activity) -> bool:
    """First review of a member's proposal: the 片长单位, not the deputies."""
    return is_committee(user, activity) or leads(user, activity.alliance_id)


def can_publish(user, activity) -> bool:
    return is_committee(user, activity)


can_accept = can_return_report = can_publish


def can_return(user, activity) -> bool:
    """退回 by whoever holds it now."""
    if activity.state == Activity.State.PROPOSED:
        return can_review(user, activity)
    return can_publish(user, activity)


def can_answer(user, participation) -> bool:
    """An officer answers for the own unit; the committee and the alliance's heads may write it for them."""
    if user.is_officer and user.organization_id == participation.organization_id:
        return True
    return is_committee(user, participation.activity) or heads(user, participation.activity.alliance_id)


def can_comment(user, activity) -> bool:
    return works_on(user, activity) or guides(user, activity.alliance_id)


def can_sign_up(user, activity) -> bool:
    """Members and officers for themselves, also across alliances, within their committee."""
    return user.is_officer_or_member and user.committee_id == activity.committee_id


def sees_names(user, activity) -> bool:
    """Names of persons are for those who work on it and for who guides the alliance; the others see units."""
    return can_comment(user, activity)
