from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from alliances import officers
from alliances.models import Organization
from tests.factories import make_committee, make_officer, make_organization, make_staff, make_user

pytestmark = pytest.mark.django_db


def test_one_act_opens_an_officer_for_each_organization_without_one():
    committee = make_committee()
    make_officer(make_organization(committee=committee, short_name="市委办"))
    make_organization(committee=committee, short_name="市委宣传部", officer_name="示例干事002", phone="10100000002")
    make_organization(committee=committee, short_name="市委宣传办", phone="0559-1234567")

    strips = officers.open_accounts(Organization.objects.filter(committee=committee))

    assert [(s.organization, s.name, s.username) for s in strips] == [
        ("市委宣传部", "示例干事002", "10100000002"),
        ("市委宣传办", "市委宣传办党务干部", "swxcb2"),
    ]
    assert User.objects.get(username="swxcb").check_password(strips[0].code)
    assert User.objects.get(username="swxcb").must_change_password is True
    assert officers.open_accounts(Organization.objects.filter(committee=committee)) == []


def test_unit_whose_name_has_no_letters_gets_an_account_too():
    committee = make_committee()
    make_organization(committee=committee, short_name="※", phone="1３800000000")

    (strip,) = officers.open_accounts(Organization.objects.filter(committee=committee))

    assert strip.username == "unit"


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_open_each_account_once():
    committees = [make_committee(), make_committee()]
    for committee in committees:
        make_organization(committee=committee, short_name="市委宣传部")
    together = Barrier(4)

    def open_accounts(committee):
        try:
            together.wait()
            return len(officers.open_accounts(Organization.objects.filter(committee=committee)))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(open_accounts, committees * 2))

    assert sorted(opened) == [0, 0, 1, 1]
    assert set(User.objects.values_list("username", flat=True)) == {"swxcb", "swxcb2"}


def test_renewed_code_ends_the_old_password():
    user = make_officer(password="old-pass-2026")

    (strip,) = officers.renew_codes(User.objects.filter(pk=user.pk))

    user.refresh_from_db()
    assert user.check_password(strip.code)
    assert not user.check_password("old-pass-2026")


@pytest.mark.parametrize(("renewed", "days"), [(False, 14), (True, 3)])
def test_code_opens_nothing_once_its_days_are_over(client, renewed, days):
    committee = make_committee()
    make_organization(committee=committee)
    (strip,) = officers.open_accounts(Organization.objects.all())
    if renewed:
        (strip,) = officers.renew_codes(User.objects.all())
    words = {"login": strip.username, "password": strip.code}

    in_time = client.post(reverse("login"), words)
    User.objects.update(code_until=strip.until - timedelta(days=days, seconds=1))
    too_late_to_change = client.post(reverse("password-change"), {"old_password": strip.code})
    client.post(reverse("logout"))
    late = client.post(reverse("login"), words)
    wrong = client.post(reverse("login"), {**words, "password": "wrong"})

    assert timedelta(0) < timezone.now() + timedelta(days=days) - strip.until < timedelta(minutes=1)
    assert in_time.status_code == 302
    assert "这个一次性登录码已过期" in too_late_to_change.content.decode()
    assert "这个一次性登录码已过期，请联系工委工作人员重发。" in late.content.decode()
    assert "已过期" not in wrong.content.decode()


def test_own_password_has_no_days(client):
    user = make_user(must_change_password=True, password="once-only-1", code_until=timezone.now() + timedelta(days=1))
    client.force_login(user)
    words = {"old_password": "once-only-1", "new_password1": "shan-shui-2026", "new_password2": "shan-shui-2026"}

    client.post(reverse("password-change"), words)

    user.refresh_from_db()
    assert (user.code_until, user.code_has_expired) == (None, False)


def test_sheet_is_shown_once_and_never_kept(client):
    staff = make_staff()
    make_organization(committee=staff.committee, short_name="市委宣传部")
    client.force_login(staff)

    response = client.post(reverse("officer-open"))
    again = client.post(reverse("officer-open"))

    assert [strip.organization for strip in response.context["strips"]] == ["市委宣传部"]
    assert "no-store" in response["Cache-Control"]
    assert again.url == reverse("officer-list")


def test_staff_of_another_committee_opens_nothing_here(client):
    make_organization(short_name="市委宣传部")
    client.force_login(make_staff())

    client.post(reverse("officer-open"))

    assert not User.objects.filter(post=User.Post.OFFICER).exists()


def test_only_staff_may(client):
    officer = make_officer()
    client.force_login(officer)

    assert client.get(reverse("officer-list")).status_code == 403
    assert client.post(reverse("officer-open")).status_code == 403
    assert client.post(reverse("officer-renew", args=[officer.pk])).status_code == 403


def test_renewing_for_another_committee_is_not_found(client):
    client.force_login(make_staff())

    assert client.post(reverse("officer-renew", args=[make_officer().pk])).status_code == 404
