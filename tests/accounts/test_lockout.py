"""Who may try how often: by account and address, whatever a browser writes into its headers, with Redis or without."""

import pytest
from django.core.cache import caches
from django.urls import reverse
from redis.exceptions import RedisError

from tests.factories import make_user
from tests.servers import redis_server

pytestmark = pytest.mark.django_db

LOCKED = "登录失败次数过多"


def guess(client, login="chen", password="wrong", forwarded="", address="192.0.2.1"):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    words = {"login": login, "password": password}
    return client.post(reverse("login"), words, REMOTE_ADDR=address, headers=headers)


@pytest.fixture
def few(settings):
    """Three failures from one address instead of a hundred, so that the test is short."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/900s/key,3/m/ip"}


def test_one_account_is_locked_from_whatever_addresses_it_is_tried(client):
    make_user(username="chen")
    for number in range(5):
        guess(client, address=f"192.0.2.{number}")

    response = guess(client, password="sample-2026", address="192.0.2.99")

    assert LOCKED in response.content.decode()
    assert "15 分钟" in response.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [
        (0, "203.0.113.{}"),  # nothing in front of us: the header is the browser's own words
        (1, "203.0.113.{}, 198.51.100.7"),  # nginx added the last; what stands before it the browser wrote
    ],
)
def test_many_accounts_from_one_address_are_stopped_though_it_forges_others(client, settings, few, proxies, forwarded):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    make_user(username="chen")
    for number in range(3):
        guess(client, login=f"nobody{number}", forwarded=forwarded.format(number))

    forged = guess(client, password="sample-2026", forwarded=forwarded.format(99))

    assert LOCKED in forged.content.decode()
    assert "_auth_user_id" not in client.session


def test_another_address_behind_the_same_proxy_is_not_stopped(client, settings, few):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make_user(username="chen")
    for number in range(4):
        guess(client, login=f"nobody{number}", forwarded="198.51.100.7")

    assert guess(client, password="sample-2026", forwarded="198.51.100.8").status_code == 302


def test_too_many_log_ins_from_an_address_are_answered_in_words(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    guess(client)

    response = guess(client)

    assert response.status_code == 429
    assert "请过一分钟再登录" in response.content.decode()


@pytest.fixture
def redis_that_stops(settings):
    with redis_server() as url:
        settings.CACHES = {
            "default": {"BACKEND": "portal.counting_cache.CountingCache", "LOCATION": url, "KEY_PREFIX": "portal"}
        }
        caches["default"].set("allauth:alive", 1)
    yield caches["default"]


def test_with_redis_stopped_people_sign_in_and_the_lockout_stands(client, redis_that_stops):
    make_user(username="chen")
    make_user(username="zhou")
    for _ in range(5):
        assert guess(client).status_code == 200

    locked = guess(client, password="sample-2026")

    assert LOCKED in locked.content.decode()
    assert guess(client, login="zhou", password="sample-2026").status_code == 302


def test_only_counts_have_a_second_place(redis_that_stops):
    with pytest.raises(RedisError):
        redis_that_stops.get("special-days")
