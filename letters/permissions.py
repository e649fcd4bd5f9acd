"""Who may do what with a letter. Whether the step fits its state is the model's own question."""

from alliances.permissions import is_committee


def can_draft(user, committee_thing=None) -> bool:
    """Committee staff write letters. `committee_thing`: the letter, template, batch … or nothing yet."""
    return is_committee(user, committee_thing) and (committee_thing is not None or user.committee_id is not None)


def can_export(user) -> bool:
    """The register counts what all units answered, so it is for the committee and its leaders."""
    return is_committee(user) or user.is_leader


def can_edit(user, letter) -> bool:
    return is_committee(user, letter)


can_submit = can_withdraw = can_set_number = can_issue = can_void = can_edit


def can_approve(user, letter) -> bool:
    """Staff, and the committee's own leaders. Also who drafted it: an office of one has nobody else, and the trail
    names both."""
    return is_committee(user, letter) or is_leader_of(user, letter)


can_return = can_approve


def is_leader_of(user, letter) -> bool:
    return user.is_leader and user.committee_id == letter.committee_id


def is_unit(user, recipient) -> bool:
    return user.is_officer and user.organization_id == recipient.organization_id


def can_receive(user, recipient) -> bool:
    """An officer for the own unit; the committee may write it for a unit that cannot (代录)."""
    return is_unit(user, recipient) or is_committee(user, recipient.letter)


can_reply = can_receive


def can_close(user, recipient) -> bool:
    return is_committee(user, recipient.letter)


can_return_reply = can_remind = can_close


def can_manage_templates(user, thing=None) -> bool:
    return can_draft(user, thing)


can_manage_batch = can_draft


def sees_all_parts(user, letter) -> bool:
    """Who else got it and what they answered: the committee and its leaders; a unit sees its own part only."""
    return is_committee(user, letter) or is_leader_of(user, letter)
