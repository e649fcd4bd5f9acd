from alliances.standing import standing


def is_committee(user, thing=None) -> bool:
    """Staff of the committee to which the thing belongs (of any committee when no thing is named)."""
    if not user.is_staff:
        return False
    return user.is_superuser or thing is None or thing.committee_id == user.committee_id


def leads(user, alliance_id, on=None) -> bool:
    """Officer of the 片长单位."""
    return alliance_id in standing(user, on).leads


def heads(user, alliance_id, on=None) -> bool:
    """Officer of the 片长单位 or of a 副片长单位."""
    return alliance_id in standing(user, on).heads


def guides(user, alliance_id, on=None) -> bool:
    return alliance_id in standing(user, on).guides


def can_manage_alliances(user, committee_thing=None) -> bool:
    return is_committee(user, committee_thing)


def can_see_phone(user, organization, alliance_id=None) -> bool:
    """Whole number for the committee, the own unit, and the heads of the unit's alliance; masked for everybody else."""
    if is_committee(user, organization) or (user.organization_id == organization.pk and user.is_officer):
        return True
    return alliance_id is not None and (heads(user, alliance_id) or guides(user, alliance_id))
