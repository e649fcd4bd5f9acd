"""Who may do what at a review meeting."""

from alliances.permissions import is_committee


def can_create(user) -> bool:
    return user.is_staff and user.committee_id is not None


def can_run(user, meeting) -> bool:
    """Sets it up, prints codes, enters paper, closes: the committee's staff."""
    return is_committee(user, meeting)


def sees_results(user, meeting, speaker=None) -> bool:
    """Once the votes are closed the committee and its leaders see all, officers those of their own unit."""
    if meeting.state != meeting.State.CLOSED:
        return False
    if is_committee(user, meeting) or user.is_leader:
        return True
    if not user.is_officer:
        return False
    return speaker is None or speaker.organization_id == user.organization_id
