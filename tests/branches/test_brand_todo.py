"""Whose turn it is: the to-do list of brands, and the count beside it."""

from datetime import date

import pytest
from django.urls import reverse

from branches import brand_todo
from branches.models import BrandVersion
from desk import todo
from tests.branches.world import ROLES, build, version_in
from tests.factories import at, make_brand

pytestmark = pytest.mark.django_db
State = BrandVersion.State

WAITS_FOR = {
    State.DRAFT: {"unit"},
    State.PROPOSED: {"lead"},
    State.SUBMITTED: {"staff"},
    State.RETURNED: {"unit"},
    State.PUBLISHED: set(),
    State.SUPERSEDED: set(),
    State.DROPPED: set(),
}


@pytest.mark.parametrize("state", State)
def test_version_waits_for_one_kind_of_people(state):
    world = build()
    version_in(world, state)

    asked = {role for role in ROLES if todo.items_for(getattr(world, role), None)}
    counted = {role for role in ROLES if sum(rows.count() for rows in todo.rows_for(getattr(world, role), None))}

    assert asked == counted == WAITS_FOR[state]


def test_alliances_brand_waits_for_its_heads():
    world = build()
    make_brand(alliance=world.alliance, state=State.RETURNED)

    assert {role for role in ROLES if todo.items_for(getattr(world, role), None)} == {"lead", "deputy"}


def test_proposed_brand_of_an_alliance_without_lead_waits_for_the_committee():
    world = build()
    version_in(world, State.PROPOSED)
    world.alliance.seats.leading().update(until="2024-01-01")

    assert {role for role in ROLES if todo.items_for(getattr(world, role), None)} == {"staff"}


def test_line_says_whose_it_is_and_how_long_it_waits():
    world = build()
    version = version_in(world, State.SUBMITTED, name="税润新安", state_since=at(2026, 9, 10))

    (item,) = todo.items_for(world.staff, date(2026, 9, 17))

    assert (item.kind, item.title, item.verb, item.whose) == ("品牌审定", "税润新安", "审定", str(world.branch))
    assert (item.late, item.until, item.waits) == (True, date(2026, 9, 14), "超过期限 3 天")
    assert item.href == reverse("brand-detail", args=[version.brand_id])


def test_draft_without_a_name_goes_by_its_owner_and_opens_the_form():
    world = build()
    version = version_in(world, State.DRAFT, name="")
    make_brand(alliance=world.alliance, state=State.DRAFT, name="")

    (item,) = todo.items_for(world.unit, None)

    assert (item.title, item.href) == (f"{world.branch}的品牌", reverse("brand-edit", args=[version.brand_id]))
    assert [item.title for item in todo.items_for(world.lead, None)] == [f"{world.alliance}的品牌"]


def test_brands_of_ended_owners_ask_nobody():
    world = build()
    brand = version_in(world, State.DRAFT).brand
    brand.ended_on = date(2026, 1, 1)
    brand.save()

    assert todo.items_for(world.unit, None) == []


@pytest.mark.parametrize("many", [1, 5])
def test_lines_take_one_query(django_assert_num_queries, many):
    world = build()
    for _ in range(many):
        make_brand(committee=world.committee, state=State.SUBMITTED)

    with django_assert_num_queries(1):
        assert len(list(brand_todo.lines_for(world.staff))) == many
