"""Calendar files, read back with a parser that is not ours."""

from datetime import UTC, date, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from activities.calendars.ics import calendar, fold, text
from activities.models import Activity, Base
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_member,
    make_officer_of,
    make_organization,
    make_staff,
)

pytestmark = pytest.mark.django_db
State = Activity.State


def read(activities=None, **options):
    octets = calendar("党建联盟活动", Activity.objects.all() if activities is None else activities, **options)
    return octets, Calendar.from_ical(octets)


def event_of(activity, **options):
    _, found = read(Activity.objects.filter(pk=activity.pk), **options)
    (event,) = found.walk("VEVENT")
    return event


def test_event_comes_back_as_it_is(settings):
    settings.PORTAL_URL = "https://portal.example"
    alliance, partner = make_alliance(name="文化园党建联盟"), make_alliance(name="同心圆党建联盟")
    base = Base.objects.create(committee=alliance.committee, name="祁门县芳村")
    activity = make_activity(
        title="联合主题党日：“微宣讲”；一,二\\三",
        plan="第一行\r\n第二行\x07，BEGIN:VEVENT",
        alliance=alliance,
        host=make_organization(committee=alliance.committee, short_name="市委宣传部"),
        base=base,
        place="村部; 二楼",
        starts_at=at(2026, 9, 11, 9),
        ends_at=at(2026, 9, 11, 11, 30),
        state=State.PUBLISHED,
        sequence=4,
    )
    activity.partners.add(partner)
    link = f"https://portal.example/activities/{activity.pk}/"

    event = event_of(activity)

    found = {name: event.decoded(name) for name in ("dtstart", "dtend", "dtstamp", "last-modified", "sequence")}
    changed = activity.changed_at.astimezone(UTC).replace(microsecond=0)
    assert found == {
        "dtstart": at(2026, 9, 11, 9),
        "dtend": at(2026, 9, 11, 11, 30),
        "dtstamp": changed,
        "last-modified": changed,
        "sequence": 4,
    }
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert {name: str(event[name]) for name in ("uid", "summary", "location", "status", "url", "description")} == {
        "uid": str(activity.uid),
        "summary": "联合主题党日：“微宣讲”；一,二\\三",
        "location": "祁门县芳村 村部; 二楼",
        "status": "CONFIRMED",
        "url": link,
        "description": (
            "联盟：文化园党建联盟、同心圆党建联盟\n牵头单位：市委宣传部\n"
            f"安排：第一行\n第二行，BEGIN:VEVENT\n详情：{link}"
        ),
    }
    assert event["categories"].cats == [activity.type.name]


def test_file_has_its_frame_and_one_time_zone_without_summer_time():
    make_activity()
    make_activity()

    octets, found = read()

    assert {name: str(found[name]) for name in ("version", "x-wr-calname", "method")} == {
        "version": "2.0",
        "x-wr-calname": "党建联盟活动",
        "method": "PUBLISH",
    }
    assert found["prodid"]
    (zone,) = found.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Asia/Shanghai" and not zone.walk("DAYLIGHT")
    (standard,) = zone.walk("STANDARD")
    assert (standard.decoded("tzoffsetfrom"), standard.decoded("tzoffsetto")) == (
        timedelta(hours=8),
        timedelta(hours=8),
    )
    assert octets.endswith(b"END:VCALENDAR\r\n") and octets.count(b"\n") == octets.count(b"\r\n")


def test_lines_are_folded_by_octets_inside_no_character():
    make_activity(title="主题党日" * 20, plan="a" + "很长的安排" * 200 + "😀" * 90)

    octets, found = read()

    lines = octets.split(b"\r\n")
    assert max(len(line) for line in lines) == 75
    assert [line.decode() for line in lines]  # a line cut inside a character would not decode
    (event,) = found.walk("VEVENT")
    assert str(event["summary"]) == "主题党日" * 20 and "a" + "很长的安排" * 200 + "😀" * 90 in event["description"]


@pytest.mark.parametrize("length", range(70, 80))
def test_fold_at_every_length(length):
    for filler in ("a", "活", "😀"):
        line = "SUMMARY:" + filler * length

        folded = fold(line)

        assert folded.endswith(b"\r\n") and max(map(len, folded.split(b"\r\n"))) <= 75
        assert folded.replace(b"\r\n ", b"").removesuffix(b"\r\n").decode() == line


def test_text_is_escaped_and_rid_of_what_phones_refuse():
    assert text("a,b;c\\d\r\ne\rf\x00\x1b\u2028g") == "a\\,b\\;c\\\\d\\ne\\nfg"


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        (at(2026, 9, 11, 0), at(2026, 9, 11, 23, 59), (date(2026, 9, 11), date(2026, 9, 12))),
        (at(2026, 9, 11, 0), at(2026, 9, 11, 0), (date(2026, 9, 11), date(2026, 9, 12))),
        (at(2026, 9, 11, 0), at(2026, 9, 12, 0), (date(2026, 9, 11), date(2026, 9, 12))),
        (at(2026, 12, 30, 0), at(2027, 1, 1, 18), (date(2026, 12, 30), date(2027, 1, 2))),
    ],
)
def test_whole_days_end_on_the_day_after(starts, ends, days):
    event = event_of(make_activity(starts_at=starts, ends_at=ends, precision="day"))

    assert (event.decoded("dtstart"), event.decoded("dtend")) == days


def test_span_over_midnight_keeps_both_days():
    event = event_of(make_activity(starts_at=at(2026, 9, 8, 20), ends_at=at(2026, 9, 9, 1)))

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (at(2026, 9, 8, 20), at(2026, 9, 9, 1))


def test_no_end_is_better_than_one_at_the_start():
    event = event_of(make_activity(starts_at=at(2026, 9, 8, 9), ends_at=at(2026, 9, 8, 9)))

    assert "dtend" not in event


def test_month_only_is_left_out():
    make_activity(precision="month")

    assert list(read()[1].walk("VEVENT")) == []


def test_postponing_and_cancelling_raise_the_sequence_under_the_same_uid():
    alliance = make_alliance()
    lead = make_officer_of(alliance)
    activity = make_activity(alliance=alliance, host=lead.organization, state=State.PUBLISHED)
    seen = [event_of(activity)]

    starts = activity.starts_at + timedelta(days=1)
    activity.postpone(by=lead, starts_at=starts, ends_at=starts + timedelta(hours=2), reason="有雨")
    seen.append(event_of(activity))
    activity.cancel(by=lead, reason="停办")
    seen.append(event_of(activity))

    assert [(str(each["uid"]), each["sequence"], str(each["status"])) for each in seen] == [
        (str(activity.uid), 0, "CONFIRMED"),
        (str(activity.uid), 1, "CONFIRMED"),
        (str(activity.uid), 2, "CANCELLED"),
    ]
    assert seen[0].decoded("last-modified") <= seen[1].decoded("last-modified") <= seen[2].decoded("last-modified")


@pytest.mark.parametrize(("state", "alarms"), [(State.PUBLISHED, 1), (State.CANCELLED, 0)])
def test_alarm_a_day_before(state, alarms):
    activity = make_activity(state=state)

    found = event_of(activity, with_alarm=True).walk("VALARM")

    assert [(alarm.decoded("trigger"), str(alarm["action"])) for alarm in found] == [
        (timedelta(days=-1), "DISPLAY")
    ] * alarms
    assert event_of(activity).walk("VALARM") == []


def test_one_activity_is_downloaded_by_those_who_see_it(client):
    activity = make_activity(state=State.SUBMITTED, title="走访")
    address = reverse("activity-ics", args=[activity.pk])

    assert client.get(address).status_code == 302
    client.force_login(make_member(make_organization(committee=activity.committee)))
    assert client.get(address).status_code == 404
    client.force_login(make_staff(activity.committee))
    response = client.get(address)

    assert (response.status_code, response["Content-Disposition"]) == (
        200,
        "attachment; filename*=utf-8''%E8%B5%B0%E8%AE%BF.ics",
    )
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert str(event["status"]) == "TENTATIVE"


def test_download_of_month_only_says_why_not(client):
    activity = make_activity(precision="month", state=State.PUBLISHED)
    client.force_login(make_staff(activity.committee))

    page = client.get(reverse("activity-ics", args=[activity.pk]), follow=True)

    assert "只知道月份" in page.content.decode()
