"""Who may do what with a task. Whether the step fits its state is the model's own question."""

from django.utils import timezone

from alliances.models import Seat
from alliances.permissions import is_committee, leads
from alliances.standing import standing


def can_raise(user) -> bool:
    """The committee for everybody; a 片长单位 for the other units of its alliance."""
    return user.committee_id is not None and (user.is_staff or (user.is_officer and bool(standing(user).leads)))


def raised_it(user, task) -> bool:
    """The committee, or an officer of the unit that raised it."""
    if is_committee(user, task):
        return True
    return user.is_officer and task.raiser_id is not None and task.raiser_id == user.organization_id


can_check = can_drop = raised_it


def can_edit(user, task) -> bool:
    """What a unit raised it gives on, and changes, only as long as it leads the alliance in which the other sits."""
    return is_committee(user, task) or (raised_it(user, task) and _leads_owner(user, task))


can_assign = can_edit


def owns(user, task) -> bool:
    """Officer of the unit that was given it, or of the alliance's 片长单位."""
    if not user.is_officer:
        return False
    return leads(user, task.alliance_id) if task.alliance_id else user.organization_id == task.organization_id


def can_report(user, task) -> bool:
    return owns(user, task) or is_committee(user, task)


can_withdraw = can_report


def _leads_owner(user, task):
    if task.alliance_id:
        return leads(user, task.alliance_id)
    seats = Seat.objects.on(timezone.localdate()).filter(alliance__in=standing(user).leads)
    return seats.filter(organization=task.organization_id).exists()


def can_draft_letter(user, task) -> bool:
    return is_committee(user, task)
