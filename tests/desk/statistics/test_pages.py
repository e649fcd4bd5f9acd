from datetime import date, timedelta
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.desk.statistics.conftest import hold
from tests.factories import make_alliance, make_leader, make_member, make_officer_of, make_staff, make_user

LEDGER = "?since=2023-01-01&until=2023-07-31"
HALF = "?since=2026-01-01&until=2026-06-30"

pytestmark = pytest.mark.both


def page(client, user, query="", name="statistics"):
    client.force_login(user)
    return client.get(reverse(name) + query)


def test_page_of_july_2023_says_the_figures_of_the_report(client, staff_2023):
    content = page(client, staff_2023, LEDGER).content.decode()

    assert "活动统计（截至2023年7月31日）" in content
    assert "去年同期为2022年1月1日至2022年7月31日" in content
    for figure in ("13", "283,600", "32", "1,126"):
        assert f">{figure}</a>" in content


def test_rows_of_july_2023_are_the_thirteen_without_those_after(client, staff_2023):
    response = page(client, staff_2023, f"{LEDGER}&key=held:联合主题党日", "statistics-rows")

    titles = [activity.title for activity in response.context["page"]]
    assert (len(titles), response.context["total"]) == (13, 13)
    assert not {"八月联合主题党日", "九月联合主题党日"} & set(titles)


def test_workbook_of_july_2023_has_the_official_layout(client, staff_2023):
    response = page(client, staff_2023, LEDGER, "statistics-export")

    assert "党建联盟活动统计（截至2023年7月31日）.xlsx" in unquote(response["Content-Disposition"])
    book = openpyxl.load_workbook(BytesIO(response.content))
    sheet = book["按联盟"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "党建联盟活动统计（2023年1月1日至2023年7月31日）"
    assert rows[1][0].startswith("填报单位：中共示例市委市直机关工作委员会        填报时间：")
    groups = [one for one in rows[2] if one]
    assert groups == [
        "活动（场次）",
        "参与单位（单位次）",
        "参加人员（人次）",
        "助农消费（元）",
        "解决问题（件）",
        "志愿服务（人次）",
    ]
    assert rows[3] == ["序号", "联盟", *["本期", "去年同期"] * 6]
    assert [row[1] for row in rows[4:-1]] == [
        "团结松", "发展先锋", "文化园", "同心圆", "平安城市", "财源广建", "美丽城市", "工委本级"
    ]  # fmt: skip
    assert (rows[-1][0], rows[-1][2:]) == ("合计", [19, 0, 118, 0, 1218, 0, 283600, 0, 32, 0, 1126, 0])
    totals = {row[1]: row[3] for row in book["总数"].iter_rows(min_row=4, values_only=True) if row[2] == "场次"}
    assert totals["联合主题党日"] == 13
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$3:$4"


def test_workbook_runs_nothing_that_somebody_called_an_alliance(client, town):
    town.first.name = '=HYPERLINK("x")'
    town.first.save()

    book = openpyxl.load_workbook(BytesIO(page(client, town.staff, HALF, "statistics-export").content))

    cell = book.worksheets[0]["B5"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x")', "s")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?since=2026-06-30&until=2026-01-01", "截止日期（2026年1月1日）早于起始日期（2026年6月30日）"),
        ("?since=2026-02-30", "起始日期：“2026-02-30”不是日期"),
        ("?since=abc&until=2026", "起始日期：“abc”不是日期"),
        ("?since=1900-01-01", "请写1921年以后的日期"),
        ("?since=%00", "不是日期"),
        ("?since=%3D1%2B1", "不是日期"),
        ("?alliance=99999", "联盟：没有“99999”。"),
        ("?alliance=99999999999999999999", "联盟：没有"),
        ("?organization=%00", "单位：没有"),
        ("?type=x%3Cb%3E", "活动类型：没有“x&lt;b&gt;”。"),
    ],
)
@pytest.mark.parametrize("name", ["statistics", "statistics-rows"])
def test_bad_address_is_answered_in_words(client, town, name, query, said):
    response = page(client, town.staff, query, name)

    assert response.status_code == 200
    assert said in response.content.decode()


def test_bad_address_of_the_workbook_leads_to_the_page_that_says_why(client, town):
    response = page(client, town.staff, "?since=abc", "statistics-export")

    assert response.url == f"{reverse('statistics')}?since=abc"


def test_day_that_has_not_come_is_counted_to_today(client, town):
    response = page(client, town.staff, f"?since=2026-01-01&until={localdate() + timedelta(days=40)}")

    assert response.context["asked"].scope.until == localdate()
    assert "统计到今天为止" in response.content.decode()


def test_period_that_has_not_begun_is_said(client, town):
    response = page(client, town.staff, f"?since={localdate() + timedelta(days=4)}&until=2099-01-01")

    assert "还没有到，没有可以统计的活动" in response.content.decode()


def test_empty_period_says_what_next(client, town):
    assert "这段时间没有办结的活动" in page(client, town.staff, "?since=2001-01-01&until=2001-12-31").content.decode()


def test_table_by_month_over_many_years_falls_back(client, town):
    response = page(client, town.staff, "?since=1990-01-01&until=2025-01-01&by=month")

    assert response.context["table"].by == "alliance"
    assert "按月最多列36行" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "groups"),
    [
        ("staff", {"alliance", "organization", "type", "quarter", "month"}),
        ("leader", {"alliance", "organization", "type", "quarter", "month"}),
        ("officer", {"alliance", "type", "quarter", "month"}),
        ("member", {"alliance", "type", "quarter", "month"}),
        ("judge", {"alliance", "type", "quarter", "month"}),
    ],
)
def test_units_stand_beside_each_other_for_staff_and_leaders_only(client, town, role, groups):
    user = {
        "staff": lambda: town.staff,
        "leader": lambda: make_leader(town.first),
        "officer": lambda: make_officer_of(town.first, "member"),
        "member": lambda: make_member(town.host),
        "judge": lambda: make_user(post="judge", committee=town.committee),
    }[role]()

    response = page(client, user, f"{HALF}&by=organization")

    assert {value for value, _ in response.context["groups"]} == groups
    assert response.context["table"].by == ("organization" if "organization" in groups else "alliance")
    assert ("签定快照" in response.content.decode()) is (role == "staff")


def test_officer_sees_the_figures_of_the_own_unit_and_of_no_other(client, town):
    officer = make_officer_of(town.first, "member")

    own = page(client, officer, f"{HALF}&organization={officer.organization_id}&by=organization")
    other = page(client, officer, f"{HALF}&organization={town.host.pk}")

    assert own.context["table"].by == "organization"
    assert "只能看本单位的数字" in other.content.decode()


def test_alliance_of_another_committee_is_not_known(client, town):
    assert "联盟：没有" in page(client, town.staff, f"?alliance={make_alliance().pk}").content.decode()


def test_figures_of_another_committee_are_never_shown(client, town):
    response = page(client, make_staff(), HALF)

    assert "这段时间没有办结的活动" in response.content.decode()


def test_rows_show_nothing_that_names_no_figure(client, town):
    for key in ("", "ranking", "held:没有", "measure:%00"):
        assert page(client, town.staff, f"{HALF}&key={key}", "statistics-rows").status_code == 404


@pytest.mark.once
@pytest.mark.parametrize(
    "query", ["", "&by=organization", "&by=month", "&by=type&alliance={first}&organization={guest}"]
)
def test_statistics_ask_a_fixed_number_of_times(client, town, django_assert_max_num_queries, query):
    query = HALF + query.format(first=town.first.pk, guest=town.guest.pk)
    for _ in range(2):
        client.force_login(town.staff)
        with django_assert_max_num_queries(12):
            client.get(reverse("statistics") + query)
        for number in range(3):
            alliance = make_alliance(committee=town.committee)
            hold(alliance, (2026, 5, 1 + number), value=1, people=3, units=[(town.guest, 1)], partners=[town.second])


@pytest.mark.once
@pytest.mark.parametrize("key", ["held", "units", "people", "expense", "measure:助农消费", "alliances_active"])
def test_rows_ask_a_fixed_number_of_times(client, town, django_assert_max_num_queries, key):
    for _ in range(2):
        client.force_login(town.staff)
        with django_assert_max_num_queries(12):
            assert client.get(f"{reverse('statistics-rows')}{HALF}&key={key}").status_code == 200
        hold(town.first, (2026, 5, 1), value=1, people=3, units=[(town.guest, 1)], partners=[town.second])


def test_stranger_is_asked_to_sign_in(client, db):
    for name in ("statistics", "statistics-rows", "statistics-export", "snapshot-list"):
        assert client.get(reverse(name)).url.startswith(reverse("login"))


def test_without_dates_the_year_so_far_is_told(client, town):
    scope = page(client, town.staff).context["asked"].scope

    assert (scope.since, scope.until) == (date(localdate().year, 1, 1), localdate())
