"""The short form of `make faults`: web processes killed in the midst of approvals, scores, uploads and mails."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def test_web_processes_killed_in_the_midst_of_an_approval_lose_and_double_nothing(redis_url):
    """Its processes work on the database of this test, as those of other machines would."""
    database = settings.DATABASES["default"]
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "REDIS_URL": redis_url}
    command = [sys.executable, "-m", "faults", "--quick", "--here"]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "approval" in done.stdout
