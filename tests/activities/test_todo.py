"""What waits for each person."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import todo
from activities.holders import holder
from activities.models import Activity
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_participation,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db
State = Activity.State


def over():
    return {"starts_at": timezone.now() - timedelta(hours=5), "ends_at": timezone.now() - timedelta(hours=2)}


def seen_by(user):
    return [(item.kind, item.verb) for item in todo.items_for(user)]


@pytest.mark.parametrize("state", [*State, "held"])
def test_item_stands_with_whoever_has_the_next_step(state):
    alliance = make_alliance()
    lead, deputy, host = (
        make_officer_of(alliance),
        make_officer_of(alliance, "deputy"),
        make_officer_of(alliance, "member"),
    )
    staff, leader, member = make_staff(alliance.committee), make_leader(alliance), make_member(host.organization)
    fields = {"state": State.PUBLISHED, **over()} if state == "held" else {"state": state}
    make_activity(alliance=alliance, host=host.organization, **fields)

    found = {
        name: seen_by(user)
        for name, user in {
            "lead": lead,
            "deputy": deputy,
            "host": host,
            "staff": staff,
            "leader": leader,
            "member": member,
            "stranger": make_officer(),
            "other staff": make_staff(),
        }.items()
    }

    expected = {
        State.DRAFT: {"host": [("计划草稿", "续写")]},
        State.PROPOSED: {"lead": [("计划审核", "审核")]},
        State.SUBMITTED: {"staff": [("计划审定", "审定")]},
        State.RETURNED: {"host": [("计划退回", "修改")]},
        State.REPORTED: {"staff": [("总结审定", "审定")]},
        State.REPORT_RETURNED: {"host": [("总结退回", "修改")]},
        "held": {"host": [("待报总结", "写总结")]},
    }.get(state, {})
    assert {name: items for name, items in found.items() if items} == expected


def test_committees_own_activity_stands_with_its_staff():
    staff = make_staff()
    make_activity(committee=staff.committee, alliance=None, state=State.PUBLISHED, **over())

    assert seen_by(staff) == [("待报总结", "写总结")]


def test_invitation_waits_until_answered_or_over():
    alliance = make_alliance()
    officer = make_officer_of(alliance, "member")
    activity = make_activity(alliance=alliance, state=State.PUBLISHED)
    row = make_participation(activity=activity, organization=officer.organization)

    (item,) = todo.items_for(officer)

    assert (item.kind, item.href) == ("邀请答复", reverse("participation-answer", args=[activity.pk]))
    assert todo.items_for(officer, timezone.localdate() + timedelta(days=30)) == []
    row.attend(by=officer, expected_count=3)
    assert seen_by(officer) == []


def test_review_past_its_term_comes_first_and_is_late():
    staff = make_staff()
    alliance = make_alliance(committee=staff.committee)
    new = make_activity(alliance=alliance, state=State.SUBMITTED, state_since=at(2026, 9, 16), title="新的")
    old = make_activity(alliance=alliance, state=State.REPORTED, state_since=at(2026, 9, 10), title="旧的")

    items = todo.items_for(staff, date(2026, 9, 17))

    assert [(item.thing, item.waits, item.late, item.until) for item in items] == [
        (old, "超过期限 3 天", True, date(2026, 9, 14)),
        (new, "已等 1 天", False, date(2026, 9, 18)),
    ]
    assert items[1].since == "9月16日 09:00起，期限9月18日"


def test_holder_counts_the_term_in_workdays():
    activity = make_activity(state=State.SUBMITTED, state_since=at(2026, 9, 30, 16))

    now = holder(activity)

    assert (now.name, now.task, now.until) == (str(activity.committee), "审定计划", date(2026, 10, 9))
    assert (now.days_waited(date(2026, 10, 9)), now.is_late(date(2026, 10, 9))) == (9, False)


@pytest.mark.parametrize("state", [State.ACCEPTED, State.CANCELLED, State.DROPPED, State.PUBLISHED])
def test_nobody_holds_what_is_closed_or_still_to_come(state):
    assert holder(make_activity(state=state)) is None


@pytest.mark.parametrize("many", [1, 4])
def test_items_and_count_ask_the_same_number_of_queries(many, django_assert_num_queries):
    alliance = make_alliance()
    officer = make_officer_of(alliance)
    for _ in range(many):
        make_activity(alliance=alliance, host=officer.organization, state=State.RETURNED)
        make_activity(alliance=alliance, host=make_seat(alliance=alliance).organization, state=State.PROPOSED)
        invitation = make_activity(alliance=alliance, host=None, state=State.PUBLISHED)
        make_participation(activity=invitation, organization=officer.organization)

    with django_assert_num_queries(1 + 2):  # standing, then two
        items = todo.items_for(officer)
    with django_assert_num_queries(2):
        count = sum(rows.count() for rows in todo.rows_for(officer))

    assert len(items) == count == 3 * many
