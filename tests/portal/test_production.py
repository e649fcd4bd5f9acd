"""Which settings a production portal refuses, and what it says of them."""

import pytest

from portal.production import environment_faults

KEY = "nVt3-Zq8_rLw0Yc5Hs7KpXe2Jd9Bf4Gm6Ta1Uv-iOkQxPzRyEbWh"
GOOD = {
    "SECRET_KEY": KEY,
    "DATABASE_URL": "postgres://portal:p%40ss@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ALLOWED_HOSTS": "portal.example.cn, 10.1.2.3",
}


def causes(**changed):
    return [fault.cause for fault in environment_faults({**GOOD, **changed})]


@pytest.mark.parametrize(
    "good",
    [
        {},
        {"SECRET_KEY": "0f9c3a71d8e2b4560f9c7a31d8e2b456ac0de9f1823b475609cdef1a2b3c4d5e"},  # openssl rand -hex 32
        {"DATABASE_URL": "postgres:////var/run/postgresql/portal", "REDIS_URL": "unix:///run/redis/redis.sock?db=0"},
        {"DEBUG": "false"},
    ],
)
def test_good_settings_are_not_complained_about(good):
    assert causes(**good) == []


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("", "没有设置密钥"),
        (KEY[:49], "只有 49 个字符"),
        ("abc" * 20, "只用了 3 种字符"),
        ("x" * 60 + "0123456789", "重复的字符"),
        ("correct-horse-battery" * 3, "重复的字符"),
        ("django-insecure-" + KEY, "django-insecure-"),
        ("changeme-secret-password-portal-example-" + KEY[:12], "示例"),
    ],
)
def test_missing_or_weak_secret_is_refused(key, word):
    [cause] = causes(SECRET_KEY=key)

    assert word in cause


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"SECRET_KEY_FALLBACKS": f"{KEY},abc"}, "原来的密钥"),
        ({"DEBUG": "True"}, "调试 DEBUG"),
        ({"DEBUG": "1"}, "调试 DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "没有设置访问地址"),
        ({"ALLOWED_HOSTS": " , "}, "没有设置访问地址"),
        ({"ALLOWED_HOSTS": "portal.example.cn,*"}, "里有 *"),
        ({"ALLOWED_HOSTS": "*.example.cn"}, "里有 *"),
        ({"ALLOWED_HOSTS": "https://portal.example.cn"}, "只写域名"),
        ({"DATABASE_URL": ""}, "没有设置数据库"),
        ({"DATABASE_URL": "sqlite:////srv/portal.sqlite3"}, "不使用 SQLite"),
        ({"DATABASE_URL": "mysql://portal@127.0.0.1/portal"}, "写法不对"),
        ({"DATABASE_URL": "postgres://portal:secret@127.0.0.1:port/portal"}, "写法不对"),
        ({"DATABASE_URL": "postgres://portal@[127.0.0.1/portal"}, "写法不对"),
        ({"REDIS_URL": ""}, "没有设置消息队列"),
        ({"REDIS_URL": "127.0.0.1:6379"}, "写法不对"),
    ],
)
def test_setting_that_endangers_the_portal_is_refused(changed, word):
    [cause] = causes(**changed)

    assert word in cause


def test_every_refusal_says_what_to_do():
    assert all(fault.cure for fault in environment_faults({"DEBUG": "on"}))


def test_no_refusal_repeats_a_password():
    database = "mysql://portal:hunter2@127.0.0.1/portal"

    faults = environment_faults({**GOOD, "DATABASE_URL": database, "SECRET_KEY": "hunter2"})

    assert "hunter2" not in "".join(map(str, faults))
