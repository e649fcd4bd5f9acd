"""The pages of the audit trail: found, filtered, turned, opened, exported, and nobody else's."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessments import sheets
from desk.audit import asking
from portal.audit import Act, AuditEntry, chain, record
from tests.factories import make_activity, make_committee, make_open_stage, make_organization, make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make_staff(name="示例工作人员")
    client.force_login(user)
    return user


def write(count, staff, **words):
    for number in range(count):
        record(Act.EXPORTED, actor=staff, name=f"表{number}", **words)


def names(response):
    return [line.name for line in response.context["lines"]]


def test_list_shows_lines_newest_first_with_where_from(client, staff):
    write(2, staff)

    response = client.get(reverse("audit-list"), {"act": "exported"})

    assert names(response) == ["表1", "表0"]
    assert "共 2 条" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "表1"}, ["表1"]),
        ({"who": "示例工作"}, ["表1", "表0"]),
        ({"who": "没有这个人"}, []),
        ({"who": "9" * 40}, []),
        ({"act": "deleted"}, []),
        ({"act": "nonsense", "who": "示例工作", "q": "表"}, ["表1", "表0"]),
        ({"kind": "desk.snapshot"}, []),
        ({"to": "2020-01-01"}, []),
        ({"from": "2099-01-01"}, []),
        ({"from": "x", "to": "0001-01-01", "thing": "-1", "after": "x_y"}, ["表1", "表0"]),
        ({"after": "9" * 18 + "_" + "9" * 18}, ["表1", "表0"]),
        ({"sort": "at"}, ["表0", "表1"]),
        ({"q": "\x00%_表1"}, []),
    ],
)
def test_list_filters(client, staff, query, found):
    write(2, staff)

    response = client.get(reverse("audit-list"), {"act": "exported", **query})

    assert (response.status_code, names(response)) == (200, found)


@pytest.mark.parametrize("sort", ["", "at"])
def test_pages_are_turned_without_a_gap(client, staff, sort):
    now = timezone.now()
    AuditEntry.objects.bulk_create(
        AuditEntry(at=now, act="exported", committee_id=staff.committee_id, name=f"{number}") for number in range(120)
    )

    seen, after = [], ""
    for _ in range(3):
        response = client.get(reverse("audit-list"), {"act": "exported", "after": after, "sort": sort})
        seen += names(response)
        after = response.context["following"]

    assert (len(set(seen)), after) == (120, "")
    assert seen == sorted(seen, key=int, reverse=not sort)


def test_list_asks_as_often_for_many_lines(client, staff, django_assert_max_num_queries):
    write(1, staff)
    client.get(reverse("audit-list"))
    for _ in range(2):
        with django_assert_max_num_queries(8):
            client.get(reverse("audit-list"))
        write(60, staff)


def test_count_stops_where_it_gets_long(monkeypatch, staff):
    monkeypatch.setattr(asking, "MOST", 3)
    write(5, staff)

    assert asking.counted(AuditEntry.objects.filter(act="exported")) == (3, True)


def test_staff_see_their_committee_and_the_operator_all(client, staff):
    write(1, staff)
    record(Act.EXPORTED, actor=make_staff(make_committee()), name="别处")
    assert names(client.get(reverse("audit-list"), {"act": "exported"})) == ["表0"]

    client.force_login(make_user(post="staff", is_superuser=True))
    assert names(client.get(reverse("audit-list"), {"act": "exported"})) == ["别处", "表0"]


@pytest.mark.usefixtures("past")
def test_detail_shows_before_and_after_by_name(client, staff, django_assert_max_num_queries):
    unit = make_organization(committee=staff.committee, name="市气象局")
    unit.name, unit._history_user, unit._change_reason = "市气象台", staff, "机构改革"
    unit.save()
    line = AuditEntry.objects.filter(kind="alliances.organization", act=Act.CHANGED).get()

    with django_assert_max_num_queries(12):
        response = client.get(reverse("audit-detail", args=[line.pk]))

    page = response.content.decode()
    assert response.context["differences"] == [{"label": "全称", "before": "市气象局", "after": "市气象台"}]
    assert unit.get_absolute_url() in page
    assert "机构改革" in page


@pytest.mark.usefixtures("past")
def test_keys_are_shown_as_names(client, staff):
    activity = make_activity(committee=staff.committee)
    line = AuditEntry.objects.filter(kind="activities.activity", object_id=activity.pk).first()

    rows = {
        row["label"]: row["after"] for row in client.get(reverse("audit-detail", args=[line.pk])).context["differences"]
    }

    assert rows["活动类型"] == str(activity.type)


def test_scores_stay_veiled_until_the_stage_is_closed(client):
    stage = make_open_stage(judges=1, entries=1)
    staff = make_staff(stage.contest.committee)
    sheet = stage.turns.first().sheets.first()
    sheets.put_mark(sheet, stage.criteria.first(), "51.5", by=sheet.judge.user)
    line = AuditEntry.objects.filter(is_veiled=True).get()
    client.force_login(staff)

    during = client.get(reverse("audit-detail", args=[line.pk])).content.decode()
    table = client.get(reverse("audit-export"), {"format": "csv"}).content.decode()

    assert "内容保密" in during
    assert "51.5" not in during
    assert "51.5" not in table
    type(stage).objects.filter(pk=stage.pk).update(state="closed")
    assert "51.5" in client.get(reverse("audit-detail", args=[line.pk])).content.decode()


@pytest.mark.parametrize("format", ["", "csv"])
def test_export_holds_no_formula_and_is_itself_a_line(client, staff, format):
    record(Act.CHANGED, actor=staff, name="=1+1", reason="@SUM(A1)")
    chain.seal()

    response = client.get(reverse("audit-export"), {"act": "changed", "q": "=1", "format": format})

    if format:
        assert response.content.decode("utf-8-sig").splitlines()[1].split(",")[6] == "'=1+1"
    else:
        row = next(load_workbook(BytesIO(response.content)).active.iter_rows(min_row=4))
        assert [cell.data_type for cell in row if str(cell.value).startswith(("=", "@"))] == ["s", "s"]
    line = AuditEntry.objects.filter(act=Act.EXPORTED).get()
    assert (line.page, line.after["条件"]["q"]) == ("audit-export", "=1")


def test_head_page_prints_what_verify_takes(client, staff):
    assert "还没有封存的记录" in client.get(reverse("audit-head")).content.decode()
    write(1, staff)
    chain.seal()

    page = client.get(reverse("audit-head")).content.decode()

    assert str(chain.last()) in page


def test_old_lines_are_found_when_asked_for(client, staff):
    old = timezone.now() - timedelta(days=200)
    AuditEntry.objects.bulk_create([AuditEntry(at=old, act="exported", committee_id=staff.committee_id, name="旧")])

    assert names(client.get(reverse("audit-list"), {"act": "exported"})) == []
    since = f"{old.date() - timedelta(days=1)}"
    assert names(client.get(reverse("audit-list"), {"act": "exported", "from": since})) == ["旧"]
