"""A real Chromium to click through the portal as `make run` starts it, with the sample loaded.

Tests here reach the portal by the browser and by its command line only, never through models of this process. Whatever
a page complains of (tests/browser/watching.py) fails the test that visited it.
"""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium, databases
from tests.browser.pages import sign_in
from tests.browser.running import Portal, load_sample
from tests.browser.watching import DESK, PHONE, Watch

PASSWORD = "sample-2026"
PATIENCE = 30_000  # milliseconds for what a click brings: a busy machine is no failure


@pytest.fixture(scope="session")
def portal(tmp_path_factory, django_db_blocker):
    """One for each process; the sample is loaded once for all of them."""
    with django_db_blocker.unblock():
        migrated = databases.migrated()
    folder = databases.RUN / "browser-sample-files"
    sample = databases.made_once("browser-sample", lambda: load_sample(migrated, folder))
    running = Portal(tmp_path_factory.mktemp("portal"), sample)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium_browser():
    path = chromium.executable()
    with sync_playwright() as playwright:
        # Chromium's own sandbox cannot be had as root, as in a container.
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield running
        running.close()


@pytest.fixture(scope="session")
def watch(portal):
    return Watch(portal.url)


@pytest.fixture(scope="session")
def people(chromium_browser, portal, watch):
    """people("staff"): the page of a person who is signed in; with `size=PHONE` on a phone; people(): nobody's.

    Everybody has a browser of their own, which stays open until the last test.
    """
    pages = {}

    def page_of(user=None, size=DESK):
        key = user, size["width"]
        if key not in pages:
            on_phone = {"is_mobile": True, "has_touch": True, "device_scale_factor": 2} if size == PHONE else {}
            context = chromium_browser.new_context(
                base_url=portal.url, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", **on_phone
            )
            context.set_default_timeout(PATIENCE)
            watch.over(context)
            if user:
                sign_in(context, user, PASSWORD)
            pages[key] = context.new_page()
            pages[key].goto("/")
        return pages[key]

    yield page_of
    for page in pages.values():
        page.context.close()


@pytest.fixture(autouse=True)
def no_complaints(watch):
    watch.collect()
    yield
    complaints = watch.collect()
    assert not complaints, "What pages complained of:\n" + "\n".join(complaints)
