from datetime import date

import pytest

from activities.calendars.agenda import window
from activities.calendars.pages import agenda_page
from activities.models import Activity
from portal.quarters import month_period
from tests.factories import at, make_activity, make_alliance, make_staff

pytestmark = pytest.mark.django_db
NOW = at(2026, 9, 17, 8)
SEPTEMBER = month_period(2026, 9)


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("asked", "to", "shown"),
    [
        (None, None, ("2026-09-01", "2026-09-30")),
        (None, "2026-09-03", ("2026-09-01", "2026-09-30")),
        ("2026-09-14", None, ("2026-09-14", "2026-09-30")),
        ("2026-02-14", None, ("2026-02-14", "2026-02-28")),
        ("2026-12-31", None, ("2026-12-31", "2026-12-31")),
        ("2026-09-14", "2026-09-20", ("2026-09-14", "2026-09-20")),
        ("2026-09-14", "2026-09-01", ("2026-09-14", "2026-09-30")),
        ("2026-01-01", "2099-01-01", ("2026-01-01", "2027-01-02")),
    ],
)
def test_window_is_what_was_asked_or_the_month(asked, to, shown):
    assert window(day(asked), day(to), SEPTEMBER) == (day(shown[0]), day(shown[1]))


def test_agenda_lists_each_day_of_what_lasts_longer():
    staff = make_staff()
    alliance = make_alliance(committee=staff.committee)
    published = {"alliance": alliance, "state": Activity.State.PUBLISHED}
    make_activity(title="大比武", starts_at=at(2026, 9, 28), ends_at=at(2026, 9, 30, 17), **published)
    make_activity(title="座谈", starts_at=at(2026, 9, 29, 14), ends_at=at(2026, 9, 29, 16), **published)
    make_activity(title="全天", starts_at=at(2026, 9, 29, 0), ends_at=at(2026, 9, 29, 23), precision="day", **published)

    page = agenda_page(staff, {"from": "2026-09-29", "to": "2026-10-09"}, NOW)

    assert page["words"] == "2026年9月29日至10月9日"
    assert [(group.words, group.note) for group in page["groups"]] == [
        ("9月29日 周二", ""),
        ("9月30日 周三", ""),
        ("10月1日至7日", "国庆节放假"),
    ]
    assert [(clock, str(entry), part) for clock, entry, part in page["groups"][0].rows] == [
        ("全天", "大比武", "9月28日至30日，第二天"),
        ("全天", "全天", ""),
        ("14:00", "座谈", ""),
    ]
    assert [row[2] for row in page["groups"][1].rows] == ["9月28日至30日，最后一天"]


def test_agenda_steps_by_whole_months_and_keeps_the_filter():
    staff = make_staff()
    alliance = make_alliance(committee=staff.committee)

    page = agenda_page(staff, {"from": "2026-12-14", "alliance": str(alliance.pk)}, NOW)

    assert page["previous"] == {"href": f"?month=2026-11&alliance={alliance.pk}", "label": "11月"}
    assert page["next"] == {"href": f"?month=2027-01&alliance={alliance.pk}", "label": "1月"}
