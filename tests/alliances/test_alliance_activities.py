from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from tests.factories import (
    make_activity,
    make_alliance,
    make_duty,
    make_member,
    make_officer_of,
    make_participation,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alliance():
    alliance = make_alliance()
    make_seat(alliance=alliance, role="lead")
    return alliance


def shown(client, user, alliance):
    client.force_login(user)
    context = client.get(alliance.get_absolute_url()).context
    return [activity.title for activity in context["coming"]], [activity.title for activity in context["held"]]


def test_alliance_page_shows_plans_to_those_who_plan_and_the_published_to_all(client, alliance):
    long_ago = timezone.now() - timedelta(days=30)
    other = make_alliance(committee=alliance.committee)
    make_activity(alliance=alliance, title="草稿")
    make_activity(alliance=alliance, title="已发布", state=Activity.State.PUBLISHED)
    make_activity(alliance=alliance, title="取消", state=Activity.State.CANCELLED)
    make_activity(alliance=alliance, title="办结", state=Activity.State.ACCEPTED, starts_at=long_ago)
    make_activity(alliance=other, title="别的联盟", state=Activity.State.PUBLISHED, host=None)
    joined = make_activity(alliance=other, title="联办", state=Activity.State.PUBLISHED, host=None)
    joined.partners.add(alliance)

    member = make_member(make_seat(alliance=alliance).organization)
    assert shown(client, member, alliance) == (["已发布", "联办"], ["办结"])
    assert shown(client, make_officer_of(alliance, "deputy"), alliance) == (["草稿", "已发布", "联办"], ["办结"])


def test_alliance_page_tells_how_the_duties_of_the_year_stand(client, alliance):
    make_duty(alliance.committee, year=timezone.localdate().year)
    client.force_login(make_staff(alliance.committee))

    response = client.get(alliance.get_absolute_url())

    assert len(response.context["duties"]) >= 4
    assert f"{timezone.localdate().year}年任务" in response.content.decode()


def test_organization_page_lists_what_it_took_part_in(client, alliance):
    activity = make_activity(alliance=alliance, state=Activity.State.PUBLISHED, title="微宣讲")
    hidden = make_activity(alliance=alliance, title="还是草稿")
    organization = make_seat(alliance=alliance).organization
    make_participation(activity=activity, organization=organization)
    make_participation(activity=hidden, organization=organization)
    client.force_login(make_member(organization))

    text = client.get(reverse("organization-detail", args=[organization.pk])).content.decode()

    assert ("微宣讲" in text, "还是草稿" in text) == (True, False)
