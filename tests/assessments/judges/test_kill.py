"""The server is killed while judges score: whatever it had answered for is there when it is up again."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.models import Mark, MarkChange
from tests.assessments.judges.panel import Panel
from tests.servers import free_port

pytestmark = pytest.mark.servers
TOKEN = "a" * 32  # a CSRF token is any secret that cookie and form agree on
START_SECONDS = 60


class Server:
    """gunicorn as `make run` starts it, on this test's database."""

    def __init__(self, start):
        self.begin, self.port = start, free_port()

    def start(self):
        options = [f"--bind=127.0.0.1:{self.port}", "--workers=2", "--worker-class=gthread", "--threads=4"]
        self.process = self.begin("-m", "gunicorn", "portal.wsgi", *options, "--no-control-socket")
        deadline = time.monotonic() + START_SECONDS
        while self.ask("GET", "/login/", "") is None:
            assert time.monotonic() < deadline and self.process.poll() is None, "gunicorn did not start"
            time.sleep(0.1)

    def kill(self):
        """Not asked, not waited for: every worker of it at once."""
        with suppress(ProcessLookupError):  # another thread was quicker
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, method, address, session, **data):
        """The status, or None when no answer came."""
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode({**data, "csrfmiddlewaretoken": TOKEN}) if data else None
        line = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request(method, address, body, headers)
            return line.getresponse().status
        except (OSError, HTTPException):
            return None
        finally:
            line.close()


@pytest.fixture
def server(start):
    return Server(start)


def session_of(panel, judge):
    return panel.client(judge).cookies[settings.SESSION_COOKIE_NAME].value


def test_mark_that_was_answered_for_survives_a_kill(server, transactional_db):
    panel = Panel(judges=1, entries=1)
    session, address = session_of(panel, 0), reverse("mark-save", args=[panel.sheet().pk])
    server.start()

    answer = server.ask("POST", address, session, criterion=panel.criteria[0].pk, value="52.5", seen="")
    server.kill()

    assert answer == 200
    assert panel.marks() == ["52.5"]
    server.start()
    again = server.ask("POST", address, session, criterion=panel.criteria[0].pk, value="52.5", seen="", tried="52.5")
    assert again == 200  # the telephone did not hear the first answer and sends it once more
    assert MarkChange.objects.count() == 1


def test_kill_in_the_midst_of_many_saves_loses_none_that_was_answered_for(server, transactional_db):
    panel = Panel(judges=6, entries=8)
    sessions = [session_of(panel, judge) for judge in range(6)]
    server.start()
    work = [
        (sessions[judge], panel.sheet(judge, entry).pk, criterion.pk, f"{20 + judge}.{entry}")
        for entry in range(8)
        for criterion in panel.criteria
        for judge in range(6)
    ]
    answered = []

    def save(job):
        session, sheet, criterion, value = job
        status = server.ask(
            "POST", reverse("mark-save", args=[sheet]), session, criterion=criterion, value=value, seen=""
        )
        if status == 200:
            answered.append((sheet, criterion, value))
        if len(answered) >= 30:
            server.kill()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(save, work))

    kept = {(sheet, criterion, f"{value:.1f}") for sheet, criterion, value in marks()}
    assert len(answered) >= 30
    assert set(answered) <= kept
    assert len(kept) < len(work)  # it was killed before the end
    assert MarkChange.objects.count() == len(kept)


def marks():
    return Mark.objects.values_list("sheet", "criterion", "value")
