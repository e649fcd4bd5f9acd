"""A judge's telephone between two masts: what is entered without a line is kept there, and reaches the server later."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import pages
from tests.browser.watching import PHONE, keep_as_is

CONTEST = re.compile(r"^\d{4}年市直机关党建品牌大比武")  # the sample's
KEPT, WAITS = re.compile("^已存"), "没有存上，正在重试"


@pytest.fixture
def sheet(people):
    """The sample's judge at the first entry that is not finished."""
    page = people("judge", size=PHONE)
    page.goto("/contests/")
    pages.go(page.get_by_role("link", name=CONTEST).first)
    pages.go(page.get_by_role("link", name="去评分"))
    keep_as_is(page, "judge-desk")
    if page.get_by_role("link", name="接着打分").count():
        pages.go(page.get_by_role("link", name="接着打分"))
    yield page
    page.context.set_offline(False)


def fields(page):
    return page.locator(".lm-mark-field")


def said(page, place):
    return page.locator(".lm-mark-said").nth(place)


def waiting(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lm-marks:')).length")


def enter(page, place, value):
    fields(page).nth(place).fill(value)
    fields(page).nth(place).blur()


def test_mark_entered_without_a_line_outlives_a_reload_and_arrives(sheet):
    address = sheet.url
    enter(sheet, 0, "20")
    expect(said(sheet, 0)).to_have_text(KEPT)

    # No line: it waits in the telephone.
    sheet.context.set_offline(True)
    enter(sheet, 1, "18")
    expect(said(sheet, 1)).to_have_text(WAITS)
    enter(sheet, 1, "17.5")
    expect(said(sheet, 1)).to_have_text(WAITS)
    assert waiting(sheet) == 1
    keep_as_is(sheet, "sheet-without-line")

    # The page is lost as well. The line comes back, and the judge opens the list: it is sent from there.
    sheet.goto("about:blank")
    sheet.context.set_offline(False)
    sheet.goto(address.split("sheets/")[0])
    pages.go(sheet.get_by_role("link", name=CONTEST).first)
    pages.go(sheet.get_by_role("link", name="去评分"))
    assert pages.comes(lambda: waiting(sheet) == 0)

    sheet.goto(address)
    expect(fields(sheet).nth(0)).to_have_value("20")
    expect(fields(sheet).nth(1)).to_have_value("17.5")
    keep_as_is(sheet, "sheet-kept")


def test_mark_that_waited_does_not_overwrite_a_later_one(sheet, watch):
    other = sheet.context.new_page()
    other.goto(sheet.url)
    enter(sheet, 0, "19")
    expect(said(sheet, 0)).to_have_text(KEPT)

    # The other page has still the old mark before its eyes.
    enter(other, 0, "15")

    expect(said(other, 0)).to_contain_text("已在别处改为 19，这里填的“15”没有采用")
    expect(fields(other).nth(0)).to_have_value("19")
    enter(other, 0, "15")
    expect(said(other, 0)).to_have_text(KEPT)
    other.close()
    assert [complaint for complaint in watch.collect() if ": 409 " not in complaint] == []
