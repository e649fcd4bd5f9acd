"""The list: what is seen, found, sorted, exported, and at what price."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from activities.filters import Filters
from activities.models import Activity
from portal.quarters import Quarter
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_held_activity,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_participation,
    make_report,
    make_seat,
    make_staff,
    make_type,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]
State = Activity.State
LIST = reverse("activity-list")


def titles(client, **query):
    return [activity.title for activity in client.get(LIST, query).context["page"]]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("staff", {"草稿", "待审", "发布"}),
        ("lead", {"草稿", "待审", "发布"}),
        ("host", {"草稿", "待审", "发布"}),
        ("other unit", {"发布"}),
        ("leader", {"待审", "发布"}),
        ("member", {"发布"}),
        ("stranger", set()),
        ("other staff", set()),
    ],
)
def test_list_shows_what_the_person_may_see(client, who, seen):
    alliance = make_alliance()
    host = make_officer_of(alliance, "member")
    for title, state in (("草稿", State.DRAFT), ("待审", State.SUBMITTED), ("发布", State.PUBLISHED)):
        make_activity(alliance=alliance, host=host.organization, title=title, state=state)
    users = {
        "staff": lambda: make_staff(alliance.committee),
        "lead": lambda: make_officer_of(alliance),
        "host": lambda: host,
        "other unit": lambda: make_officer_of(alliance, "member"),
        "leader": lambda: make_leader(alliance),
        "member": lambda: make_member(host.organization),
        "stranger": make_officer,
        "other staff": make_staff,
    }
    client.force_login(users[who]())

    assert set(titles(client)) == seen


@pytest.fixture
def three(client):
    """Three activities of two alliances in two quarters, seen by staff."""
    culture = make_alliance(name="文化园党建联盟")
    committee = culture.committee
    pioneer = make_alliance(committee=committee, name="发展先锋党建联盟")
    publicity = make_organization(committee=committee, short_name="市委宣传部")
    make_seat(alliance=culture, organization=publicity, role="lead")
    contest = make_type(committee, "品牌大比武")
    make_activity(alliance=culture, title="茶园走访", starts_at=at(2026, 9, 11), state=State.ACCEPTED)
    make_activity(alliance=pioneer, host=None, title="大比武", type=contest, starts_at=at(2026, 6, 1))
    both = make_activity(alliance=None, committee=committee, title="推进会", starts_at=at(2026, 6, 30), place="黟县")
    both.partners.add(culture)
    make_participation(activity=Activity.objects.get(title="大比武"), organization=publicity)
    client.force_login(make_staff(committee))
    return {"culture": culture, "pioneer": pioneer, "publicity": publicity, "contest": contest}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["茶园走访", "推进会", "大比武"]),
        ({"alliance": "culture"}, ["茶园走访", "推进会"]),
        ({"alliance": "0"}, ["推进会"]),
        ({"organization": "publicity"}, ["茶园走访", "大比武"]),
        ({"type": "contest"}, ["大比武"]),
        ({"state": "accepted"}, ["茶园走访"]),
        ({"period": "2026Q2"}, ["推进会", "大比武"]),
        ({"period": "2026-06"}, ["推进会", "大比武"]),
        ({"from": "2026-06-30", "to": "2026-09-11"}, ["茶园走访", "推进会"]),
        ({"q": "swxcb"}, ["茶园走访", "大比武"]),
        ({"q": "SWXCB "}, ["茶园走访", "大比武"]),
        ({"q": "茶园"}, ["茶园走访"]),
        ({"q": "黟县"}, ["推进会"]),
        ({"q": "没有"}, []),
        ({"sort": "starts_at"}, ["大比武", "推进会", "茶园走访"]),
        ({"sort": "-title"}, ["茶园走访", "推进会", "大比武"]),
    ],
)
def test_filters_narrow_and_sort(client, three, query, found):
    query = {name: getattr(three.get(value), "pk", value) for name, value in query.items()}

    assert titles(client, **query) == found


@pytest.mark.parametrize(
    "query",
    ["alliance=x", "type=²", "state=gone", "period=2026Q9", "from=2026-02-31", "to=x", "sort=id", "page=x", "page=0",
     "q=%00", "organization=99999999999999", "from=0001-01-01&to=9999-12-31", "period=0000", "period=0001",
     "period=9999Q4"],
)  # fmt: skip
def test_bad_query_is_left_out(client, three, query):
    for url in (LIST, reverse("activity-export")):
        assert client.get(f"{url}?{query}").status_code == 200


def test_filters_read_what_other_pages_link_to():
    read = Filters.read({"alliance": "3", "type": "2", "period": "2026Q3"})

    assert (read.alliance, read.type, read.period) == (3, 2, Quarter(2026, 3).period)


def test_empty_list_says_what_next(client):
    alliance = make_alliance()
    client.force_login(make_officer_of(alliance))
    assert "还没有活动" in client.get(LIST).content.decode()
    assert "没有符合条件的活动" in client.get(LIST, {"q": "无"}).content.decode()

    client.force_login(make_member(make_seat(alliance=alliance).organization))
    page = client.get(LIST).content.decode()
    assert "新建活动" not in page


def test_list_counts_units_and_people_apart(client, three):
    activity = Activity.objects.get(title="茶园走访")
    for present in (5, 7, None):
        answer = "attending" if present else "leave"
        make_participation(activity=activity, present_count=present, answer=answer)

    (row, *_) = client.get(LIST).context["page"]

    assert (row.unit_count, row.present) == (2, 12)


def test_export_is_the_list_in_the_official_layout(client, three):
    response = client.get(reverse("activity-export"), {"alliance": three["culture"].pk})

    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert response.status_code == 200
    assert rows[0][0] == "党建联盟活动台账"
    assert rows[2][:4] == ("序号", "日期", "时间", "牵头联盟")
    assert [row[6] for row in rows[3:5]] == ["茶园走访", "推进会"]
    assert rows[3][8] == "市委宣传部"


@pytest.mark.parametrize("many", [1, 3])
def test_list_asks_the_same_number_of_queries(client, many, django_assert_max_num_queries):
    alliance = make_alliance()
    for _ in range(many):
        make_participation(activity=make_activity(alliance=alliance, state=State.PUBLISHED))
    client.force_login(make_staff(alliance.committee))
    client.get(LIST)

    with django_assert_max_num_queries(12):
        response = client.get(LIST)

    assert len(response.context["page"].object_list) == many


def test_head_count_of_an_old_ledger_row_is_listed(client):
    activity = make_held_activity(state=State.ACCEPTED)
    make_report(activity, head_count=129)
    client.force_login(make_staff(activity.committee))

    (row,) = client.get(reverse("activity-list")).context["page"]

    assert row.present == 129


def test_import_of_ledgers_is_offered_to_the_committee_only(client):
    alliance = make_alliance()
    offered = {}
    for name, user in (("staff", make_staff(alliance.committee)), ("lead", make_officer_of(alliance))):
        client.force_login(user)
        offered[name] = reverse("activity-import") in client.get(LIST).content.decode()

    assert offered == {"staff": True, "lead": False}
