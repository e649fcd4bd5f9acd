"""Headers of refusals and of a production process; tests/test_permissions.py looks at those of every page."""

import json
import os
import subprocess
import sys
from contextlib import nullcontext

import pytest
from django.conf import settings
from django.test import Client

from tests.security.policy import ALWAYS, POLICY, policy_of

pytestmark = pytest.mark.once
PRODUCTION = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "nVt3-Zq8_rLw0Yc5Hs7KpXe2Jd9Bf4Gm6Ta1Uv-iOkQxPzRyEbWh",
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "portal.example.cn",
}
# Asks a production process, over the proxy's https and http, and with a name it should not believe.
ASK = """
import django, json
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # none collected
django.setup()
from django.test import Client
client = Client()
def told(answer):
    cookies = {name: sorted(key for key in ("secure", "httponly") if morsel[key]) + [morsel["samesite"]]
               for name, morsel in answer.cookies.items()}
    return [answer.status_code, dict(answer.headers), cookies]
https = {"x-forwarded-proto": "https"}
names = ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE", "DEBUG")
print(json.dumps({
    "https": told(client.get("/favicon.ico", headers={"host": "portal.example.cn", **https})),
    "http": told(client.get("/favicon.ico", headers={"host": "portal.example.cn"})),
    "forwarded": told(
        client.get("/favicon.ico", headers={"host": "portal.example.cn", "x-forwarded-host": "evil.example", **https})
    ),
    "settings": {name: getattr(settings, name) for name in names},
}))
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/nowhere/", {}, 404),
        ("/activities/?" + "a" * 10_000, {}, 414),
        ("/login/", {"host": "evil.example"}, 400),
        ("/login/", {"host": "127.0.0.1:80@evil.example"}, 400),
        ("/admin/", {}, 302),
    ],
)
def test_refusals_have_it_too(address, headers, status, django_assert_num_queries):
    with django_assert_num_queries(0) if status == 400 else nullcontext():
        answer = Client(raise_request_exception=False).get(address, headers=headers)

    assert (answer.status_code, policy_of(answer), answer["X-Frame-Options"]) == (status, POLICY, "DENY")
    assert "evil.example" not in answer.headers.get("Location", "") + answer.content.decode()


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_VAR": str(tmp_path_factory.mktemp("var")),
            **PRODUCTION,
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_production_keeps_browsers_on_https(production):
    status, headers, _ = production["http"]

    assert (status, headers["Location"]) == (301, "https://portal.example.cn/favicon.ico")
    assert production["https"][1]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert {name: production["https"][1][name] for name in ALWAYS} == ALWAYS
    assert "'unsafe-" not in production["https"][1]["Content-Security-Policy"]


def test_production_does_not_believe_a_forwarded_name(production):
    assert production["forwarded"][0] == production["https"][0]
    assert "evil.example" not in json.dumps(production["forwarded"])


def test_cookies_of_production_are_for_https_and_this_site_alone(production):
    assert production["settings"] == {
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": True,
        "DEBUG": False,
    }
