"""Wherever days of a year without its notice are shown or promised it says so, and nowhere else."""

from datetime import date

import pytest
from django.urls import reverse

from activities.models import Activity
from activities.reminders import remind
from desk.home import quarter_line
from notices.models import Notice
from portal.holding import limit_words
from portal.todo import line
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_duty,
    make_officer_of,
    make_reminder_steps,
    make_staff,
)

pytestmark = pytest.mark.django_db
CAVEAT = "2027年放假调休安排尚未公布，按法定节假日推算。"


@pytest.mark.parametrize(
    ("page", "query", "says"),
    [
        ("calendar-month", "month=2026-10", False),
        ("calendar-month", "month=2026-12", True),  # the weeks end with 3 January
        ("calendar-month", "month=2027-02", True),
        ("calendar-agenda", "month=2026-12", False),
        ("calendar-agenda", "month=2027-02", True),
        ("calendar-agenda", "from=2026-12-20&to=2027-01-02", True),
        ("duty-matrix", "year=2026", False),
        ("duty-matrix", "year=2027", True),
    ],
)
def test_page_of_such_a_year_says_so(client, page, query, says):
    staff = make_staff()
    make_alliance(committee=staff.committee)
    make_duty(staff.committee, year=2026)
    make_duty(staff.committee, year=2027)
    client.force_login(staff)

    text = client.get(f"{reverse(page)}?{query}").content.decode()

    assert (CAVEAT in text) is says


@pytest.mark.parametrize(
    ("day", "says"), [(date(2026, 11, 20), False), (date(2027, 3, 1), True), (date(2027, 4, 1), False)]
)
def test_reminder_that_counts_workdays_says_so(day, says):
    alliance = make_alliance(since=date(day.year, 1, 1))
    make_reminder_steps(alliance.committee)
    make_duty(alliance.committee, year=day.year)
    officer = make_officer_of(alliance)

    remind(day)

    bodies = Notice.objects.filter(recipient=officer).values_list("body", flat=True)
    assert bodies and {CAVEAT in body for body in bodies} == {says}


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 31), "第四季度还有 1 个工作日"),
        (date(2027, 3, 31), f"第一季度还有 1 个工作日，{CAVEAT}"),
    ],
)
def test_workdays_left_of_the_quarter_say_so(day, words):
    assert quarter_line(day) == words


def test_end_of_a_term_says_so_in_lists_and_trails():
    assert limit_words(date(2026, 12, 31)) == "期限12月31日"
    assert limit_words(date(2027, 1, 6)) == "期限1月6日（当年放假调休安排尚未公布）"


def test_to_do_line_says_so():
    texts = dict.fromkeys(["title", "kind", "verb", "href", "whose"], "")
    given = {"thing": None, "alliance": None, "since": at(2026, 12, 30, 9), "urgency": 0, "today": date(2026, 12, 30)}

    item = line(**texts, **given, until=date(2027, 1, 6))

    assert item.since == "12月30日 09:00起，期限1月6日（当年放假调休安排尚未公布）"


def test_form_of_an_activity_says_so_beside_the_workdays_left(client):
    staff = make_staff()
    alliance = make_alliance(committee=staff.committee)
    duty = make_duty(staff.committee, year=2027)
    activity = make_activity(
        alliance=alliance,
        type=duty.type,
        starts_at=at(2027, 3, 1),
        ends_at=at(2027, 3, 1, 11),
        state=Activity.State.DRAFT,
        created_by=staff,
    )
    client.force_login(staff)

    text = client.get(reverse("activity-edit", args=[activity.pk])).content.decode()

    assert f"<small>{CAVEAT}</small>" in text
