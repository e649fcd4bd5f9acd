"""The three programs of a production portal, started as the units start them, with something missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from portal.production import CONFIGURATION_FAULT
from portal.readiness import UNREADY
from tests.portal.test_production import GOOD

BIN = Path(sys.executable).parent
WEB = ["gunicorn", "--config=deploy/gunicorn.conf.py", "--bind=127.0.0.1:0", "portal.wsgi"]
WORKER = ["celery", "--quiet", "--app=portal", "worker", "--concurrency=1"]
BEAT = ["celery", "--quiet", "--app=portal", "beat", "--pidfile="]
CLOSED = "postgres://portal@127.0.0.1:1/portal"


def run(tmp_path, command, **env):
    """(exit status, what it says) of a process with a production environment."""
    done = subprocess.run(
        [BIN / command[0], *command[1:]],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "PORTAL_ENV": "production", "PORTAL_VAR": str(tmp_path), **GOOD, **env},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("command", [WEB, WORKER, BEAT], ids=["web", "worker", "beat"])
def test_nothing_starts_with_a_bad_setting(tmp_path, command):
    status, words = run(tmp_path, command, SECRET_KEY="weak")

    assert (status, "密钥 SECRET_KEY 只有 4 个字符" in words, "Traceback" in words) == (
        CONFIGURATION_FAULT,
        True,
        False,
    )


@pytest.mark.parametrize("command", [WEB, WORKER, BEAT], ids=["web", "worker", "beat"])
def test_nothing_starts_without_its_database(tmp_path, command):
    status, words = run(tmp_path, command, DATABASE_URL=CLOSED)

    assert (status, "127.0.0.1:1 没有应答" in words, "Traceback" in words) == (UNREADY, True, False)


def test_check_deploy_is_clean(tmp_path):
    words = run(tmp_path, ["python", "manage.py", "check", "--deploy", "--fail-level=WARNING"])

    assert words == (0, "System check identified no issues (0 silenced).\n")
