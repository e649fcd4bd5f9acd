"""Which brands the gallery shows for an address, and with what."""

from datetime import date

import pytest
from django.http import QueryDict

from alliances.models import Seat
from branches import adoptions, honours
from branches.gallery import GalleryFilter
from branches.models import Brand, BrandVersion
from tests.branches.world import ROLES, build
from tests.factories import (
    make_alliance,
    make_branch,
    make_brand,
    make_brand_version,
    make_honour,
    make_level,
    make_officer,
    make_organization,
    make_seat,
)

pytestmark = pytest.mark.django_db
State = BrandVersion.State


@pytest.fixture
def world():
    return build()


def shown(user, query="", day=None):
    return list(GalleryFilter(QueryDict(query), user, day).brands)


def test_gallery_shows_what_is_published_current_and_of_its_own_committee(world):
    brand = make_brand(branch=world.branch)
    make_brand(committee=world.committee, state=State.DRAFT)
    make_brand(committee=world.committee, ended_on=date(2026, 1, 1))
    make_brand(branch=make_branch(organization=world.unit.organization, until=date(2026, 1, 1)))
    make_brand()

    assert {role: shown(getattr(world, role)) for role in ROLES if role not in ("other_staff", "other_lead")} == {
        role: [brand] for role in ROLES if role not in ("other_staff", "other_lead")
    }


def test_gallery_filters_by_each_field(world):
    unit = world.unit.organization
    of_branch = make_brand(branch=world.branch, name="税润新安", published_on=date(2025, 5, 1))
    of_unit = make_brand(organization=unit, name="新安先锋")
    of_alliance = make_brand(alliance=world.alliance, name="文韵同行")
    elsewhere = make_brand(committee=world.committee, name="松下议事")
    honour = make_honour(of_branch)
    gone = make_honour(elsewhere, level=honour.level)
    honours.withdraw(gone, by=world.staff, reason="复核")

    found = {
        query: shown(world.staff, query)
        for query in (
            f"alliance={world.alliance.pk}",
            "owner=branch",
            "owner=organization",
            "owner=alliance",
            f"category={unit.category_id}",
            f"organization={unit.pk}",
            "year=2025",
            f"level={honour.level_id}",
            "q=SRXA",
            "q=松下",
            f"q={unit.short_name}",
        )
    }

    assert list(found.values()) == [
        [of_alliance, of_unit, of_branch],
        [of_branch, elsewhere] if unit.order_number < elsewhere.organization.order_number else [elsewhere, of_branch],
        [of_unit],
        [of_alliance],
        [of_unit, of_branch],
        [of_unit, of_branch],
        [of_branch],
        [of_branch],
        [of_branch],
        [elsewhere],
        [of_unit, of_branch],
    ]


@pytest.mark.parametrize(
    "query",
    [
        "alliance=x&owner=y&category=-1&organization=99999999999999999999&year=20²6&level=%00&sort=;--&making=maybe",
        "alliance=999999&level=999999&year=1800",
        "alliance=1e3&organization=",
        "q=" + "长" * 61,
    ],
)
def test_bad_values_are_ignored(world, query):
    brand = make_brand(branch=world.branch)

    assert shown(world.unit, "organization=0") == [brand]
    found = shown(world.unit, query)

    assert found in ([brand], [])
    assert "making" in query or found == [brand]


def test_order_is_official_or_newest_first(world):
    second = make_organization(committee=world.committee, order_number=902)
    first = make_organization(committee=world.committee, order_number=901)
    late = make_brand(branch=make_branch(organization=second, order_number=1), published_on=date(2026, 3, 1))
    own = make_brand(organization=first, published_on=date(2026, 1, 1))
    two = make_brand(branch=make_branch(organization=first, order_number=2), published_on=date(2026, 5, 1))
    one = make_brand(branch=make_branch(organization=first, order_number=1), published_on=date(2025, 1, 1))
    alliance = make_brand(alliance=world.alliance, published_on=date(2024, 1, 1))

    assert shown(world.staff) == [alliance, own, one, two, late]
    assert shown(world.staff, "sort=date") == [two, late, own, one, alliance]


def test_card_has_alliance_of_the_day_honours_and_adopters(world):
    brand = make_brand(branch=world.branch)
    seat = world.unit.organization.seats.get()
    Seat.objects.filter(pk=seat.pk).update(until=date(2026, 5, 31))
    later = make_alliance(committee=world.committee)
    make_seat(alliance=later, organization=world.unit.organization, since=date(2026, 6, 1))
    low = make_honour(brand, level=make_level(world.committee, "培育", order_number=3))
    high = make_honour(brand, level=make_level(world.committee, "十佳", order_number=1))
    unit = world.neighbour.organization
    adoptions.adopt(brand, unit, None, "学", by=world.neighbour)
    adoptions.adopt(brand, unit, make_branch(organization=unit), "学", by=world.neighbour)

    (before,) = shown(world.staff, day=date(2026, 5, 31))
    (after,) = shown(world.staff, day=date(2026, 6, 1))

    assert (before.alliance_today, after.alliance_today) == (world.alliance, later)
    assert (after.alliance_today.short_name, after.alliance_today.tint) == (later.short_name, later.tint)
    assert after.valid_honours == [high, low]
    assert after.adoption_count == 1
    assert shown(world.staff, f"alliance={later.pk}", date(2026, 5, 31)) == []


def test_version_in_the_making_is_marked_only_for_those_who_see_it(world):
    make_brand_version(make_brand(branch=world.branch), state=State.SUBMITTED)

    marked = {role for role in ROLES for brand in shown(getattr(world, role)) if brand.making_status}

    assert marked == {"staff", "unit", "lead", "leader"}
    (brand,) = shown(world.staff)
    assert brand.making_status == {"kind": "now", "label": "评审中"}


def test_making_shows_what_is_on_its_way_to_those_who_see_it(world):
    brand = make_brand(branch=world.branch, state=State.PROPOSED)
    make_brand(organization=world.neighbour.organization)

    found = {role: shown(getattr(world, role), "making=1") for role in ("staff", "unit", "lead", "neighbour", "member")}

    assert found == {"staff": [brand], "unit": [brand], "lead": [brand], "neighbour": [], "member": []}


def test_lists_offer_what_the_committee_has(world):
    make_level(world.committee, "示范", order_number=2)
    make_level(world.committee, "十佳", order_number=1)
    make_level(make_officer().committee, "别家的")
    make_brand(branch=world.branch, published_on=date(2024, 2, 1))
    make_brand(organization=world.unit.organization, published_on=date(2026, 2, 1))

    filters = GalleryFilter(QueryDict(), world.member)

    assert [label for _, label in filters.fields["level"].choices] == ["全部等次", "十佳", "示范"]
    assert filters.fields["year"].choices == [("", "全部年份"), ("2026", "2026年"), ("2024", "2024年")]
    assert [str(alliance) for alliance in filters.alliances] == [str(world.alliance)]


@pytest.mark.parametrize("many", [1, 8])
def test_gallery_takes_four_queries_at_any_count(world, many, django_assert_num_queries):
    for _ in range(many):
        brand = make_brand(branch=make_branch(organization=world.unit.organization))
        make_honour(brand)
        make_brand_version(brand, state=State.SUBMITTED)
    make_brand(alliance=world.alliance)

    with django_assert_num_queries(4):
        for brand in GalleryFilter(QueryDict(), world.staff).brands:
            str(brand), str(brand.owner), str(brand.alliance_today), brand.making_status, brand.adoption_count
            [str(honour.level) for honour in brand.valid_honours]

    assert Brand.objects.count() == many + 1
