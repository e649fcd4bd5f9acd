"""Figures of 2023 from the menu to their rows, onto paper, onto the whole screen, and signed."""

import pytest
from playwright.sync_api import expect

from tests.browser import pages
from tests.browser.printing import printed, without_blanks

A4_LANDSCAPE = (842, 595)
TITLE = "2023年1至7月（示例）"


@pytest.fixture
def july(people):
    """The page of the first seven months of 2023, asked for as people do."""
    page = people("staff")
    expect(page.get_by_role("navigation", name=pages.MENU)).to_be_visible()
    pages.menu(page, "统计")
    page.get_by_label("从", exact=True).fill("2023-01-01")
    page.get_by_label("到", exact=True).fill("2023-07-31")
    pages.go(page.get_by_role("button", name="查询"))
    return page


def test_figures_of_july_2023_open_to_their_rows(july):
    expect(july.get_by_role("heading", level=1)).to_have_text("活动统计（截至2023年7月31日）")
    expect(july.locator(".lm-sums")).to_contain_text("283,600 元")

    pages.go(july.locator(".lm-sums").get_by_role("link", name="13", exact=True))

    expect(july.get_by_role("heading", level=1)).to_have_text("联合主题党日 13 场次（截至2023年7月31日）")
    expect(july.locator("tbody tr")).to_have_count(13)


def test_figures_are_one_sheet_of_paper(july):
    sheets, words = printed(july)

    assert sheets == [A4_LANDSCAPE]
    for told in ("活动统计（截至2023年7月31日）", "283,600", "1,126", "团结松", "合计", "不作排名"):
        assert without_blanks(told) in words


def test_figures_fill_the_screen_in_a_meeting(july):
    july.get_by_role("button", name="全屏").click()

    july.wait_for_function("document.fullscreenElement && document.fullscreenElement.id === 'main'")
    expect(july.get_by_role("button", name="查询")).to_be_hidden()
    july.evaluate("document.exitFullscreen()")


def test_figures_are_signed_and_stay(july):
    july.get_by_label("名称").fill(TITLE)
    pages.go(july.get_by_role("button", name="签定"))

    expect(july.get_by_role("heading", level=1)).to_have_text(f"{TITLE}（截至2023年7月31日）")
    expect(july.get_by_text("记录与快照一致")).to_be_visible()
