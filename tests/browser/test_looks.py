"""What a judge scores on fits at both widths and has no serious barrier; the rest is in test_crawl.py."""

from playwright.sync_api import expect

from tests.browser import pages
from tests.browser.watching import barriers, keep


def test_score_sheet_fits_and_has_no_barriers(people):
    page = people("judge")
    page.goto("/contests/1/judging/")
    keep(page, "judging")
    assert barriers(page) == []
    pages.go(page.get_by_role("link", name="接着打分"))

    expect(page.get_by_role("button", name="签交")).to_be_visible()
    keep(page, "sheet")
    assert barriers(page) == []
