"""A committee with an alliance, a unit in it, and people of every kind; terms in one call."""

from datetime import date
from types import SimpleNamespace

from alliances.models import Seat
from branches.models import Branch, Term
from branches.terms import defaults
from letters import defaults as letter_defaults
from tests.factories import (
    make_alliance,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_staff,
    make_user,
)

TODAY = date(2026, 11, 23)  # a Monday


def make_world():
    alliance = make_alliance()
    committee = alliance.committee
    defaults.create_lengths(committee)
    defaults.create_steps(committee)
    letter_defaults.create_templates(committee)
    officer = make_officer_of(alliance, Seat.Role.MEMBER)
    elsewhere = make_alliance()
    return SimpleNamespace(
        alliance=alliance,
        committee=committee,
        unit=officer.organization,
        staff=make_staff(committee),
        officer=officer,
        lead=make_officer_of(alliance, Seat.Role.LEAD),
        deputy=make_officer_of(alliance, Seat.Role.DEPUTY),
        leader=make_leader(alliance),
        outsider=make_officer(make_organization(committee=committee)),
        member=make_member(officer.organization),
        judge=make_user(post="judge", committee=committee),
        other_staff=make_staff(elsewhere.committee),
    )


def make_branch(organization, name="第一党支部", **fields):
    return Branch.objects.create(organization=organization, name=name, **fields)


def make_term(organization, branch=None, **fields):
    """Of three years from 2023-11-23, unless told otherwise."""
    fields.setdefault("since", date(2023, 11, 23))
    fields.setdefault("years", 3)
    return Term.objects.create(committee=organization.committee, organization=organization, branch=branch, **fields)
