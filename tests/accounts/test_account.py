import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.forms import AccountForm
from accounts.models import User
from alliances.models import Organization
from alliances.officers import open_accounts
from tests.factories import make_committee, make_organization, make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["account", "admin:index"])
def test_one_time_code_opens_the_password_page_only(client, page):
    client.force_login(make_staff(must_change_password=True))

    response = client.get(reverse(page))

    assert response.status_code == 302
    assert response.url == reverse("password-change")


def test_new_password_opens_the_house_and_keeps_the_session(client):
    user = make_user(must_change_password=True, password="once-only-1")
    client.force_login(user)

    response = client.post(
        reverse("password-change"),
        {"old_password": "once-only-1", "new_password1": "shan-shui-2026", "new_password2": "shan-shui-2026"},
    )

    user.refresh_from_db()
    assert response.status_code == 302
    assert user.must_change_password is False
    assert user.check_password("shan-shui-2026")
    assert client.get(reverse("account")).status_code == 200


@pytest.mark.parametrize("password", ["short-1", "1234567890123", "password123456"[:11]])
def test_weak_password_is_refused(client, password):
    client.force_login(make_user(must_change_password=True, password="once-only-1"))

    response = client.post(
        reverse("password-change"),
        {"old_password": "once-only-1", "new_password1": password, "new_password2": password},
    )

    assert response.status_code == 200
    assert response.context["form"].errors


def test_one_time_code_is_no_password_to_keep(client):
    user = make_user(must_change_password=True, password="once-only-1")
    client.force_login(user)
    words = {"old_password": "once-only-1", "new_password1": "once-only-1", "new_password2": "once-only-1"}

    response = client.post(reverse("password-change"), words)

    user.refresh_from_db()
    assert response.context["form"].errors == {"new_password1": ["新密码不能和原来的一样。"]}
    assert user.must_change_password is True


def test_account_page_does_not_open_again_what_was_closed_meanwhile():
    user = make_user()
    form = AccountForm({"name": "示例干事", "phone": "", "email": "", "text_size": "large"}, instance=user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert form.is_valid()
    form.save()

    user.refresh_from_db()
    assert (user.name, user.is_active) == ("示例干事", False)


def test_account_page_changes_own_data(client):
    user = make_user()
    client.force_login(user)

    client.post(reverse("account"), {"name": "示例干事", "phone": "13900000002", "email": "", "text_size": "large"})

    user.refresh_from_db()
    assert (user.name, user.phone, user.text_size) == ("示例干事", "13900000002", "large")


def test_phone_of_somebody_else_is_refused_in_words(client):
    make_user(phone="13900000002")
    client.force_login(make_user())

    response = client.post(reverse("account"), {"name": "示例", "phone": "13900000002", "text_size": "normal"})

    assert "这个手机号已有人使用。" in response.content.decode()


def test_text_size_is_kept_on_the_account_and_leads_back(client):
    user = make_user()
    client.force_login(user)

    response = client.post(reverse("text-size"), {"size": "larger", "next": "/calendar/?month=2026-09"})

    user.refresh_from_db()
    assert user.text_size == "larger"
    assert response.url == "/calendar/?month=2026-09"


def test_text_size_never_leads_to_another_site(client):
    client.force_login(make_user())

    response = client.post(reverse("text-size"), {"size": "large", "next": "https://evil.example/"})

    assert response.url == reverse("home")


@pytest.mark.parametrize(
    ("proxies", "written", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (1, "", "127.0.0.1"),
        (1, "示例", None),
        (2, "203.0.113.9", "127.0.0.1"),
    ],
)
def test_audit_keeps_the_address_of_the_browser_not_of_our_proxy(client, settings, proxies, written, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    user = make_user()
    client.force_login(user)
    words = {"name": "示例干事", "phone": "", "email": "", "text_size": "normal"}

    client.post(reverse("account"), words, headers={"X-Forwarded-For": written})

    assert user.history.first().address == address


def test_user_name_that_differs_in_case_only_is_refused_in_words():
    make_user(username="SWXCB")
    twin = User(username="swxcb", name="示例干事", password="x")
    make_organization(committee=make_committee(), short_name="市委宣传部")

    with pytest.raises(ValidationError) as refusal:
        twin.full_clean()

    assert refusal.value.message_dict == {"username": ["这个用户名已有人使用（不分大小写）。"]}
    (strip,) = open_accounts(Organization.objects.all())
    assert strip.username == "swxcb2"
