import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_alliance, make_branch, make_organization, make_seat, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    alliance = make_alliance()
    press = make_organization(committee=alliance.committee, short_name="市委宣传部", order_number=1)
    office = make_organization(committee=alliance.committee, short_name="市委办", order_number=2)
    make_seat(alliance=alliance, organization=press)
    make_branch(organization=press, name="第一党支部", star="5", member_count=20)
    make_branch(organization=office, name="离退休党支部", member_count=7)
    return alliance, press, office


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["第一党支部", "离退休党支部"]),
        ({"star": "5"}, ["第一党支部"]),
        ({"star": "0"}, ["离退休党支部"]),
        ({"q": "ltx"}, ["离退休党支部"]),
        ({"q": "swxcb"}, ["第一党支部"]),
        ({"q": "没有这样的支部"}, []),
        ({"star": "9", "alliance": "x", "organization": "9" * 30, "page": "-3"}, ["第一党支部", "离退休党支部"]),
    ],
)
def test_branch_list_narrows(client, scene, query, names):
    client.force_login(make_staff(scene[0].committee))

    response = client.get(reverse("branch-list"), query)

    assert [branch.name for branch in response.context["page"]] == names


def test_branch_list_of_one_alliance_or_organization(client, scene):
    alliance, press, office = scene
    client.force_login(make_staff(alliance.committee))

    def shown(**query):
        return [branch.organization for branch in client.get(reverse("branch-list"), query).context["page"]]

    assert shown(alliance=alliance.pk) == [press]
    assert shown(organization=office.pk) == [office]


def test_branch_list_shows_nothing_of_another_committee(client, scene):
    client.force_login(make_staff())

    assert list(client.get(reverse("branch-list"), {"organization": scene[1].pk}).context["page"]) == []


def test_branch_list_asks_as_often_for_many_rows_as_for_one(client, scene):
    client.force_login(make_staff(scene[0].committee))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("branch-list"))
        return len(asked)

    few = queries()
    for _ in range(60):
        make_branch(organization=make_organization(committee=scene[0].committee))
    assert queries() == few <= 12
