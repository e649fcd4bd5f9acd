"""The portal as `make run` starts it: everything is up, the sample is in, and every sample account gets in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.pages import MENU, go

ACCOUNTS = ["staff", "liaison", "lead", "deputy", "unit", "member", "judge"]


def test_portal_is_well_and_shows_its_sample_accounts(people, portal):
    response = people().request.get("/healthz")

    assert response.json() == {"status": "ok", "database": "ok", "broker": "ok", "beat": "ok"}
    for name in ACCOUNTS:
        assert re.search(rf"^\s*{name}\b", portal.output(), re.MULTILINE)
    assert "sample-2026" in portal.output()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_sample_account_signs_in(people, account):
    page = people(account)

    page.goto("/")
    assert page.locator("h1").count() == 1


def test_somebody_signs_in_by_the_form_and_out_again(chromium_browser, portal, watch):
    context = chromium_browser.new_context(base_url=portal.url, locale="zh-CN")
    watch.over(context)
    page = context.new_page()
    page.goto("/")

    page.get_by_label("用户名").fill("deputy")
    page.get_by_label("密码").fill(PASSWORD)
    go(page.get_by_role("button", name="登录"))
    expect(page.get_by_role("navigation", name=MENU)).to_be_visible()
    page.goto("/account/")
    go(page.get_by_role("button", name="退出登录"))

    expect(page.get_by_role("button", name="登录")).to_be_visible()
    context.close()
