"""Who may do what with a brand and its versions. Whether the step fits the state is the model's own question."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from alliances.models import Alliance, Organization
from alliances.permissions import heads, is_committee
from alliances.standing import standing
from branches.brand_owners import alliance_id_of
from branches.models import Branch, Brand
from branches.models.brand_states import State


def can_create(user) -> bool:
    """Officers for their unit, its branches and the alliance it heads; the committee for all (代录)."""
    return user.committee_id is not None and (user.is_staff or user.is_officer)


def owners_for(user, day=None):
    """Alliances, organizations and branches for which the person may begin a brand, each kind in official order and
    marked `has_brand`; those without one first. A page shows a list, so these are lists: three queries."""
    day = day or timezone.localdate()
    alliances, organizations, branches = _owners(user, day)
    kinds = ((branches, "branch", {}), (organizations, "organization", {"branch": None}), (alliances, "alliance", {}))
    owners = []
    for rows, name, only in kinds:
        current = Brand.objects.current().filter(**{name: OuterRef("pk")}, **only)
        owners += rows.annotate(has_brand=Exists(current))
    return sorted(owners, key=lambda owner: owner.has_brand)


def _owners(user, day):
    alliances, organizations, branches = Alliance.objects.on(day), Organization.objects.on(day), Branch.objects.on(day)
    branches = branches.select_related("organization")
    if not can_create(user):
        return alliances.none(), organizations.none(), branches.none()
    if user.is_staff:
        of_own = {"committee": user.committee_id}
        branches = branches.filter(organization__committee=user.committee_id)
        return alliances.filter(**of_own), organizations.filter(**of_own), branches
    headed = alliances.filter(pk__in=standing(user).heads)
    return headed, organizations.filter(pk=user.organization_id), branches.filter(organization=user.organization_id)


def can_start(user, owner) -> bool:
    """Whether this person may begin the brand of this branch, organization or alliance."""
    if isinstance(owner, Alliance):
        return is_committee(user, owner) or heads(user, owner.pk)
    organization = owner.organization if isinstance(owner, Branch) else owner
    return is_committee(user, organization) or (user.is_officer and user.organization_id == organization.pk)


def is_writer(user, brand) -> bool:
    if brand.alliance_id:
        return heads(user, brand.alliance_id)
    return user.is_officer and user.organization_id == brand.organization_id


def works_on(user, brand) -> bool:
    """The unit's officers, for an alliance's brand those who head it; the committee for all, marked as 代录."""
    return is_committee(user, brand) or is_writer(user, brand)


can_revise = can_end = works_on


def can_edit(user, version) -> bool:
    """Whether the person works on it; that it is in hand `edit` itself insists."""
    return works_on(user, version.brand)


can_submit = can_withdraw = can_drop = can_edit


def can_review(user, version) -> bool:
    """First review: the 片长单位 of the alliance in which the unit sits today, not the deputies."""
    if is_committee(user, version.brand):
        return True
    return _concerns(standing(user).leads, version.brand)


def can_publish(user, version) -> bool:
    return is_committee(user, version.brand)


def can_return(user, version) -> bool:
    """退回 by whoever holds it now."""
    return can_review(user, version) if version.state == State.PROPOSED else can_publish(user, version)


def can_grant(user, brand) -> bool:
    return is_committee(user, brand)


can_revoke = can_grant


def can_adopt(user, brand) -> bool:
    """Officers of another unit; for an alliance's brand, of a unit outside that alliance."""
    if not user.is_officer or user.committee_id != brand.committee_id:
        return False
    if brand.alliance_id:
        return brand.alliance_id not in standing(user).takes_part
    return user.organization_id != brand.organization_id


def can_take_back(user, adoption) -> bool:
    own = user.is_officer and user.organization_id == adoption.organization_id
    return own or is_committee(user, adoption.brand)


def sees_making(user, brand) -> bool:
    """Open and former versions and the trail; which of them, `visible_to` says."""
    if works_on(user, brand):
        return True
    place = standing(user)
    return _concerns(place.leads | place.guides, brand)


def can_see_coverage(user) -> bool:
    return user.committee_id is not None and (user.is_staff or user.is_leader or user.is_officer)


def can_remind(user) -> bool:
    """Staff remind all units, the 片长单位 those of its alliance (`coverage.units_to_remind` narrows)."""
    return user.committee_id is not None and (user.is_staff or bool(standing(user).leads))


def _concerns(alliances, brand):
    """Whether the brand's owner is one of these alliances or sits in one of them today."""
    return bool(alliances) and alliance_id_of(brand, timezone.localdate()) in alliances
