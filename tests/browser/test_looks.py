"""The main pages at both widths: they fit, and axe finds no serious barrier. Lesser ones are printed (-s)."""

import pytest
from playwright.sync_api import expect

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
    # The sample's first brand; its contest, which is the only one, with its first stage, entry and judge
    ("member", "/brands/", "brands"),
    ("unit", "/brands/new/", "brand-new"),
    ("member", "/brands/1/", "brand"),
    ("lead", "/brands/coverage/", "coverage"),
    ("staff", "/brands/coverage/?state=without", "coverage-without"),
    ("staff", "/brands/coverage/remind/", "coverage-remind"),
    ("staff", "/brands/1/honours/new/", "honour"),
    ("unit", "/contests/", "contests"),
    ("staff", "/contests/new/", "contest-new"),
    ("staff", "/contests/1/", "contest"),
    ("staff", "/contests/1/setup/", "contest-setup"),
    ("staff", "/contests/1/stages/2/edit/", "contest-stage-form"),
    ("staff", "/contests/1/awards/", "contest-awards"),
    ("staff", "/contests/1/judges/", "contest-judges"),
    ("staff", "/contests/1/entries/", "contest-entries"),
    ("staff", "/contests/entries/1/", "contest-entry"),
    ("staff", "/contests/stages/1/", "contest-stage"),
    ("staff", "/contests/stages/1/paper/", "contest-paper"),
    ("staff", "/contests/stages/1/typing/", "contest-typing"),
    ("judge", "/contests/1/judging/", "judging"),
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


def test_score_sheet_fits_and_has_no_barriers(people):
    page = people("judge")
    page.goto("/contests/1/judging/")
    pages.go(page.get_by_role("link", name="接着打分"))

    expect(page.get_by_role("button", name="签交")).to_be_visible()
    keep(page, "sheet")
    assert grave_barriers(page) == []


def grave_barriers(page):
    grave, others = barriers(page)
    print(*others, sep="\n")
    return grave
