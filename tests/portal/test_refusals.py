"""A step opened as an address says that nothing was done, and leads back to where the button stands."""

import pytest
from django.urls import reverse

from activities.models import Activity
from portal.refusals import page_above
from tests.factories import make_activity, make_alliance, make_officer_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/activities/7/submit/", "/activities/7/"),
        ("/activities/7/report/autosave/", "/activities/7/report/"),
        ("/feedback/7/answer/", "/feedback/"),
        ("/organizations/officers/7/renew/", "/organizations/officers/"),
        ("/logout/", "/"),
        ("/", "/"),
    ],
)
def test_page_above_is_where_the_button_stands(path, above):
    assert page_above(path) == above


def test_click_after_the_session_expired_is_explained_after_logging_in(client):
    alliance = make_alliance()
    activity = make_activity(alliance=alliance, state=Activity.State.DRAFT)
    step = reverse("activity-submit", args=[activity.pk])

    sent_to = client.post(step)
    client.force_login(make_officer_of(alliance))
    page = client.get(step)

    activity.refresh_from_db()
    assert sent_to.url == f"{reverse('login')}?next={step}"
    assert (page.status_code, page["Allow"], activity.state) == (405, "POST", "draft")
    assert "这一步要在页面上点按钮办理" in page.content.decode()
    assert f'href="{activity.get_absolute_url()}"' in page.content.decode()


def test_other_methods_get_no_page(client):
    client.force_login(make_officer_of(make_alliance()))

    assert client.put(reverse("inbox")).content == b""
