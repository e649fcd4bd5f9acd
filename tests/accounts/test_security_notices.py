"""What happens to an account is told to whom it belongs, once, and only to them."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts import second_factor
from accounts.devices import device_of
from accounts.models import User
from alliances.officers import renew_codes
from notices.models import Notice
from tests.accounts.test_second_factor import code_of, confirm, give_factor, sign_in
from tests.factories import make_staff, make_user

pytestmark = pytest.mark.django_db
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
WECHAT = "Mozilla/5.0 (Linux; Android 14; HarmonyOS) AppleWebKit/537.36 Chrome/120 MicroMessenger/8.0"


def told(user):
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True))


def test_a_browser_is_new_once_for_each_person():
    chen, wang = make_user(), make_user()
    shared, phone = Client(headers={"user-agent": EDGE}), Client()

    for browser, user in ((shared, chen), (shared, chen), (shared, wang), (shared, chen), (phone, chen)):
        sign_in(browser, user)
        browser.post(reverse("logout"))

    assert (told(chen), told(wang)) == (["新设备登录"] * 2, ["新设备登录"])
    body = Notice.objects.filter(recipient=chen).earliest("pk").body
    assert "Edge（Windows），来自127.0.0.1。" in body
    assert "马上修改密码" in body


def test_a_cookie_made_up_by_somebody_is_not_believed(client):
    user = make_user()
    client.cookies["known_browser"] = f"{user.pk}:1aBcDe:forged"

    sign_in(client, user)

    assert told(user) == ["新设备登录"]


def test_log_in_by_a_one_time_code_is_expected(client):
    user = make_user(must_change_password=True)

    sign_in(client, user)

    assert told(user) == []


def test_changes_of_password_and_factor_are_told(client, django_capture_on_commit_callbacks):
    user = make_user()
    sign_in(client, user)
    confirm(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
        client.post(reverse("mfa_generate_recovery_codes"))
        client.post(reverse("mfa_deactivate_totp"))
    words = {"old_password": "sample-2026", "new_password1": "shan-shui-2026", "new_password2": "shan-shui-2026"}
    client.post(reverse("password-change"), words)

    changes = {"二次验证已启用", "备用码已重新生成，旧的作废", "二次验证已停用", "密码已修改"}
    assert set(told(user)) == changes | {"新设备登录"}
    assert len(told(user)) == 5


def test_a_used_recovery_code_is_told_with_how_many_are_left(client):
    user = make_user()
    _, codes = give_factor(user)
    sign_in(client, user)

    client.post(reverse("mfa_authenticate"), {"code": codes[0]})

    notice = Notice.objects.get(recipient=user, title="登录用掉了一个备用码")
    assert "还剩9个。" in notice.body
    assert codes[0] not in notice.body


def test_who_is_locked_out_is_told_once_a_day(client):
    user = make_user(username="chen")

    for _ in range(8):
        client.post(reverse("login"), {"login": "Chen", "password": "wrong"})
        client.post(reverse("login"), {"login": "nobody", "password": "wrong"})

    assert told(user) == ["账号被锁定"]
    assert Notice.objects.count() == 1


def test_renewed_code_is_told():
    user = make_user()

    renew_codes(User.objects.filter(pk=user.pk))

    assert told(user) == ["一次性登录码已重发"]


def test_reset_factor_ends_every_log_in(client):
    user, staff = make_user(), make_staff()
    sign_in(client, user)
    give_factor(user)

    assert second_factor.reset(user, by=staff)

    assert client.get(reverse("account")).status_code == 302
    assert not UserSession.objects.filter(user=user).exists()
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (EDGE, "Edge（Windows）"),
        (WECHAT, "微信（鸿蒙）"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari（iPhone）"),
        ("Mozilla/5.0 (X11; Linux x86_64; UOS) Gecko/20100101 Firefox/115.0", "Firefox（统信）"),
        ("curl/8", "未知设备"),
        ("", "未知设备"),
    ],
)
def test_devices_have_names_people_use(agent, device):
    assert device_of(agent) == device
