"""The committee's browser admin by mouse: what needs scripts works under the policy, and what is chosen is really kept.

The fixture `no_complaints` fails whatever the console says, the policy forbids or the portal refuses on the way.
"""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.pages import go

UNIT, PERSON, CATEGORY, LEADER = "市气象局", "示例党员九", "示例类别", "示例领导九"


@pytest.fixture
def admin(people):
    """admin("accounts/user/add/"): that page of the admin, as staff."""
    page = people("staff")

    def opened(path):
        page.goto(f"/admin/{path}")
        return page

    yield opened
    page.goto("/")  # where other tests begin


def save(page):
    go(page.get_by_role("button", name="保存", exact=True))
    expect(page.locator(".messagelist .success")).to_be_visible()


def pick_by_search(page, row, words, option):
    """A field that asks the portal while one types."""
    row.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option--highlighted", has_text=option).click()


def pick_day(page, row, day):
    """That day of last month, in the calendar beside the field; what it writes there."""
    row.locator(".date-icon").click()
    calendar = page.locator(".calendarbox:visible")
    calendar.locator(".calendarnav-previous").click()
    calendar.locator("td:not(.nonday) a", has_text=re.compile(f"^{day}$")).click()
    return row.locator(".vDateField").input_value()


def test_account_is_made_for_a_unit_found_by_its_initials(admin):
    page = admin("accounts/user/add/")
    page.get_by_label("姓名").fill(PERSON)
    page.get_by_label("岗位").select_option(label="党员")
    pick_by_search(page, page.locator(".field-organization"), "sqxj", UNIT)
    page.get_by_label("用户名").fill("shili99")
    go(page.get_by_role("button", name="保存", exact=True))

    # The slip with the code for the first log-in
    expect(page.get_by_role("row", name=re.compile(f"1 {UNIT} {PERSON} shili99"))).to_be_visible()


def test_what_is_missing_is_made_beside_the_form(admin):
    page = admin("alliances/organization/")
    go(page.locator("#result_list tbody th a").first)
    with page.expect_popup() as opened:
        page.locator("#add_id_category").click()
    opened.value.get_by_label("名称").fill(CATEGORY)
    opened.value.get_by_role("button", name="保存").click()

    expect(page.locator("#id_category option:checked")).to_have_text(CATEGORY)


def test_row_is_added_inside_a_page(admin):
    page = admin("alliances/alliance/")
    go(page.locator("#result_list tbody th a").last)
    page.get_by_role("link", name="添加另一个 联系领导").or_(page.get_by_text("添加另一个 联系领导")).first.click()
    row = page.locator(".dynamic-liaisons:not(.has_original)")
    row.locator(".field-name input").fill(LEADER)
    since = pick_day(page, row.locator(".field-since"), 1)
    save(page)

    go(page.locator(".messagelist").get_by_role("link"))
    kept = page.locator(".dynamic-liaisons.has_original").last
    expect(kept.locator(".field-name input")).to_have_value(LEADER)
    expect(kept.locator(".field-since input")).to_have_value(since)


def test_rows_are_chosen_across_pages_and_exported(admin):
    page = admin("branches/branch/")
    total = int(re.search(r"(\d+) 党支部", page.locator(".paginator").inner_text())[1])
    page.locator("#action-toggle").check()
    page.locator(".actions .question a").click()
    page.locator("select[name=action]").select_option("export_xlsx")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="执行").click()

    with downloaded.value.path().open("rb") as file:
        sheet = load_workbook(file).active
    assert total > page.locator("#result_list tbody tr").count()
    assert total <= sheet.max_row <= total + 5  # with its title and heads


def test_filter_stays_in_the_address(admin):
    page = admin("branches/branch/")
    go(page.locator("#changelist-filter").get_by_role("link", name="五星"))

    assert "star" in page.url
    expect(page.locator("#changelist-filter li.selected", has_text="五星")).to_be_visible()
