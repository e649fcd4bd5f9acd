"""The secrets of second factors: sealed in the database, read with former keys, a way back when no key is left."""

from importlib import import_module
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import kept_secrets
from accounts.sealing import PREFIX
from tests.accounts.test_second_factor import code_of, give_factor, is_in, sign_in
from tests.factories import make_staff, make_user

pytestmark = pytest.mark.django_db
OLD, NEW = "old-" + "0a1b2c3d4e5f" * 5, "new-" + "9z8y7x6w5v4u" * 5


@pytest.fixture(autouse=True)
def _key(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []


def log_in(client, user, code):
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code})
    return is_in(client)


def kept():
    return [value for row in Authenticator.objects.order_by("pk") for _, value in kept_secrets.secrets_of(row)]


def said(*words):
    out = StringIO()
    call_command("second_factors", *words, stdout=out)
    return out.getvalue()


def test_secret_and_seed_are_sealed(client):
    user = make_user()

    secret, _ = give_factor(user)

    assert [value.startswith(PREFIX) for value in kept()] == [True, True]
    assert not any(secret in value for value in kept())
    assert log_in(client, user, code_of(secret))


def test_what_was_kept_in_the_clear_is_read_and_sealed_by_the_migration(client):
    user = make_user()
    secret, codes = give_factor(user)
    migration = import_module("accounts.migrations.0005_seal_second_factors")
    migration.open_all(apps, None)
    assert secret in kept()
    assert log_in(client, user, codes[0])

    migration.seal_all(apps, None)

    client.logout()
    assert secret not in kept()
    assert log_in(client, user, code_of(secret))
    assert migration.seal_all(apps, None) is None  # twice does no harm
    assert kept_secrets.unreadable() == []


def test_former_key_opens_until_all_is_sealed_anew(client, settings):
    user = make_user()
    secret, codes = give_factor(user)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert log_in(client, user, code_of(secret))

    assert "重新加密 2 项" in said("--seal")
    assert "重新加密 0 项" in said("--seal")

    settings.SECRET_KEY_FALLBACKS = []
    client.logout()
    assert log_in(client, user, codes[0])


def test_under_another_key_no_code_is_right_and_the_page_says_why(client, settings):
    user = make_user()
    secret, codes = give_factor(user)
    settings.SECRET_KEY = NEW

    sign_in(client, user)
    page = client.get(reverse("mfa_authenticate"))
    answers = [
        client.post(reverse("mfa_authenticate"), {"code": code}) for code in (code_of(secret), codes[0], "328482")
    ]

    assert "读不出来" in page.content.decode()
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not is_in(client)


def test_start_is_refused_with_the_cure_while_somebody_is_locked_out(settings):
    give_factor(make_user(username="zhang"))
    assert kept_secrets.fault() is None

    settings.SECRET_KEY = NEW

    cause, cure = kept_secrets.fault()
    assert "zhang" in cause
    assert "SECRET_KEY_FALLBACKS" in cure and "--reset-unreadable" in cure
    assert "accounts.kept_secrets.fault" in settings.READINESS


def test_command_lets_those_in_whose_secret_is_lost(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    lost, well = make_staff(username="lost"), make_user(username="well")
    give_factor(lost)
    settings.SECRET_KEY = NEW
    secret, _ = give_factor(well)
    assert "读不出来的 1 个：lost" in said()

    assert "已重置 1 个账号" in said("--reset-unreadable")

    assert kept_secrets.fault() is None
    sign_in(client, lost)
    assert is_in(client)
    assert client.get(reverse("home"), follow=True).redirect_chain[0][0] == reverse("mfa_activate_totp")
    client.logout()
    assert log_in(client, well, code_of(secret))


def test_command_resets_one_account_and_says_what_it_cannot():
    give_factor(make_user(username="zhang"))

    assert "已重置“zhang”" in said("--reset", "zhang")

    assert not Authenticator.objects.exists()
    for name, words in (("zhang", "没有设置"), ("nobody", "没有账号")):
        with pytest.raises(CommandError, match=words):
            said("--reset", name)


def test_lost_codes_are_not_made_up(client, settings):
    user = make_user()
    give_factor(user)
    settings.SECRET_KEY = NEW
    client.force_login(user)

    response = client.get(reverse("mfa_view_recovery_codes"), follow=True)

    assert "unused_codes" not in (response.context or {})
