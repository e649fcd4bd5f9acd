"""Every page that anybody can click to, in a real browser: no fault, no dead link, no complaint, no serious barrier.

What follows from a page's state alone is walked through without a browser in tests/crawl. The long form: `make crawl`.
"""

import pytest

from tests.browser.crawling import ALL, BrowserWalk
from tests.browser.watching import DESK, PHONE

# Staff sit at a desk, an officer and a member hold a phone. Each mostly sees what those before have shown.
WALKS = [("staff", DESK), ("unit", PHONE), ("member", PHONE), ("judge", PHONE)]
MORE = [("lead", DESK), ("deputy", PHONE), ("liaison", DESK)]  # as much as the others, in other places
SUPERUSER = "from accounts.models import User; User.objects.create_superuser('super', 'sample-2026')"
ENTRANCES = [
    "/",
    # Where a form leads that nobody fills in here
    "/statistics/?since=2023-01-01&until=2023-07-31",
    "/statistics/?since=2026-09-30&until=2026-01-01",
    "/statistics/rows/?since=2023-01-01&until=2023-07-31&key=units",
]


@pytest.fixture(scope="session")
def drawn():
    return {}


@pytest.mark.parametrize(("who", "size"), WALKS + MORE if ALL else WALKS)
def test_whatever_one_can_click_is_sound(people, watch, drawn, who, size):
    barriers = ALL or who in {"staff", "unit", "member"}
    walk = BrowserWalk(people(who, size), watch, drawn, barriers=barriers).run(ENTRANCES)

    assert not walk.faults, "\n".join(walk.faults)
    assert walk.looked_at


def test_admin_is_sound(people, portal, watch, drawn):
    portal.manage("shell", f"--command={SUPERUSER}")

    walk = BrowserWalk(people("super"), watch, drawn, room="/admin/", barriers=True).run(["/admin/"])

    assert not walk.faults, "\n".join(walk.faults)
    assert walk.looked_at


def test_nobody_finds_the_door_sound(people, watch, drawn):
    walk = BrowserWalk(people(), watch, drawn, barriers=True).run(["/login/", "/manual/", "/vote/"])

    assert not walk.faults, "\n".join(walk.faults)
