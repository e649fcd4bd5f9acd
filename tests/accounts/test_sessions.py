"""Where a person is logged in: seen and ended by themselves alone, and ended with the password or the account."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.models import User
from alliances.officers import renew_codes
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def browser(user, agent="Firefox"):
    client = Client(headers={"user-agent": agent})
    client.post(reverse("login"), {"login": user.username, "password": "sample-2026"})
    return client


def is_in(client):
    return client.get(reverse("account")).status_code == 200


def test_log_ins_are_listed_and_one_is_ended():
    user = make_user()
    here, lost, other = browser(user), browser(user, "Lost phone"), browser(user, "Other")

    page = here.get(reverse("session-list"))
    here.post(reverse("session-list"), {"session": UserSession.objects.get(user_agent="Lost phone").pk})

    assert [row.user_agent for row in page.context["rows"]] == ["Other", "Lost phone", "Firefox"]
    assert re.findall(r">(本机|退出)</?", page.content.decode().partition("<tbody>")[2].partition("</table>")[0]) == [
        "退出",
        "退出",
        "本机",
    ]
    assert [is_in(client) for client in (here, lost, other)] == [True, False, True]


def test_all_others_are_ended_at_once():
    user = make_user()
    here, others = browser(user), [browser(user), browser(user)]

    here.post(reverse("session-list"))

    assert [is_in(client) for client in (here, *others)] == [True, False, False]


@pytest.mark.parametrize("session", ["x", "-1", "9" * 30, "theirs"])
def test_sessions_of_others_cannot_be_ended_by_guessing(session):
    user, stranger = make_user(), make_user()
    here, mine, theirs = browser(user), browser(user), browser(stranger)
    chosen = UserSession.objects.get(user=stranger).pk if session == "theirs" else session

    here.post(reverse("session-list"), {"session": chosen})

    assert [is_in(client) for client in (here, mine, theirs)] == [True, True, True]


def test_new_password_ends_the_other_sessions_and_keeps_this_one_listed():
    user = make_user()
    here, other = browser(user), browser(user)
    words = {"old_password": "sample-2026", "new_password1": "shan-shui-2026", "new_password2": "shan-shui-2026"}

    here.post(reverse("password-change"), words)

    assert [is_in(here), is_in(other)] == [True, False]
    assert here.session.session_key in [row.session_key for row in here.get(reverse("session-list")).context["rows"]]


def test_closed_account_and_new_code_end_the_sessions_at_once():
    left, lost = make_user(), make_user()
    browsers = [browser(left), browser(lost)]

    User.objects.filter(pk=left.pk).update(is_active=False)
    renew_codes(User.objects.filter(pk=lost.pk))

    assert [is_in(client) for client in browsers] == [False, False]


def test_page_asks_as_often_for_many_log_ins(django_assert_max_num_queries):
    user = make_user()
    here = browser(user)
    for _ in range(5):
        browser(user)

    with django_assert_max_num_queries(12):
        assert len(here.get(reverse("session-list")).context["rows"]) == 6
