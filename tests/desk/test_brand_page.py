"""Brands on the pages that show activities and units, too: their own page, those of units, alliances and branches."""

import pytest
from django.urls import reverse

from activities.models import Outcome
from branches.models import Adoption
from tests.factories import (
    make_alliance,
    make_branch,
    make_brand,
    make_held_activity,
    make_measure,
    make_member,
    make_officer_of,
    make_report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alliance():
    return make_alliance()


@pytest.fixture
def officer(alliance):
    return make_officer_of(alliance, "member")


@pytest.fixture
def brand(officer):
    return make_brand(branch=make_branch(organization=officer.organization), name="税润新安")


@pytest.fixture
def activity(alliance, officer):
    held = make_held_activity(alliance=alliance, host=officer.organization, state="accepted", title="上门辅导")
    report = make_report(held)
    Outcome.objects.create(report=report, measure=make_measure(alliance.committee, "助农消费"), value=8700)
    return held


def test_figures_come_from_the_reports_of_linked_activities(client, officer, brand, activity):
    client.force_login(officer)
    url = reverse("brand-activities", args=[brand.pk])

    offered = client.get(url).content.decode()
    client.post(url, {"activity": [activity.pk, "x", "9" * 30]})
    page = client.get(brand.get_absolute_url()).content.decode()
    behind = client.get(brand.get_absolute_url(), {"measure": Outcome.objects.get().measure_id})
    client.post(url, {})

    assert "上门辅导" in offered
    assert "8,700" in page
    assert [row.title for row in behind.context["activities"]] == ["上门辅导"]
    assert "8,700" not in client.get(brand.get_absolute_url()).content.decode()


def test_only_who_works_on_a_brand_links_activities(client, alliance, brand, activity):
    url = reverse("brand-activities", args=[brand.pk])

    found = []
    for user in (make_officer_of(alliance, "member"), make_member(brand.organization)):
        client.force_login(user)
        found += [client.get(url).status_code, client.post(url, {"activity": activity.pk}).status_code]

    assert found == [403] * 4
    assert not activity.brands.exists()


def test_others_are_offered_to_learn_and_not_shown_the_making(client, alliance, brand):
    client.force_login(make_officer_of(alliance, "member"))

    page = client.get(brand.get_absolute_url()).content.decode()

    assert "借鉴这个品牌" in page
    assert "办理轨迹" not in page
    assert "修订" not in page


def test_unit_and_alliance_show_their_brands_and_what_was_learned(client, alliance, officer, brand):
    other = make_officer_of(alliance, "member")
    make_brand(alliance=alliance, name="文韵同行")
    Adoption.objects.create(brand=brand, organization=other.organization, lesson="学松下议事", by=other)
    client.force_login(officer)

    own = client.get(officer.organization.get_absolute_url()).content.decode()
    theirs = client.get(other.organization.get_absolute_url()).content.decode()
    of_alliance = client.get(alliance.get_absolute_url()).content.decode()

    assert "税润新安" in own
    assert "来学" in own
    assert "学松下议事" in theirs
    assert "文韵同行" in of_alliance


def test_branch_list_names_the_brand(client, officer, brand):
    make_branch(organization=officer.organization)
    client.force_login(officer)

    page = client.get(reverse("branch-list")).content.decode()

    assert page.count("税润新安") == 1


@pytest.mark.parametrize("page", ["unit", "alliance", "branches"])
def test_pages_with_brands_ask_at_most_twelve_times(client, alliance, page, django_assert_max_num_queries):
    for many in (1, 4):
        officer = make_officer_of(alliance, "member")
        for _ in range(many):
            own = make_brand(branch=make_branch(organization=officer.organization))
            other = make_officer_of(alliance, "member")
            Adoption.objects.create(brand=own, organization=other.organization, lesson="学", by=other)
        urls = {
            "unit": officer.organization.get_absolute_url(),
            "alliance": alliance.get_absolute_url(),
            "branches": reverse("branch-list"),
        }
        client.force_login(officer)
        with django_assert_max_num_queries(12):
            assert client.get(urls[page]).status_code == 200
