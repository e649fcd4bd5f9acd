"""One committee with an alliance and a person of every kind, and the brand of a member unit's branch."""

from types import SimpleNamespace

from alliances.models import Seat
from tests.factories import (
    make_alliance,
    make_branch,
    make_brand,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_staff,
    make_user,
)

ROLES = (
    "staff",
    "leader",
    "lead",
    "deputy",
    "unit",
    "neighbour",
    "outsider",
    "member",
    "judge",
    "other_staff",
    "other_lead",
)


def build():
    """`unit` is the officer who writes it, `neighbour` one of another member unit, `outsider` one without a seat."""
    alliance, elsewhere = make_alliance(), make_alliance()
    committee = alliance.committee
    people = {
        "staff": make_staff(committee),
        "leader": make_leader(alliance),
        "lead": make_officer_of(alliance, Seat.Role.LEAD),
        "deputy": make_officer_of(alliance, Seat.Role.DEPUTY),
        "unit": make_officer_of(alliance, Seat.Role.MEMBER),
        "neighbour": make_officer_of(alliance, Seat.Role.MEMBER),
        "outsider": make_officer(make_organization(committee=committee)),
        "judge": make_user(post="judge", committee=committee),
        "other_staff": make_staff(elsewhere.committee),
        "other_lead": make_officer_of(elsewhere, Seat.Role.LEAD),
    }
    people["member"] = make_member(people["unit"].organization)
    branch = make_branch(organization=people["unit"].organization)
    return SimpleNamespace(committee=committee, alliance=alliance, branch=branch, **people)


def brand_in(world, state, **fields):
    """The branch's brand with a version in that state; a published one is beside it only when it says so."""
    return make_brand(branch=world.branch, state=state, **fields)


def version_in(world, state, **fields):
    return brand_in(world, state, **fields).versions.get()
