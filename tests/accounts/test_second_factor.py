"""The second factor: set up, asked for at the log-in, its spare codes, required of staff, reset for a lost phone."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.urls import reverse

from accounts.models import User
from notices.models import Notice
from tests.factories import make_committee, make_staff, make_user

pytestmark = pytest.mark.django_db


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client, user):
    return client.post(reverse("login"), {"login": user.username, "password": "sample-2026"})


def give_factor(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret, RecoveryCodes.activate(user).generate_codes()


def confirm(client):
    """The password once more: what changes the ways to log in asks for it, even of who just came."""
    return client.post(reverse("account_reauthenticate"), {"password": "sample-2026"})


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_set_up_by_a_code_gives_spare_codes_to_print(client):
    sign_in(client, make_user())
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))

    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(page.context["form"].secret)})

    assert response.url == reverse("mfa_view_recovery_codes")
    codes = client.get(response.url)
    assert len(codes.context["unused_codes"]) == 10
    assert codes.context["unused_codes"][0] in codes.content.decode()
    assert codes["Cache-Control"].find("no-store") >= 0


def test_wrong_code_sets_up_nothing(client):
    sign_in(client, make_user())
    confirm(client)
    client.get(reverse("mfa_activate_totp"))

    response = client.post(reverse("mfa_activate_totp"), {"code": "abcdef"})

    assert "验证码不对" in response.content.decode()
    assert not Authenticator.objects.exists()


def test_log_in_asks_for_the_code_and_takes_it_once(client):
    user = make_user()
    secret, _ = give_factor(user)
    code = code_of(secret)

    asked = sign_in(client, user)

    assert (asked.url, is_in(client)) == (reverse("mfa_authenticate"), False)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).url == reverse("home")
    assert is_in(client)
    client.logout()
    sign_in(client, user)
    again = client.post(reverse("mfa_authenticate"), {"code": code})
    assert ("已经用过" in again.content.decode(), is_in(client)) == (True, False)


def test_spare_code_opens_once(client):
    user = make_user()
    _, codes = give_factor(user)
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(client)
    client.logout()

    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert not is_in(client)


def test_five_wrong_codes_lock_the_right_one_out_too(client):
    user = make_user()
    secret, _ = give_factor(user)
    sign_in(client, user)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000"})

    response = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert "登录失败次数过多" in response.content.decode()
    assert not is_in(client)


@pytest.mark.usefixtures("_required")
@pytest.mark.parametrize("page", ["home", "account", "admin:index", "mfa_index", "search"])
def test_staff_without_one_reach_the_set_up_only(client, page):
    client.force_login(make_staff())

    response = client.get(reverse(page))

    assert (response.status_code, response.url) == (302, reverse("mfa_activate_totp"))


@pytest.mark.usefixtures("_required")
def test_staff_with_one_and_other_people_without_go_on(client):
    staff = make_staff()
    give_factor(staff)
    for user in (staff, make_user()):
        client.force_login(user)
        assert client.get(reverse("account")).status_code == 200


@pytest.mark.usefixtures("_required")
def test_staff_set_up_after_the_log_in_without_a_loop(client):
    user = make_staff()
    sign_in(client, user)
    asked = client.get(reverse("home"), follow=True)
    words = {"password": "sample-2026", "next": reverse("mfa_activate_totp")}
    page = client.post(asked.request["PATH_INFO"], words, follow=True)

    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(page.context["form"].secret)}, follow=True)

    assert response.request["PATH_INFO"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("account")).status_code == 200


@pytest.mark.parametrize(("required", "left"), [(True, 2), (False, 0)])
def test_staff_keep_it_while_it_is_required(client, settings, required, left):
    settings.SECOND_FACTOR_REQUIRED = required
    user = make_staff()
    secret, _ = give_factor(user)
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    confirm(client)

    page = client.get(reverse("mfa_deactivate_totp"))
    client.post(reverse("mfa_deactivate_totp"))

    assert page.status_code == 200
    assert Authenticator.objects.filter(user=user).count() == left


def test_an_open_browser_is_asked_again_before_it_shows_spare_codes(client):
    user = make_user()
    give_factor(user)
    client.force_login(user)  # no log-in of the last minutes

    response = client.get(reverse("mfa_view_recovery_codes"))
    asked = client.get(response.url)
    shown = client.post(response.url, {"password": "sample-2026"}, follow=True)

    assert response.url.startswith(reverse("account_reauthenticate"))
    assert "确认是本人" in asked.content.decode()
    assert shown.request["PATH_INFO"] == reverse("mfa_view_recovery_codes")


@pytest.mark.parametrize("page", ["mfa_index", "mfa_generate_recovery_codes"])
def test_pages_open_with_a_factor(client, page):
    user = make_user()
    secret, _ = give_factor(user)
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    confirm(client)

    assert client.get(reverse(page)).status_code == 200


def test_new_spare_codes_end_the_old(client):
    user = make_user()
    secret, old = give_factor(user)
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    confirm(client)

    client.post(reverse("mfa_generate_recovery_codes"))

    kept = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    assert not set(kept) & set(old)


def reset(client, *users, **words):
    chosen = {"action": "reset_second_factor", "_selected_action": [user.pk for user in users], **words}
    return client.post(reverse("admin:accounts_user_changelist"), chosen)


def test_staff_reset_a_lost_one_after_a_question_and_the_person_is_told(client):
    committee = make_committee()
    staff, colleague = make_staff(committee), make_staff(committee)
    stranger = make_staff(make_committee())
    give_factor(colleague)
    give_factor(stranger)
    client.force_login(staff)

    asked = reset(client, colleague, stranger)
    before = Authenticator.objects.count()
    reset(client, colleague, stranger, confirmed="1")

    assert (asked.status_code, colleague.username in asked.content.decode(), before) == (200, True, 4)
    assert set(Authenticator.objects.values_list("user", flat=True)) == {stranger.pk}
    assert Notice.objects.get().recipient == colleague
    line = User.history.filter(id=colleague.pk).first()
    assert (line.history_user, line.history_change_reason) == (staff, "重置二次验证")


def test_nobody_resets_their_own(client):
    staff = make_staff()
    give_factor(staff)
    client.force_login(staff)

    reset(client, staff, confirmed="1")

    assert Authenticator.objects.filter(user=staff).count() == 2
