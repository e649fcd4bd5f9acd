import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.factories import make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_failures_from_other_tests():
    cache.clear()


def sign_in(client, login, password="sample-2026"):
    return client.post(reverse("login"), {"login": login, "password": password})


@pytest.mark.parametrize("login", ["chen", "13900000001"])
def test_login_by_user_name_or_phone(client, login):
    user = make_user(username="chen", phone="13900000001")

    response = sign_in(client, login)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_wrong_password_is_refused_in_words(client):
    make_user(username="chen")

    response = sign_in(client, "chen", "wrong")

    assert "手机号、用户名或密码不对。" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_five_failures_lock_the_account_for_the_right_password_too(client):
    make_user(username="chen", phone="13900000001")
    for login in ["chen", "13900000001", "chen", "13900000001", "chen"]:
        sign_in(client, login, "wrong")

    response = sign_in(client, "chen")

    assert "登录失败次数过多" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_lockout_of_one_account_leaves_others_at_the_same_address_alone(client):
    make_user(username="chen")
    make_user(username="zhou")
    for _ in range(6):
        sign_in(client, "chen", "wrong")

    assert sign_in(client, "zhou").status_code == 302


def test_admin_log_in_leads_through_the_guarded_form(client):
    make_staff(username="chen")

    response = client.post(reverse("admin:login"), {"username": "chen", "password": "sample-2026"})

    assert response.status_code == 302
    assert response.url.startswith(reverse("login"))
    assert "_auth_user_id" not in client.session


def test_closed_account_cannot_sign_in(client):
    make_user(username="chen", is_active=False)

    sign_in(client, "chen")

    assert "_auth_user_id" not in client.session


def test_log_in_leads_on_to_the_page_asked_for_but_not_to_another_site(client):
    make_user(username="chen")

    inside = client.post(reverse("login"), {"login": "chen", "password": "sample-2026", "next": "/account/"})
    client.logout()
    outside = client.post(
        reverse("login"), {"login": "chen", "password": "sample-2026", "next": "https://evil.example/"}
    )

    assert inside.url == "/account/"
    assert outside.url == reverse("home")
