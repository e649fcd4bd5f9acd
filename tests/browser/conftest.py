"""The portal as `make run` starts it, and a real Chromium to click through it.

The portal runs as another process with a database, Redis, worker and beat of its own and the sample loaded. Tests here
reach it by the browser and by `portal.manage(...)` only, never through models of this process.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.servers import end, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "var" / "pictures"
START_SECONDS = 180
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


class Portal:
    """A running portal: its address, and its command line."""

    def __init__(self, folder):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # Not the databases of the test run around us: the embedded default, as somebody has it who types `make run`.
        inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self.env = {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_VAR": str(folder),
            "PORTAL_URL": self.url,
            "DEBUG": "false",
        }
        self.log = folder / "serve.log"

    def start(self):
        with self.log.open("wb") as output:
            command = [sys.executable, "manage.py", "serve", f"--port={self.port}"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        deadline = time.monotonic() + START_SECONDS
        while "Ready:" not in self.output():
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"门户没有启动。The portal did not start:\n{self.output()}")
            time.sleep(0.2)

    def stop(self):
        end(self.process)

    def output(self):
        return self.log.read_text("utf-8", "replace")

    def manage(self, *words):
        """Run `manage.py remind --on 2026-11-20` and the like on this portal's data; returns what it printed."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    running = Portal(tmp_path_factory.mktemp("portal"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser():
    path = chromium.executable()
    with sync_playwright() as playwright:
        # Chromium's own sandbox cannot be had as root, as in a container.
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield running
        running.close()


@pytest.fixture
def visit(browser, portal):
    """visit("staff"): a page of a new browser, signed in; visit() is nobody's. `size=PHONE` for a phone.

    What the browser complains about (a script's error, something the page's policy forbids, an answer of 500) fails the
    test at its end.
    """
    contexts, complaints = [], []

    def open_page(user=None, password="sample-2026", size=DESK):
        context = browser.new_context(
            base_url=portal.url, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: complain(message, page))
        page.on("response", lambda answer: answer.status >= 500 and complaints.append(f"{answer.status} {answer.url}"))
        if user:
            sign_in(page, user, password)
        return page

    def complain(message, page):
        # A 4xx is also an "error" to the console; tests of refusals cause them on purpose.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(f"{page.url}: {message.text}")

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page, user, password):
    page.goto("/login/")
    page.locator("input[name=login]").fill(user)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*/login/)"))


@pytest.fixture
def picture(request):
    """picture(page, "home"): keep a full-page screenshot as var/pictures/<test>-home.png."""
    PICTURES.mkdir(parents=True, exist_ok=True)

    def take(page, name):
        page.screenshot(path=PICTURES / f"{request.node.name}-{name}.png", full_page=True)

    return take
