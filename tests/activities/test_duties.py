from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.duties import due_pairs, duties_of, duties_of_organization, not_yet, progress
from activities.models import Activity, Duty, Participation, Reminder
from portal.workbooks import open_workbook
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_committee,
    make_duty,
    make_leader,
    make_member,
    make_officer_of,
    make_organization,
    make_participation,
    make_reminder_steps,
    make_seat,
    make_staff,
    make_type,
)

SEPTEMBER = date(2026, 9, 16)
State = Activity.State


def make_held(alliance, month, day, state=State.ACCEPTED, **fields):
    return make_activity(
        alliance=alliance, starts_at=at(2026, month, day), ends_at=at(2026, month, day, 11), state=state, **fields
    )


def words(cells):
    return [(cell.word, cell.count) for cell in cells]


@pytest.fixture
def committee(db):
    committee = make_committee()
    make_duty(committee, name="联合主题党日", order_number=1)
    base = make_type(committee, "进主题党日基地")
    make_duty(committee, name="进主题党日基地", type=base, period=Duty.Period.YEAR, order_number=2)
    make_duty(committee, name="联合主题党日（全年）", period=Duty.Period.YEAR, order_number=3)
    return committee


def make_ally(committee, **fields):
    alliance = make_alliance(committee=committee, **fields)
    make_seat(alliance=alliance, role="lead")
    return alliance


def test_progress_shows_every_alliance_with_every_duty_in_every_period(committee):
    first = make_ally(committee, order_number=1)
    second = make_ally(committee, order_number=2)
    make_held(first, 2, 11)
    make_held(first, 9, 14)
    make_held(second, 9, 24, State.PUBLISHED)

    found = progress(committee, 2026, SEPTEMBER)

    assert [(group.label, group.span, group.is_edge) for group in found.groups] == [
        ("联合主题党日，每季度 1 场", 4, False),
        ("全年任务，全年各 1 次", 2, True),
    ]
    assert [column.label for column in found.columns] == [
        "一季度", "二季度", "三季度", "四季度", "进主题党日基地", "联合主题党日"
    ]  # fmt: skip
    assert [(row.alliance, words(row.cells)) for row in found.rows] == [
        (first, [("已办", 1), ("逾期", 0), ("已办", 1), ("未到期", 0), ("未排", 0), ("已办", 2)]),
        (second, [("逾期", 0), ("逾期", 0), ("已排", 0), ("未到期", 0), ("未排", 0), ("已排", 0)]),
    ]
    assert [(column.met, column.owed, column.held) for column in found.columns] == [
        (1, 2, 1), (0, 2, 0), (1, 2, 1), (0, 0, 0), (0, 2, 0), (1, 2, 2)
    ]  # fmt: skip


def test_sums_add_up(committee):
    first, second = make_ally(committee), make_ally(committee)
    make_held(first, 2, 11)
    make_held(first, 8, 14, State.REPORTED)
    make_held(second, 9, 24, State.PUBLISHED)

    sums = {sum["label"]: sum["value"] for sum in progress(committee, 2026, SEPTEMBER).sums}

    assert sums == {"到期应完成": 10, "已完成": 2, "已排期": 2, "待报待审": 1, "未排": 2, "逾期": 3}


def test_activity_of_two_alliances_meets_both_duties_and_is_one_event(committee):
    first, second = make_ally(committee), make_ally(committee)
    make_held(first, 9, 1).partners.add(second)

    column = progress(committee, 2026, SEPTEMBER).columns[2]

    assert (column.met, column.owed, column.held) == (2, 2, 1)


def test_activity_counts_on_its_own_day_in_the_office_not_in_utc(committee):
    alliance = make_ally(committee)
    make_activity(
        alliance=alliance,
        starts_at=at(2026, 7, 1, 0, 30),  # still 30 June in UTC
        ends_at=at(2026, 7, 1, 2),
        state=State.ACCEPTED,
    )

    assert words(duties_of(alliance, SEPTEMBER))[1:3] == [("逾期", 0), ("已办", 1)]


def test_alliance_owes_the_periods_it_lives_to_the_end_of(committee):
    founded = make_ally(committee, since=date(2026, 5, 1))
    closed = make_ally(committee, until=date(2026, 5, 1))
    make_ally(committee, until=date(2025, 12, 31))
    make_ally(committee, since=date(2027, 1, 1))

    rows = {row.alliance: [cell.is_owed for cell in row.cells[:4]] for row in progress(committee, 2026, SEPTEMBER).rows}

    assert rows == {founded: [False, True, True, True], closed: [True, False, False, False]}


def test_quarter_before_the_founding_takes_nothing_away(committee):
    alliance = make_ally(committee, since=date(2026, 4, 1))
    make_held(alliance, 8, 1)
    make_held(alliance, 9, 1)

    assert words(duties_of(alliance, SEPTEMBER))[:3] == [("不适用", 0), ("补办", 1), ("已办", 1)]


def test_other_type_other_year_and_other_committee_do_not_count(committee):
    alliance = make_ally(committee)
    make_held(alliance, 9, 1, type=make_type(committee, "业务培训"))
    make_activity(alliance=alliance, starts_at=at(2025, 9, 1), ends_at=at(2025, 9, 1, 11), state=State.ACCEPTED)
    stranger = make_ally(make_committee())
    make_duty(stranger.committee)
    make_held(stranger, 9, 1)

    found = progress(committee, 2026, SEPTEMBER)

    assert [row.alliance for row in found.rows] == [alliance]
    assert sum(column.held for column in found.columns) == 0


def test_last_reminder_stands_in_the_cell(committee):
    alliance = make_ally(committee)
    duty = committee.duties.get(name="联合主题党日")
    for step, day in zip(make_reminder_steps(committee), (19, 20, 21), strict=True):
        sent = {"sent_at": at(2026, 5, day)} if day < 21 else {}
        Reminder.objects.create(
            duty=duty,
            alliance=alliance,
            period_key="2026Q2",
            step=step,
            due_on=date(2026, 6, 30),
            made_on=date(2026, 5, day),
            **sent,
        )

    assert [cell.reminded_on for cell in duties_of(alliance, SEPTEMBER)[:2]] == [None, date(2026, 5, 20)]


def test_due_pairs_name_who_is_missing(committee):
    done = make_ally(committee, order_number=1, name="甲党建联盟")
    planned = make_ally(committee, order_number=2, name="乙党建联盟")
    make_ally(committee, order_number=3, name="丙党建联盟")
    make_ally(committee, order_number=4, name="丁党建联盟")
    make_held(done, 9, 1)
    make_held(planned, 9, 24, State.PUBLISHED)

    theme_day, base = due_pairs(progress(committee, 2026, SEPTEMBER))

    assert {key: theme_day[key] for key in ("title", "until", "due", "done", "said")} == {
        "title": "联合主题党日",
        "until": "第三季度，9月30日前",
        "due": 4,
        "done": 1,
        "said": "乙 已排9月24日\n丙、丁 未排",
    }
    assert [chip["shape"] for chip in theme_day["chips"]] == ["", "set", "none", "none"]
    assert (base["title"], base["until"]) == ("进主题党日基地", "全年，12月31日前")


def test_not_yet_begins_with_what_is_late(committee):
    alliance = make_ally(committee)
    make_held(alliance, 2, 1)

    cells = not_yet(progress(committee, 2026, SEPTEMBER))

    assert [(cell.word, cell.column.period.key) for cell in cells] == [
        ("逾期", "2026Q2"),
        ("未排", "2026Q3"),
        ("未排", "2026"),
    ]


def test_duty_of_every_unit_counts_hosting_and_taking_part(committee):
    unit = make_organization(committee=committee)
    training = make_type(committee, "业务培训")
    make_duty(committee, type=training, owed_by=Duty.OwedBy.ORGANIZATION)
    alliance = make_ally(committee)
    make_held(alliance, 2, 1, type=training, host=unit)
    for month, answer, present in ((5, "attending", 3), (8, "attending", 0), (9, "leave", None)):
        activity = make_held(alliance, month, 1, type=training)
        make_participation(activity=activity, organization=unit, answer=answer, present_count=present)
    assert Participation.objects.count() == 3

    assert words(duties_of_organization(unit, SEPTEMBER)) == [("已办", 1), ("已办", 1), ("未排", 0), ("未到期", 0)]


def test_progress_takes_the_same_number_of_queries_for_any_size(committee):
    make_held(make_ally(committee), 9, 1)
    with CaptureQueriesContext(connection) as few:
        progress(committee, 2026, SEPTEMBER)
    for _ in range(5):
        alliance = make_ally(committee)
        for month in range(1, 9):
            make_held(alliance, month, 3).partners.add(make_ally(committee))

    with CaptureQueriesContext(connection) as many:
        progress(committee, 2026, SEPTEMBER)

    assert len(few) == len(many) == 4


def test_matrix_page_links_each_cell_to_its_activities(client, committee):
    alliance = make_ally(committee)
    make_held(alliance, 9, 1)
    client.force_login(make_member(make_organization(committee=committee)))

    page = client.get("/duties/?year=2026&on=2026-09-16").content.decode()

    type_id = make_type(committee).pk
    assert f"/activities/?alliance={alliance.pk}&amp;type={type_id}&amp;period=2026Q3" in page
    assert "2026年度联盟任务" in page


def test_links_lead_to_the_rows_behind_the_figure(client, committee):
    alliance = make_ally(committee)
    held = make_held(alliance, 9, 1)
    make_held(alliance, 2, 1)
    make_held(make_ally(committee), 9, 1)
    client.force_login(make_staff(committee))

    page = client.get(duties_of(alliance, SEPTEMBER)[2].url)

    assert [activity.pk for activity in page.context["page"]] == [held.pk]


@pytest.mark.parametrize("who", ["staff", "leader", "head", "member"])
def test_plan_shows_only_to_those_who_may_see_it(client, committee, who):
    alliance = make_ally(committee)
    make_held(alliance, 9, 20, State.SUBMITTED)
    user = {
        "staff": lambda: make_staff(committee),
        "leader": lambda: make_leader(alliance),
        "head": lambda: make_officer_of(alliance, role="deputy"),
        "member": lambda: make_member(make_organization(committee=committee)),
    }[who]()
    client.force_login(user)

    found = client.get("/duties/?year=2026&on=2026-09-16").context["progress"]

    assert found.rows[0].cells[2].word == ("未排" if who == "member" else "待审定")


@pytest.mark.parametrize(
    "query", ["year=x", "year=0", "year=99999", "year=２０２６", "on=2026-02-31", "on=x", "on=0000-00-00", "year=1999"]
)
def test_matrix_page_ignores_nonsense(client, committee, query):
    client.force_login(make_staff(committee))

    assert client.get(f"/duties/?{query}").status_code == 200
    assert client.get(f"/duties/export/?{query}").status_code == 200


def test_matrix_page_says_why_it_is_empty(client, db):
    client.force_login(make_member())

    assert "这一年还没有责任清单" in client.get("/duties/").content.decode()


def test_matrix_page_shows_nothing_of_another_committee(client, committee):
    make_ally(committee, name="别家党建联盟")
    client.force_login(make_staff())

    assert "别家" not in client.get("/duties/?year=2026").content.decode()


@pytest.mark.parametrize("path", ["/duties/", "/duties/export/", "/duties/remind/"])
def test_duty_pages_ask_to_sign_in(client, db, path):
    assert client.get(path).url.startswith("/login/")


def test_matrix_page_takes_the_same_number_of_queries_for_any_size(client, committee):
    client.force_login(make_staff(committee))
    make_held(make_ally(committee), 9, 1)
    with CaptureQueriesContext(connection) as few:
        client.get("/duties/?year=2026")
    for _ in range(5):
        make_held(make_ally(committee), 9, 1)

    with CaptureQueriesContext(connection) as many:
        client.get("/duties/?year=2026")

    assert len(few) == len(many) <= 12


def test_export_has_the_same_words_as_the_page(client, committee, tmp_path):
    alliance = make_ally(committee, name="文化园党建联盟")
    make_held(alliance, 9, 1)
    client.force_login(make_staff(committee))

    response = client.get("/duties/export/?year=2026&on=2026-09-16")

    path = tmp_path / "duties.xlsx"
    path.write_bytes(response.content)
    rows = open_workbook(path).sheets[0].rows
    lead = alliance.seats.get().organization.short_name
    assert rows[0][0] == "2026年度联盟任务"
    assert rows[4] == [
        1, "文化园", lead, "逾期", "逾期", "已办 1场 2026-09-01", "未到期", "未排", "已办 1场 2026-09-01"
    ]  # fmt: skip
    assert rows[5][3:7] == ["0 / 1（0场次）", "0 / 1（0场次）", "1 / 1（1场次）", "未到期"]
