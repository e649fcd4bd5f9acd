"""What asked for a step counts as read once the step is done, whoever did it."""

import pytest

from activities.models import Activity
from notices.models import Notice
from tests.factories import at, make_activity, make_alliance, make_officer_of, make_participation, make_staff

pytestmark = pytest.mark.django_db
State = Activity.State


@pytest.fixture
def submitted():
    """A plan in the hands of two people of the committee."""
    alliance = make_alliance()
    lead = make_officer_of(alliance)
    staff = [make_staff(alliance.committee), make_staff(alliance.committee)]
    activity = make_activity(alliance=alliance, host=lead.organization)
    activity.submit(by=lead)
    return activity, lead, staff


def unread(user):
    return [notice.title.partition("：")[0] for notice in Notice.objects.visible_to(user).unread()]


def test_approval_by_one_settles_it_for_the_other(submitted):
    activity, lead, (first, second) = submitted
    assert (unread(first), unread(second)) == (["请审定计划"], ["请审定计划"])

    activity.publish(by=first)

    assert (unread(first), unread(second), unread(lead)) == ([], [], ["计划已审定并发布"])


def test_return_settles_the_review_and_asks_the_host(submitted):
    activity, lead, (first, second) = submitted

    activity.return_(by=first, reason="请写明交通安排")

    assert (unread(second), unread(lead)) == ([], ["计划退回，请修改"])


def test_answer_settles_the_own_invitation_only(submitted):
    activity, _, (staff, _) = submitted
    units = [make_officer_of(activity.alliance, "member") for _ in range(2)]
    rows = [make_participation(activity=activity, organization=unit.organization) for unit in units]
    activity.publish(by=staff)

    rows[0].attend(by=units[0], expected_count=3)

    assert (unread(units[0]), unread(units[1])) == ([], ["请答复是否参加"])


def test_cancelling_settles_every_invitation(submitted):
    activity, _, (staff, _) = submitted
    unit = make_officer_of(activity.alliance, "member")
    make_participation(activity=activity, organization=unit.organization)
    activity.publish(by=staff)

    activity.cancel(by=staff, reason="天气原因")

    assert unread(unit) == ["活动取消"]


def test_report_settles_the_invitations_nobody_answered(submitted):
    activity, lead, (staff, _) = submitted
    unit = make_officer_of(activity.alliance, "member")
    make_participation(activity=activity, organization=unit.organization)
    activity.publish(by=staff)
    Activity.objects.update(starts_at=at(2026, 1, 5, 9), ends_at=at(2026, 1, 5, 11))
    activity.refresh_from_db()

    activity.report(by=lead)

    assert unread(unit) == []
