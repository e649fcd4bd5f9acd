from alliances.permissions import is_committee


def can_read(user) -> bool:
    """Any report at all: which of them is for `visible_to`."""
    return user.is_staff or user.is_leader


def can_write(user, thing=None) -> bool:
    """Staff of the committee whose draft or template it is."""
    return is_committee(user, thing) and (thing is not None or user.committee_id is not None)
