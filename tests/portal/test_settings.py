"""Settings are read when a process starts, so each case is a process of its own."""

import os
import subprocess
import sys

from django.conf import settings

from portal.production import CONFIGURATION_FAULT

PRODUCTION = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "nVt3-Zq8_rLw0Yc5Hs7KpXe2Jd9Bf4Gm6Ta1Uv-iOkQxPzRyEbWh",
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "portal.example.cn",
}


def start(tmp_path, names, **env):
    """A process with exactly these variables set that prints the values of some settings."""
    code = f"from django.conf import settings; print([str(getattr(settings, name)) for name in {names!r}])"
    return subprocess.run(
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


def show(tmp_path, names, **env):
    return start(tmp_path, names, **env).stdout.strip()


def test_embedded_default_needs_no_variable(tmp_path):
    assert show(tmp_path, ["DEBUG", "REDIS_URL", "REDIS_IS_EMBEDDED"]) == str(
        ["True", f"unix://{tmp_path}/redis.sock?db=0", "True"]
    )


def test_cursors_stay_inside_transactions_behind_a_pooler(tmp_path):
    shown = [show(tmp_path, ["DATABASES"], **PRODUCTION, **more) for more in ({}, {"DATABASE_POOLED": "True"})]

    assert ["'DISABLE_SERVER_SIDE_CURSORS': True" in one for one in shown] == [False, True]


def test_embedded_secret_key_outlives_a_restart_and_is_private(tmp_path):
    first = show(tmp_path, ["SECRET_KEY"])

    assert show(tmp_path, ["SECRET_KEY"]) == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_socket_of_a_deep_folder_is_short_enough_for_the_system(tmp_path):
    deep = tmp_path / ("d" * 100)

    [url] = [show(deep, ["REDIS_SOCKET"])]

    assert len(url) < 107 and "portal-" in url


def test_production_says_all_that_is_wrong_at_once_and_needs_no_restart(tmp_path):
    env = {"PORTAL_ENV": "production", "DEBUG": "true"}

    done = start(tmp_path, ["DEBUG"], **env)

    causes = [line for line in done.stderr.splitlines() if "原因" in line]
    assert (done.returncode, done.stdout, len(causes)) == (CONFIGURATION_FAULT, "", 5)
    assert "Traceback" not in done.stderr


def test_a_way_to_run_that_nobody_knows_is_refused(tmp_path):
    assert "PORTAL_ENV=prod 不认识" in start(tmp_path, ["DEBUG"], PORTAL_ENV="prod").stderr


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()

    assert "不能建立数据文件夹" in start(tmp_path / "file", ["DEBUG"]).stderr


def test_production_sends_cookies_over_https_only(tmp_path):
    names = ["DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "REDIS_IS_EMBEDDED"]

    assert show(tmp_path, names, **PRODUCTION) == str(["False", "True", "True", "True", "False"])


def test_production_writes_json_and_nothing_that_commands_print(tmp_path):
    shown = show(tmp_path, ["LOGGING"], **PRODUCTION)

    assert "'console': {'class': 'logging.StreamHandler', 'formatter': 'json'}" in shown
    assert "'celery.redirected': {'level': 'ERROR'}" in shown


def test_metrics_are_off_until_they_have_a_port(tmp_path):
    names = ["METRICS_PORT", "METRICS_HOST"]

    assert show(tmp_path, names) == str(["0", "127.0.0.1"])
    assert not (tmp_path / "metrics").exists()
    assert show(tmp_path, names, METRICS_PORT="9108") == str(["9108", "127.0.0.1"])
