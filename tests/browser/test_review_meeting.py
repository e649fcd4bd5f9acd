"""A review meeting from its set-up to its result: three phones without a log-in vote by printed codes.

What comes out is worked out by hand below. Each test goes on where the one before stopped.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import pages
from tests.browser.conftest import PATIENCE
from tests.browser.watching import PHONE, barriers, keep, keep_as_is

TITLE = "示例述职评议会"
SCHOOL, POST = "市委党校", "市邮政管理局"
SUPERIORS, PEERS, MEMBERS = "上级领导", "同级代表", "党员代表"  # 40, 30, 30 per cent
CODES = {PEERS: 3, SUPERIORS: 1, MEMBERS: 1}
# phone, group, what it says of the two speakers: 好 100, 较好 75, 一般 50, 差 0
BALLOTS = [
    (0, PEERS, "好", "好"),
    (1, PEERS, "好", "一般"),
    (2, PEERS, "较好", "弃权"),
    (0, SUPERIORS, "较好", "好"),
    (1, MEMBERS, "好", "差"),
]
# 市委党校:     (100+100+75)÷3 = 91.67; 91.666…×0.3 + 75×0.4 + 100×0.3 = 87.5
# 市邮政管理局: (100+50)÷2 = 75, who abstains does not count; 75×0.3 + 100×0.4 + 0×0.3 = 62.5
TOTALS = {SCHOOL: "87.50", POST: "62.50"}
PEERS_SAID = {SCHOOL: "91.67 好 2、较好 1、一般 0、差 0", POST: "75.00 好 1、较好 0、一般 1、差 0"}
HIDDEN = "票数少，不显示"
REFUSED = "投票码不对，或者已经用过"


class Story:
    """What one test leaves for the next."""

    meeting = codes = voted = closed = None

    def need(self, *names):
        for name in names:
            if getattr(self, name) is None:
                pytest.fail(f"The test that brings the {name} failed, so this one cannot start.")


@pytest.fixture(scope="module")
def story():
    return Story()


@pytest.fixture(scope="module")
def phones(chromium_browser, portal, watch):
    """Three phones of three people, none of them signed in."""
    contexts = [
        chromium_browser.new_context(base_url=portal.url, viewport=PHONE, locale="zh-CN", is_mobile=True)
        for _ in range(3)
    ]
    for context in contexts:
        context.set_default_timeout(PATIENCE)
        watch.over(context)
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def test_staff_sets_up_a_meeting_and_prints_codes(people, story):
    page = people("staff")
    pages.menu(page, "考核")
    pages.go(page.locator(".lm-tabs").get_by_role("link", name="述职评议"))
    pages.go(page.get_by_role("link", name="新建述职评议").first)

    pages.field(page, "名称").fill(TITLE)
    pages.field(page, "依据文件").fill("关于召开示例述职评议会的通知")
    pages.field(page, "会议日期").fill(f"{timezone.localdate()}")
    pages.field(page, "最少票数").fill("2")
    pages.field(page, "得分保留小数").fill("2")
    for row, unit in enumerate([SCHOOL, POST]):
        page.locator(f"[name=speakers-{row}-unit]").fill(unit)
    keep(page, "review-form")
    pages.go(page.get_by_role("button", name="保存").and_(page.locator(":not(.lm-vh)")))
    pages.said(page, "已保存")
    story.meeting = page.url

    story.codes = {}
    for group, number in CODES.items():
        page.goto(story.meeting)
        row = page.locator("tr", has=page.get_by_role("rowheader", name=group))
        row.get_by_label(f"{group}印几张").fill(f"{number}")
        pages.go(row.get_by_role("button", name="印制"))
        codes = page.locator(".lm-slips code").all_inner_texts()
        assert len(set(codes)) == number
        story.codes[group] = codes
        if group == PEERS:
            keep(page, "review-slips")
            assert barriers(page) == []


def test_no_code_is_good_before_the_vote_is_open(phones, people, story):
    story.need("codes")
    phone, staff = phones[0], people("staff")

    show_code(phone, story.codes[PEERS][0])

    expect(phone.get_by_role("alert")).to_contain_text("投票还没有开始")
    staff.goto(story.meeting)
    pages.go(staff.get_by_role("button", name="开始投票"))
    pages.said(staff, "投票开始")
    keep(staff, "review-open")


def test_three_phones_vote_by_code(phones, story):
    story.need("codes")
    left = {group: list(codes) for group, codes in story.codes.items()}

    for turn, (place, group, *levels) in enumerate(BALLOTS):
        phone = phones[place]
        # As somebody types it who does not look at the dash or at capitals
        show_code(phone, left[group].pop(0).replace("-", " ").lower())
        expect(phone.locator(".lm-vote")).to_contain_text(group)
        for speaker, level in zip([SCHOOL, POST], levels, strict=True):
            line = phone.get_by_role("group", name=re.compile(speaker))
            line.get_by_text(level, exact=True).click()
        if not turn:
            keep_as_is(phone, "review-vote")
            assert barriers(phone) == []
        pages.go(phone.get_by_role("button", name="投出"))
        expect(phone.get_by_role("heading", name="已投票")).to_be_visible()
    story.voted = True


def test_used_code_is_refused(phones, story):
    story.need("voted")

    for phone, group in zip(phones, CODES, strict=True):
        show_code(phone, story.codes[group][0])
        expect(phone.get_by_role("alert")).to_contain_text(REFUSED)
    keep_as_is(phones[0], "review-code-refused")
    assert phones[0].context.cookies() == [] or "sessionid" not in str(phones[0].context.cookies())


def test_result_is_what_was_worked_out_by_hand_and_small_groups_are_hidden(people, story):
    story.need("voted")
    page = people("staff")
    page.goto(story.meeting)
    expect(page.get_by_role("link", name="看结果")).to_have_count(0)

    pages.go(page.get_by_role("link", name="结束投票"))
    pages.go(page.get_by_role("button", name="结束投票"))
    pages.said(page, "投票已结束")

    keep(page, "review-results")
    assert barriers(page) == []
    # Of three groups the two with a single ballot are hidden; the columns stand in the order of the groups
    assert [[" ".join(cell.split()) for cell in row] for row in pages.table(page.locator("main table"))] == [
        [f"{place}", unit, "现场述职", HIDDEN, PEERS_SAID[unit], HIDDEN, TOTALS[unit]]
        for place, unit in enumerate([SCHOOL, POST], start=1)
    ]
    story.closed = True


def test_nobody_votes_after_the_end(phones, story):
    story.need("closed")

    show_code(phones[2], story.codes[PEERS][2])

    expect(phones[2].get_by_role("alert")).to_be_visible()


def show_code(phone, code):
    """The address on the slip is the one that is typed in by hand."""
    phone.goto("/vote/")
    phone.get_by_label("投票码").fill(code)
    pages.go(phone.get_by_role("button", name="开始投票"))
