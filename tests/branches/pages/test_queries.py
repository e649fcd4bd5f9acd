"""How often the pages of brands ask the database."""

from functools import cache, partial

import pytest
from django.db import connection
from django.urls import reverse

from activities.models import Outcome
from branches.models import Adoption, BrandPicture, BrandVersion
from tests.branches.pages.house import House
from tests.factories import (
    make_branch,
    make_brand,
    make_brand_version,
    make_held_activity,
    make_honour,
    make_measure,
    make_officer,
    make_organization,
    make_report,
    make_seat,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
State = BrandVersion.State
MOST = 12


def fill(house, many, state):
    """`many` of everything that hangs on a brand, and of brands."""
    brand = make_brand(branch=house.branch)
    for number in range(many):
        unit = make_seat(alliance=house.alliance).organization
        strange = make_brand(branch=make_branch(organization=unit))
        make_honour(strange)
        make_honour(brand, level=None, title="示例")
        Adoption.objects.create(brand=brand, organization=unit, lesson="学", by=house.officer)
        Adoption.objects.create(
            brand=strange, organization=house.unit, branch=house.branch, lesson="学", by=house.officer
        )
        make_branch(organization=unit)
        make_officer(unit)
        make_brand_version(brand, state=State.SUPERSEDED)
        for version in brand.versions.all():
            BrandPicture.objects.create(version=version, image="x.jpg", width=4, height=3)
        activity = make_held_activity(alliance=house.alliance, host=house.unit, state="accepted")
        activity.brands.add(brand)
        report = make_report(activity)
        Outcome.objects.create(report=report, measure=make_measure(house.committee, f"指标{number}"), value=7)
        brand.record("publish", by=house.staff, version=brand.published)
        make_brand(organization=make_organization(committee=house.committee))
    make_brand_version(brand, state=state, number=90)
    return brand


PAGES = {
    "brand-list": {},
    "brand-coverage": {},
    "brand-coverage-remind": {},
    "brand-detail": {"brand": True},
    "brand-changes": {"brand": True},
    "brand-return": {"brand": True},
    "brand-adopt": {"brand": True},
    "brand-create": {},
    "brand-activities": {"brand": True},
}


def build(state):
    """A house with few rows and one with many, each with its brand."""
    houses = []
    for many in (1, 5):
        house = House()
        houses.append((many, house, fill(house, many, state)))
    return houses


@pytest.fixture(scope="session")
def built(snapshot):
    return cache(lambda state: snapshot(f"brands {state}", partial(build, state)))


@pytest.mark.parametrize("state", [State.DRAFT, State.PROPOSED, State.SUBMITTED])
@pytest.mark.parametrize("name", PAGES)
def test_page_asks_at_most_twelve_times_and_as_often_for_many_rows(
    client, built, media, name, state, django_assert_max_num_queries
):
    asked = {}
    assert connection.features.supports_json_field is not None  # SQLite finds out by asking, once a process
    for many, house, brand in built(state).restore():
        url = reverse(name, args=[brand.pk] if PAGES[name] else [])
        for who in ("staff", "lead", "officer", "other", "member", "leader"):
            client.force_login(getattr(house, who))
            with django_assert_max_num_queries(MOST, info=f"{who}, {many}") as queries:
                client.get(url)
            asked.setdefault(who, []).append(len(queries))

    assert {who: few for who, (few, _) in asked.items()} == {who: more for who, (_, more) in asked.items()}
