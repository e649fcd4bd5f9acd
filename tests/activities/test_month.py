"""The month: which day an activity stands on, what the page counts, and who sees what."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.calendars.entries import entries_between, signs_of
from activities.calendars.month import weeks_of
from activities.calendars.pages import month_page
from activities.models import Activity
from portal.quarters import month_period
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_member,
    make_officer_of,
    make_participation,
    make_seat,
    make_staff,
    make_type,
)

pytestmark = pytest.mark.django_db
State = Activity.State
SEPTEMBER = month_period(2026, 9)
TODAY = date(2026, 9, 17)
NOW = at(2026, 9, 17, 8)


@pytest.fixture
def staff():
    return make_staff()


def hold(staff, *when, **fields):
    if "alliance" not in fields:
        fields["alliance"] = make_alliance(committee=staff.committee)
    fields.setdefault("state", State.PUBLISHED)
    starts, ends = when if len(when) == 2 else (*when, when[0] + timezone.timedelta(hours=2))
    return make_activity(starts_at=starts, ends_at=ends, **fields)


def weeks(staff, period=SEPTEMBER):
    rows = Activity.objects.visible_to(staff)
    entries = entries_between(staff, rows, period.first_day, period.last_day, signs_of([]))
    return weeks_of(period, entries, TODAY, "/calendar/agenda/?month=2026-09")


def lines(staff, period=SEPTEMBER):
    """{day: titles} of what stands in the days, and [(title, column, span, lane, edges)] of the bars."""
    found = weeks(staff, period)
    days = {day.key: [str(entry) for entry in day.lines] for week in found for day in week.days if day.lines}
    bars = [(str(bar.entry), bar.column, bar.span, bar.lane, bar.goes_on) for week in found for bar in week.bars]
    return days, bars


def test_month_is_whole_weeks_from_monday(staff):
    days = [day for week in weeks(staff) for day in week.days]

    assert (days[0].date, days[-1].date, len(days)) == (date(2026, 8, 31), date(2026, 10, 4), 35)
    assert [day.number for day in days if day.is_out] == ["8月31日", "10月1日", "2", "3", "4"]
    assert [day.key for day in days if day.is_today] == ["09-17"]


def test_month_names_festivals_and_make_up_workdays(staff):
    days = {day.key: day for week in weeks(staff) for day in week.days}

    marks = {key: (day.off, day.work, day.note) for key, day in days.items() if day.off or day.work}
    assert marks == {
        "09-20": (False, True, "国庆调休"),
        "09-25": (True, False, "中秋节"),
        "09-26": (True, False, ""),
        "09-27": (True, False, ""),
        "10-01": (True, False, "国庆节"),
        "10-02": (True, False, ""),
        "10-03": (True, False, ""),
        "10-04": (True, False, ""),
    }
    assert (days["09-20"].rest, days["09-19"].rest) == (False, True)


def test_activity_past_midnight_is_a_bar_over_both_days(staff):
    hold(staff, at(2026, 9, 8, 20), at(2026, 9, 9, 1), title="夜巡")
    hold(staff, at(2026, 9, 10, 20), at(2026, 9, 11, 0), title="到零点")

    assert lines(staff) == ({"09-10": ["到零点"]}, [("夜巡", 2, 2, 1, "")])


def test_activity_over_the_edges_is_cut_and_says_that_it_goes_on(staff):
    hold(staff, at(2026, 8, 20), at(2026, 9, 2, 17), title="从八月来")
    hold(staff, at(2026, 9, 30), at(2026, 10, 9, 17), title="到十月去")
    hold(staff, at(2026, 8, 1), at(2026, 11, 1), title="三个月")
    hold(staff, at(2026, 8, 31, 20), at(2026, 9, 1, 0), title="八月最后一天")
    hold(staff, at(2026, 10, 1, 0), title="十月第一刻")

    days, bars = lines(staff)

    assert days == {}
    assert [bar for bar in bars if bar[0] != "三个月"] == [
        ("从八月来", 2, 2, 2, " is-from"),
        ("到十月去", 3, 1, 2, " is-on"),
    ]
    assert [bar[1:] for bar in bars if bar[0] == "三个月"] == [
        (2, 6, 1, " is-from is-on"),
        *[(1, 7, 1, " is-from is-on")] * 3,
        (1, 3, 1, " is-from is-on"),
    ]


def test_bars_share_lanes_and_what_finds_none_is_counted(staff):
    for number in range(4):
        hold(staff, at(2026, 9, 7), at(2026, 9, 9, 17), title=f"展{number}")
    hold(staff, at(2026, 9, 10), at(2026, 9, 11, 17), title="后来")

    week = weeks(staff)[1]

    assert [(str(bar.entry), bar.lane) for bar in week.bars] == [("展0", 1), ("展1", 2), ("展2", 3), ("后来", 1)]
    assert (week.lanes, [day.more for day in week.days]) == (3, [1, 1, 1, 0, 0, 0, 0])


@pytest.mark.parametrize(("count", "shown", "more"), [(3, 3, 0), (4, 2, 2), (9, 2, 7)])
def test_full_day_shows_two_and_counts_the_rest(client, staff, count, shown, more):
    for number in range(count):
        hold(staff, at(2026, 9, 8, 8 + number), title=f"活动{number}")
    client.force_login(staff)

    day = weeks(staff)[1].days[1]
    page = client.get("/calendar/?month=2026-09").content.decode()

    assert (len(day.lines), day.more) == (shown, more)
    assert day.href == "/calendar/agenda/?month=2026-09#d-09-08"
    assert (f"还有 {more} 项" in page) == bool(more)


def test_month_only_stands_under_the_month(client, staff):
    hold(staff, at(2026, 9, 1, 0), at(2026, 9, 30, 23), precision="month", title="只知月份")
    client.force_login(staff)

    page = client.get("/calendar/?month=2026-09").content.decode()

    assert lines(staff) == ({}, [])
    assert "本月，日期不详" in page and page.count("只知月份") == 1


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (State.PUBLISHED, ""),
        (State.ACCEPTED, ""),
        (State.SUBMITTED, "计划待审定"),
        (State.REPORTED, "总结待审定"),
        (State.CANCELLED, "取消"),
    ],
)
def test_only_exceptions_carry_a_word(staff, state, word):
    hold(staff, at(2026, 9, 8), state=state)

    entry = weeks(staff)[1].days[1].lines[0]

    assert (word in entry.status) and bool(entry.status) == bool(word)


def test_plan_given_up_is_in_no_calendar(staff):
    hold(staff, at(2026, 9, 8), state=State.DROPPED)

    assert lines(staff) == ({}, [])


def test_titles_are_escaped(client, staff):
    hold(staff, at(2026, 9, 8), title="<b>“A&B”</b>", place="<i>", alliance=None, committee=staff.committee)
    client.force_login(staff)

    page = client.get("/calendar/?month=2026-09").content.decode()

    assert "<b>“A" not in page and "&lt;b&gt;“A&amp;B”&lt;/b&gt;" in page and "<i>屯" not in page


def test_filters_narrow_and_count(staff):
    mine, other = (make_alliance(committee=staff.committee) for _ in range(2))
    first = hold(staff, at(2026, 9, 8), alliance=mine, type=make_type(staff.committee))
    kind = make_type(staff.committee, "品牌大比武")
    hold(staff, at(2026, 9, 8), alliance=other, type=kind).partners.add(mine)
    hold(staff, at(2026, 9, 9), alliance=None, committee=staff.committee, type=kind)

    page = month_page(staff, {"month": "2026-09", "alliance": str(mine.pk)}, NOW)
    by_type = month_page(staff, {"month": "2026-09", "type": str(kind.pk)}, NOW)

    assert [(pick.key, pick.count, pick.current) for pick in sorted(page["picks"], key=lambda pick: pick.key)] == [
        (0, 1, False),
        (mine.pk, 2, True),
        (other.pk, 1, False),
    ]
    assert (page["every_count"], page["count_words"]) == (3, f"共 2 项，其中{first.type} 1 场")
    assert (by_type["every_count"], by_type["count_words"]) == (2, "共 2 项")
    assert page["next"]["href"] == f"?month=2026-10&alliance={mine.pk}"


def test_mine_is_what_the_unit_hosts_or_is_invited_to(staff):
    alliance = make_alliance(committee=staff.committee)
    officer = make_officer_of(alliance, role="member")
    hosted = hold(staff, at(2026, 9, 8), alliance=alliance, host=officer.organization)
    invited = hold(staff, at(2026, 9, 9), alliance=alliance)
    make_participation(activity=invited, organization=officer.organization)
    hold(staff, at(2026, 9, 10), alliance=alliance)

    page = month_page(officer, {"month": "2026-09", "mine": "1"}, NOW)

    groups = page["past_groups"] + page["groups"]
    assert [entry.pk for group in groups for _, entry, _ in group.rows] == [hosted.pk, invited.pk]


def test_clash_names_the_unit_once_and_only_what_is_to_come(staff):
    alliance = make_alliance(committee=staff.committee)
    unit = make_seat(alliance=alliance).organization
    for day in (8, 22):
        for title in ("甲", "乙"):
            make_participation(
                activity=hold(staff, at(2026, 9, day), alliance=alliance, title=title), organization=unit
            )

    page = month_page(staff, {"month": "2026-09"}, NOW)

    assert page["clashes"] == [f"9月22日 09:00 “甲”：{unit}同时受邀参加“乙”。"]
    assert [day.key for week in page["weeks"] for day in week.days if day.clashes] == ["09-22"]


def test_phone_folds_what_is_past(staff):
    hold(staff, at(2026, 9, 8), title="过去")
    hold(staff, at(2026, 9, 16), at(2026, 9, 18), title="正在")
    hold(staff, at(2026, 9, 28), title="以后")

    page = month_page(staff, {"month": "2026-09"}, NOW)

    assert page["past_words"] == "9月1日至16日，已过去 1 项"
    assert [(group.words, [str(entry) for _, entry, _ in group.rows]) for group in page["groups"]] == [
        ("9月17日 周四", ["正在"]),
        ("9月18日 周五", ["正在"]),
        ("9月25日至27日", []),
        ("9月28日 周一", ["以后"]),
    ]


def test_nothing_of_another_committee_or_of_others_plans(client, staff):
    alliance = make_alliance(committee=staff.committee)
    hold(staff, at(2026, 9, 8), alliance=alliance, title="别人的计划", state=State.SUBMITTED)
    hold(staff, at(2026, 9, 8), alliance=make_alliance(), title="别的工委")
    member = make_member(make_seat(alliance=alliance).organization)
    client.force_login(member)

    for name in ("calendar-month", "calendar-agenda"):
        page = client.get(reverse(name), {"month": "2026-09"}).content.decode()
        assert "别人的计划" not in page and "别的工委" not in page


@pytest.mark.parametrize("name", ["calendar-month", "calendar-agenda", "calendar-year", "feed-list"])
@pytest.mark.parametrize(
    "query",
    [
        "month=2026-13",
        "month=9999-99",
        "month=9999-12",
        "month=0001-01",
        "month=2000-01",
        "month=2099-12",
        "month=2026Q3",
        "month=２０２６-09",
        "alliance=x&type=y&mine=z",
        "alliance=-1&type=0",
        "alliance=99999999999999999999&type=99999999999999999999",
        "alliance=٣&type=²",
        "year=0",
        "year=99999",
        "year=x",
        "from=2026-02-31&to=x",
        "from=2026-03-14&to=2026-03-01",
        "from=0001-01-01&to=9999-12-31",
        "from=2099-12-31",
        "from=20260314",
        "month=%00&alliance=%00&from=%00",
    ],
)
def test_strange_addresses_show_the_calendar(client, staff, name, query):
    client.force_login(staff)

    response = client.get(f"{reverse(name)}?{query}")

    assert response.status_code == 200


@pytest.mark.parametrize("name", ["calendar-month", "calendar-agenda", "calendar-year", "feed-list"])
def test_calendars_are_for_people_who_signed_in(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 302 and response["Location"].startswith("/login/")


@pytest.mark.parametrize("name", ["calendar-month", "calendar-agenda", "calendar-year"])
def test_queries_do_not_grow(client, staff, django_assert_num_queries, name):
    alliance = make_alliance(committee=staff.committee)
    officer = make_officer_of(alliance)
    units = [make_seat(alliance=alliance).organization for _ in range(2)]
    client.force_login(officer)

    def more(count):
        for number in range(count):
            activity = hold(staff, at(2026, 9, 20 + number), at(2026, 9, 23 + number), alliance=alliance)
            activity.partners.add(make_alliance(committee=staff.committee))
            for unit in units:
                make_participation(activity=activity, organization=unit)

    def page():
        return client.get(reverse(name), {"month": "2026-09", "year": "2026"})

    more(2)
    page()
    with django_assert_num_queries(12, exact=False) as few:
        page()
    more(5)
    with django_assert_num_queries(len(few)):
        page()
