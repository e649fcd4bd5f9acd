"""Settings are read when a process starts, so each case is a process of its own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "x" * 60 + "0123456789",
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "portal.example.cn",
}


def show(tmp_path, names, **env):
    """The values of some settings, or the error, with exactly these variables set."""
    code = f"from django.conf import settings; print([str(getattr(settings, name)) for name in {names!r}])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_VAR": str(tmp_path),
            **env,
        },
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_embedded_default_needs_no_variable(tmp_path):
    assert show(tmp_path, ["DEBUG", "REDIS_URL", "REDIS_IS_EMBEDDED"]) == str(
        ["True", f"unix://{tmp_path}/redis.sock?db=0", "True"]
    )


def test_embedded_secret_key_outlives_a_restart_and_is_private(tmp_path):
    first = show(tmp_path, ["SECRET_KEY"])

    assert show(tmp_path, ["SECRET_KEY"]) == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_socket_of_a_deep_folder_is_short_enough_for_the_system(tmp_path):
    deep = tmp_path / ("d" * 100)

    [url] = [show(deep, ["REDIS_SOCKET"])]

    assert len(url) < 107 and "portal-" in url


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS"])
def test_production_refuses_to_start_without(tmp_path, name):
    env = {**PRODUCTION, name: ""}

    assert show(tmp_path, ["DEBUG"], **env).endswith(f"needs these environment variables: {name}")


def test_production_refuses_debug(tmp_path):
    assert show(tmp_path, ["DEBUG"], **PRODUCTION, DEBUG="true").endswith(
        "DEBUG must be off when PORTAL_ENV=production."
    )


def test_production_sends_cookies_over_https_only(tmp_path):
    names = ["DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "REDIS_IS_EMBEDDED"]

    assert show(tmp_path, names, **PRODUCTION) == str(["False", "True", "True", "True", "False"])
