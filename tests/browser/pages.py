"""The portal's pages as a person uses them: where to click, what to fill in, what to read. No address is typed in."""

import re
import time

from playwright.sync_api import expect

MENU = "主菜单"
TABS = "常用"


def sign_in(context, user, password):
    """What the log-in page sends, without drawing it: its own tests fill it in."""
    asked = context.request.get("/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', asked.text())[1]
    form = {"csrfmiddlewaretoken": token, "login": user, "password": password}
    answer = context.request.post("/login/", form=form, max_redirects=0)
    assert answer.status == 302, f"{user} is not let in: {answer.status}"


def go(locator):
    """Click what leads to another page, and be there."""
    with locator.page.expect_navigation():
        locator.click()


def field(page, label):
    """A field by its whole label; what must be filled in has a star behind it."""
    return page.get_by_label(re.compile(rf"^\s*{label}\s*\*?\s*$"))


def menu(page, label):
    """A line of the main menu; on a phone a tab at the bottom, or what its last one opens."""
    nav = page.get_by_role("navigation", name=MENU if page.get_by_role("navigation", name=MENU).is_visible() else TABS)
    line = nav.get_by_role("link", name=re.compile(f"^{label}"))
    if not line.is_visible():
        nav.locator("summary").click()
    go(line)


def said(page, words):
    """The portal's own message after a step."""
    expect(page.locator(".lm-messages")).to_contain_text(words)


def todo(page, verb, title):
    """Home, and what waits there for this person: one click to act."""
    menu(page, "首页")
    go(page.get_by_role("link", name=re.compile(rf"^{verb}\s*：{title}$")))


def state(page):
    """The state at the head of an activity's page."""
    return page.locator(".lm-head .lm-state").first.inner_text()


def table(locator):
    """The visible words of a table, row by row."""
    rows = [row.locator("th, td").all_inner_texts() for row in locator.locator("tbody tr").all()]
    return [[cell.strip() for cell in row] for row in rows]


# The roster


def open_import(page):
    menu(page, "联盟与单位")
    go(page.get_by_role("link", name="单位名册"))
    go(page.get_by_role("link", name="导入花名册"))


def upload_roster(page, path):
    open_import(page)
    page.get_by_label("花名册工作簿").set_input_files(path)
    go(page.get_by_role("button", name="上传并核对"))


def figures(page):
    """The 1+7+N as its picture shows it: organizations, branches, members, alliances, chambers."""
    menu(page, "联盟与单位")
    organizations, branches, members = page.locator(".lm-one dd").all_inner_texts()
    columns = page.locator(".lm-seven-cols > li:not([aria-hidden])")
    chambers = columns.locator("dl > div", has_text="商（协）会").get_by_role("link")
    return organizations, branches, members, columns.count(), chambers.count()


# An activity


def plan(page, *, title, day):
    """A new plan, filled in from top to bottom as somebody does at a desk."""
    menu(page, "活动")
    go(page.get_by_role("link", name="新建活动").first)
    field(page, "活动类型").select_option("联合主题党日")
    field(page, "活动主题").fill(title)
    field(page, "调研走访").check()
    field(page, "微宣讲").check()
    field(page, "活动安排").fill("上午参观基地，分三组走访农户，帮助销售农产品；结束后集中小结半小时。")
    field(page, "日期").fill(day.isoformat())
    field(page, "开始").fill("09:00")
    field(page, "结束").fill("11:30")
    field(page, "地点").fill("芳村主题党日基地")
    field(page, "预计人数").fill("40")
    field(page, "经费预算").fill("1200")
    field(page, "经费来源").select_option("留存党费")
    field(page, "交通").select_option("统一租车")
    field(page, "用餐").select_option("机关或基地食堂工作餐")
    page.get_by_label("已对照中央八项规定精神核对").check()


def ticked_units(page):
    boxes = page.get_by_role("group", name="邀请单位").get_by_role("checkbox")
    return sum(box.is_checked() for box in boxes.all()), boxes.count()


def with_reason(page, button, reason):
    """A step that wants a reason has a page of its own, with the same words on its button."""
    go(page.get_by_role("link", name=button, exact=True))
    field(page, ".*原因").fill(reason)
    go(page.get_by_role("button", name=button, exact=True))


# Calendar and feed


def show_month(page, day):
    """The calendar, turned to the month of the day by its arrows."""
    menu(page, "日历")
    heading = f"{day.year}年{day.month}月"
    for _ in range(3):
        if page.get_by_role("heading", level=1).inner_text().strip() == heading:
            return
        go(page.get_by_role("link", name=re.compile("^下一月")))
    raise AssertionError(f"The calendar does not get to {heading}")


# Duties


def theme_days(page, quarter):
    """{alliance: word} of the matrix's column of that quarter."""
    menu(page, "年度任务")
    words = {}
    for row in page.locator(".lm-matrix tbody tr").all():
        alliance = row.get_by_role("link").first.inner_text().strip()
        words[alliance] = row.locator("td").nth(quarter.number - 1).locator(".lm-state").inner_text()
    return words


def without_theme_day(page, quarter):
    """The alliances that have held no joint theme day in the quarter."""
    return {alliance for alliance, word in theme_days(page, quarter).items() if word not in {"已办", "补办"}}


# Units, home, inbox


def answers(page):
    """{unit: (answer, note, expected)} of the activity's page."""
    rows = table(page.locator("section", has=page.locator("#units")))
    links = re.compile(r"\s*(改|答复|代为答复)$")
    return {unit: (answer, links.sub("", note), expected) for _, unit, _, answer, note, expected, _ in rows}


def home_figures(page):
    """今年以来: {name: this year's figure}."""
    rows = table(page.locator("section", has=page.locator("#sum")))
    return {name: int(value.replace(",", "")) for name, value, _ in rows}


def inbox_titles(page, words):
    go(page.get_by_role("navigation", name="个人").get_by_role("link", name=re.compile("消息")))
    expect(page.get_by_role("heading", name="消息", level=1)).to_be_visible()
    return {title for title in page.locator("tbody th[scope=row]").all_inner_texts() if words in title}


def comes(condition, seconds=40):
    """Whether it comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True
