"""Who may do what with a monthly prompt: the committee writes it, everybody of the committee reads it."""

from alliances.permissions import is_committee


def can_write(user, prompt=None) -> bool:
    return user.committee_id is not None and is_committee(user, prompt)


can_publish = can_remind = can_see_receipts = can_draft_letter = can_write
