from io import BytesIO

import pytest
from django.urls import reverse

from branches.roster import plan_roster
from branches.roster.columns import ORGANIZATIONS, SEATS
from portal.workbooks import open_workbook, read_table
from tests.factories import make_alliance, make_category, make_officer, make_organization, make_seat, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def scene():
    alliance = make_alliance(name="文化园党建联盟")
    committee = alliance.committee
    organ = make_category(committee=committee, name="市委部门")
    chamber = make_category(committee=committee, name="商（协）会", is_chamber=True)
    press = make_organization(
        committee=committee, short_name="市委宣传部", category=organ, order_number=2, kind="general", district="徽州区",
        member_count=64, branch_count=3, phone="01000000002",
    )  # fmt: skip
    office = make_organization(committee=committee, short_name="市委办", category=organ, order_number=1, member_count=9)
    travel = make_organization(committee=committee, short_name="旅游协会", category=chamber, order_number=90)
    make_seat(alliance=alliance, organization=press, role="lead")
    make_seat(alliance=alliance, organization=travel, role="chamber")
    return alliance, press, office, travel


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["市委办", "市委宣传部"]),
        ({"q": "swxcb"}, ["市委宣传部"]),
        ({"q": "旅游"}, ["旅游协会"]),
        ({"kind": "general"}, ["市委宣传部"]),
        ({"district": "徽州区"}, ["市委宣传部"]),
        ({"group": "chambers"}, ["旅游协会"]),
        ({"group": "all"}, ["市委办", "市委宣传部", "旅游协会"]),
        ({"sort": "-member_count"}, ["市委宣传部", "市委办"]),
        ({"sort": "phone", "kind": "none", "alliance": "x"}, ["市委办", "市委宣传部"]),
    ],
)
def test_organization_list_narrows_and_sorts(client, scene, query, names):
    client.force_login(make_staff(scene[0].committee))

    response = client.get(reverse("organization-list"), query)

    assert [organization.short_name for organization in response.context["page"]] == names
    assert f"共 {len(names)} 条" in response.content.decode()


def test_organization_list_of_one_alliance_or_category(client, scene):
    alliance, press, office, _ = scene
    client.force_login(make_staff(alliance.committee))

    def shown(**query):
        return list(client.get(reverse("organization-list"), query).context["page"])

    assert shown(alliance=alliance.pk) == [press]
    assert shown(category=press.category_id) == [office, press]


def test_organization_export_is_read_again_without_a_difference(client, scene):
    client.force_login(make_staff(scene[0].committee))

    response = client.get(reverse("organization-list"), {"xlsx": 1, "group": "all"})

    book = open_workbook(BytesIO(response.content), "export.xlsx")
    units = read_table(book.sheet("党组织花名册"), ORGANIZATIONS)
    seats = read_table(book.sheet("联盟分组"), SEATS)
    assert units.faults + seats.faults == []
    assert [
        tuple(row[name] for name in ("序号", "简称", "党员数", "联系电话", "党组织类型")) for row in units.rows
    ] == [
        (1, "市委办", 9, None, "other"),
        (2, "市委宣传部", 64, "01000000002", "general"),
        (90, "旅游协会", 0, None, "other"),
    ]
    assert [(row["联盟名称"], row["席位"], row["单位简称"]) for row in seats.rows] == [
        ("文化园党建联盟", "lead", "市委宣传部"),
        ("文化园党建联盟", "chamber", "旅游协会"),
    ]


def test_organization_export_of_a_few_keeps_their_official_numbers(client, scene):
    alliance = scene[0]
    client.force_login(make_staff(alliance.committee))

    response = client.get(reverse("organization-list"), {"xlsx": 1, "q": "swxcb"})

    plan = plan_roster(alliance.committee, BytesIO(response.content), name="export.xlsx")
    assert plan.faults == []
    assert plan.is_empty


def test_organization_export_is_for_the_committee(client, scene):
    client.force_login(make_officer(scene[1]))

    assert client.get(reverse("organization-list"), {"xlsx": 1}).status_code == 403
