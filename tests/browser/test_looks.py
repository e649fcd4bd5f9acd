"""The main pages at both widths: they fit, and axe finds no serious barrier. Lesser ones are printed (-s)."""

import pytest

from tests.browser import pages
from tests.browser.watching import barriers, keep

PAGES = [
    ("staff", "/", "home-staff"),
    ("lead", "/", "home-lead"),
    ("member", "/", "home-member"),
    ("lead", "/calendar/", "calendar"),
    ("lead", "/calendar/year/", "year"),
    ("lead", "/activities/new/", "form"),
    ("staff", "/duties/", "duties"),
    ("staff", "/alliances/", "alliances"),
    ("staff", "/organizations/", "organizations"),
    ("staff", "/organizations/import/", "import"),
    (None, "/login/", "login"),
]


@pytest.mark.parametrize(("who", "address", "name"), PAGES, ids=[name for _, _, name in PAGES])
def test_page_fits_and_has_no_barriers(people, who, address, name):
    page = people(who)
    page.goto(address)

    keep(page, name)
    assert grave_barriers(page) == []


def test_activity_fits_and_has_no_barriers(people):
    page = people("unit")
    pages.menu(page, "活动")
    pages.go(page.locator("main tbody").get_by_role("link", name="暖心服务：乡村微宣讲与便民服务"))

    keep(page, "activity")
    assert grave_barriers(page) == []


def grave_barriers(page):
    grave, others = barriers(page)
    print(*others, sep="\n")
    return grave
