"""A real Chromium to click through the portal as `make run` starts it, with the sample loaded.

Tests here reach the portal by the browser and by its command line only, never through models of this process. Whatever
a page complains of (tests/browser/watching.py) fails the test that visited it.
"""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium, databases
from tests.browser.pages import sign_in
from tests.browser.running import Portal
from tests.browser.watching import DESK, PHONE, Watch

PASSWORD = "sample-2026"
PATIENCE = 10_000  # milliseconds for what a click brings


@pytest.fixture(scope="session")
def portal(tmp_path_factory, worker_id, django_db_blocker):
    """The first process starts from nothing, as `make run` on a new machine; the others are spared the migrations."""
    with django_db_blocker.unblock():
        migrated = None if worker_id in ("master", "gw0") else databases.migrated()
    running = Portal(tmp_path_factory.mktemp("portal"), migrated)
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
    """people("staff"): the page of a person, signed in by the form; with `size=PHONE` on a phone; people(): nobody's.

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
            pages[key] = context.new_page()
            if user:
                sign_in(pages[key], user, PASSWORD)
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
