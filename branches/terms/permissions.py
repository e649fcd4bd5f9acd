"""Who may do what with a term. Whether it fits the state is the steps' own question."""

from alliances.permissions import is_committee


def can_list(user) -> bool:
    """Staff, leaders, officers; which terms, `visible_to` says. Members read their own unit's on its page."""
    return user.committee_id is not None and (user.is_staff or user.is_leader or user.is_officer)


def can_enter(user, term) -> bool:
    """New term, 批复, extension, correction: they rest on the committee's own documents."""
    return is_committee(user, term)


def is_own(user, thing) -> bool:
    return user.is_officer and user.organization_id == thing.organization_id


def can_propose(user, term) -> bool:
    """A unit fills in the new term and unknown days of its own; staff confirm."""
    return is_own(user, term)


def can_mend(user, term) -> bool:
    """What is known only staff correct."""
    return can_enter(user, term) or (can_propose(user, term) and term.is_unknown)


def can_renew(user, term) -> bool:
    return can_enter(user, term) or can_propose(user, term)


can_extend = can_approve = can_write_letter = can_enter


def can_withdraw(user, proposal) -> bool:
    return is_own(user, proposal)


def can_note_vacancy(user) -> bool:
    return user.committee_id is not None and (user.is_staff or (user.is_officer and user.organization_id is not None))


def can_fill(user, vacancy) -> bool:
    return is_committee(user, vacancy) or is_own(user, vacancy)
