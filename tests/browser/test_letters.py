"""From a term that is over to a closed 督办函: reminded, urged, answered on a phone, renewed. And a figure of a report.

Each test goes on where the one before stopped.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import pages
from tests.browser.watching import PHONE, barriers, keep, keep_as_is

UNIT, BRANCH = "市委党校", "市委党校第一党支部"  # of the sample's officer; the branch is over since January 2026
REMINDER, SUPERVISION = "关于按期换届的提醒函", "关于按期换届的督办函"
REPLY = "已召开党员大会选举产生新一届支部委员会，正在报批。"
DOCUMENT = "示例工委〔2026〕88号"


class Story:
    """What one test leaves for the next: the addresses of the term and of both letters."""

    term = reminder = supervision = answered = None

    def need(self, *names):
        for name in names:
            if getattr(self, name) is None:
                pytest.fail(f"The test that brings the {name} failed, so this one cannot start.")


@pytest.fixture(scope="module")
def story():
    return Story()


def test_staff_finds_the_overdue_term_and_sends_a_reminder(people, story):
    page = people("staff")
    pages.menu(page, "换届")
    keep(page, "terms")
    assert barriers(page) == []
    pages.go(page.get_by_role("link", name=re.compile("^逾期")))
    page.get_by_label("查找").fill(UNIT)
    pages.go(page.get_by_role("button", name="查询"))
    pages.go(page.get_by_role("link", name=BRANCH, exact=True))
    story.term = page.url
    keep(page, "term")

    pages.go(page.get_by_role("button", name="起草提醒函"))
    expect(page.get_by_role("heading", level=1)).to_have_text(REMINDER)
    issue(page)

    expect(page.locator("main")).to_contain_text("已签收 0 家")
    story.reminder = page.url


def test_no_second_reminder_while_the_first_is_running(people, story):
    story.need("reminder")
    page = people("staff")

    page.goto(story.term)

    expect(page.get_by_role("button", name=re.compile("^起草"))).to_have_count(0)
    expect(page.locator("main")).to_contain_text(REMINDER)


def test_staff_decides_on_a_supervision_letter_once_the_reply_is_overdue(people, portal, story):
    story.need("reminder")
    page = people("staff")
    portal.move_reply(number_of(story.reminder), timezone.localdate() - timedelta(days=3))

    page.goto(story.reminder)
    keep(page, "letter-overdue")
    assert barriers(page) == []
    pages.go(page.get_by_role("button", name="起草督办函"))
    expect(page.get_by_role("heading", level=1)).to_have_text(SUPERVISION)
    issue(page)

    expect(page.locator("main")).to_contain_text(f"《{REMINDER}》")
    story.supervision = page.url


def test_the_unit_receives_and_answers_on_a_phone(people, story):
    story.need("supervision")
    phone = people("unit", PHONE)
    pages.menu(phone, "消息")
    pages.go(phone.get_by_role("link", name=re.compile(f"请签收督办函：{SUPERVISION}")).first)
    assert phone.url == story.supervision
    keep_as_is(phone, "letter-unit")
    assert barriers(phone) == []

    pages.go(phone.get_by_role("button", name="签收"))
    pages.said(phone, "已签收")
    phone.locator("textarea").fill(REPLY)
    pages.go(phone.get_by_role("button", name="提交回复"))

    pages.said(phone, "已回复")
    expect(phone.locator("main")).to_contain_text(REPLY)
    story.answered = True


def test_the_approved_new_term_closes_both_letters(people, story):
    story.need("answered")
    page, today = people("staff"), timezone.localdate()
    page.goto(story.term)
    pages.go(page.get_by_role("link", name="登记换届"))
    pages.field(page, "选举日期").fill(f"{today - timedelta(days=2)}")
    pages.field(page, "换届批复文号").fill(DOCUMENT)
    pages.field(page, "批复日期").fill(f"{today}")
    pages.go(page.get_by_role("button", name="登记换届"))

    expect(page.locator("main")).to_contain_text(DOCUMENT)
    for letter in (story.supervision, story.reminder):
        page.goto(letter)
        assert pages.state(page) == "已办结"
        expect(page.locator("main")).to_contain_text(DOCUMENT)
    keep(page, "letter-closed")


def test_a_figure_of_a_report_opens_to_its_rows(people):
    page = people("staff")
    pages.menu(page, "统计")
    keep(page, "statistics")
    assert barriers(page) == []
    pages.go(page.get_by_role("link", name="报告", exact=True))
    pages.go(page.get_by_role("link", name=re.compile("^党建联盟工作情况")).first)
    keep(page, "report")
    figure = page.get_by_role("link", name="解决问题")
    number = re.search(r"(\d+)件", figure.locator("xpath=..").inner_text())[1]

    pages.go(figure)

    expect(page.locator("main")).to_contain_text(re.compile(rf"(?<!\d){number}(?!\d)"))


def issue(page):
    """A draft is sent for approval, approved, and issued today; the number is the office's and may come later."""
    pages.go(page.get_by_role("button", name="送审"))
    pages.go(page.get_by_role("button", name="审批通过"))
    pages.go(page.get_by_role("link", name="印发", exact=True))
    pages.go(page.get_by_role("button", name="印发"))
    pages.said(page, "已印发")


def number_of(address):
    return int(re.search(r"/(\d+)/$", address)[1])
