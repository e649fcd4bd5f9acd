"""What the frame counts on every page."""

import pytest
from django.urls import reverse

from activities.models import Activity
from notices.models import Notice
from tests.factories import make_activity, make_alliance, make_member, make_officer_of, make_participation

pytestmark = pytest.mark.django_db
State = Activity.State


@pytest.mark.parametrize("page", ["home", "manual"])
def test_frame_counts_the_unread_and_what_waits(client, page):
    alliance = make_alliance()
    officer = make_officer_of(alliance)
    make_activity(alliance=alliance, host=officer.organization, state=State.RETURNED)
    for _ in range(2):
        make_participation(
            activity=make_activity(alliance=alliance, state=State.PUBLISHED), organization=officer.organization
        )
    for number in range(4):
        Notice.objects.create(recipient=officer, title="示例", key=f"{number}")
    client.force_login(officer)

    frame = client.get(reverse(page)).context["frame"]

    assert (frame.unread, frame.todo) == (4, 3)


def test_frame_of_a_member_counts_nothing_to_do(client):
    client.force_login(make_member())

    frame = client.get(reverse("manual")).context["frame"]

    assert (frame.unread, frame.todo) == (0, 0)
