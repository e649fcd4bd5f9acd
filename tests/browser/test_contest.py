"""A small contest from its set-up to the award: three brands, three judges in three browsers, one of them on a phone.

What comes out is worked out by hand below. Each test goes on where the one before stopped.
"""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.workdays import add_workdays, nearest_workday_after
from tests.browser import pages
from tests.browser.watching import PHONE, barriers, keep, keep_as_is

TITLE = "示例小比武"
OURS, POST, VOICE = "铸魂徽州", "绿衣在线", "声入黄山"
UNITS = {OURS: "市委党校", POST: "市邮政管理局", VOICE: "市委宣传部"}
CRITERIA = ("内容", "语言表达", "形象风度", "综合印象")  # 70, 15, 10, 5 per cent of marks from 90 to 100
SEED = "20261122"
# Each judge's marks in the order of the criteria, and what they add up to: 96×0.7 + 94×0.15 + 95×0.1 + 90×0.05 = 95.3
MARKS = {
    "judge": {
        OURS: (("96", "94", "95", "90"), "95.3"),
        POST: (("94", "92", "93", "92"), "93.5"),
        VOICE: (("98", "96", "95", "94"), "97.2"),
    },
    "judge2": {
        OURS: (("95", "95", "95", "95"), "95"),
        POST: (("97", "93", "94", "96"), "96.05"),
        VOICE: (("92.5", "94", "96", "98"), "93.35"),
    },
    # judge3 belongs to 市委宣传部 and stands aside from its brand
    "judge3": {
        OURS: (("97", "96", "92", "94"), "96.2"),
        POST: (("95", "95", "94", "92"), "94.75"),
    },
}
TIMES = {OURS: "8:35", POST: "8:00", VOICE: "7:50"}  # of 8:00 at most; from 30 seconds over it 0.5 is taken off
# (97.2+93.35)÷2 = 95.275 → 95.28;  (95.3+95+96.2)÷3 = 95.5, −0.5 → 95.00;  (93.5+96.05+94.75)÷3 = 94.766… → 94.77
PLACES = [("1", VOICE, "95.28", "一等奖"), ("2", OURS, "95.00", "二等奖"), ("3", POST, "94.77", "")]
OBJECTION, ANSWER = "请核对第二位评委的合计。", "已按评分表逐项核对，合计无误。"
DOCUMENT = "黄直工〔2026〕示例99号"
WRONG = ("101", "九分", "9,5")


class Story:
    """What one test leaves for the next."""

    contest = stage = order = scored = closed = result = answered = None

    def need(self, *names):
        for name in names:
            if getattr(self, name) is None:
                pytest.fail(f"The test that brings the {name} failed, so this one cannot start.")


@pytest.fixture(scope="module")
def story():
    return Story()


# Set-up


def test_staff_sets_up_a_contest_from_a_template(people, story):
    page = people("staff")
    today = timezone.localdate()

    contests(page)
    pages.go(page.get_by_role("link", name="新建比赛").first)
    pages.field(page, "名称").fill(TITLE)
    pages.field(page, "依据文件").fill("关于开展示例小比武的通知")
    pages.field(page, "征集开始").fill(f"{today - timedelta(days=1)}")
    pages.field(page, "征集截止").fill(f"{today}")
    page.get_by_role("radio", name=re.compile("^演讲展示")).check()
    pages.go(page.get_by_role("button", name="建好，接着设置"))

    # The template wants five judges, and has ten awards; this is a small one
    pages.go(named(page, "link", "修改", "现场展示"))
    pages.field(page, "合成方式").select_option("平均分")
    pages.field(page, "最少评委数").fill("2")
    pages.go(page.get_by_role("button", name="保存阶段"))
    pages.go(section(page, "奖项和同分规则").get_by_role("link", name="修改"))
    for row in (1, 2):
        page.get_by_label(f"第 {row} 行名额").fill("1")
    page.get_by_role("group", name="奖项").get_by_label("第 3 行删除").check()
    pages.go(page.get_by_role("button", name="保存", exact=True))

    pages.go(section(page, "评委").get_by_role("link", name="添加评委"))
    for account, unit in [("judge", ""), ("judge2", ""), ("judge3", "市委宣传部")]:
        form = page.get_by_role("group", name="添加评委")
        pages.field(form, "账号").fill(account)
        pages.field(form, "所在单位").fill(unit)
        pages.go(form.get_by_role("button", name="添加评委"))
        pages.said(page, "已是本场评委")
    keep(page, "small-judges")

    pages.go(page.get_by_role("link", name=TITLE).first)
    pages.go(page.get_by_role("button", name="开放征集"))
    expect(page.locator(".lm-messages")).to_be_visible()
    assert state(page) == "征集"
    story.contest = page.url


def test_officers_enter_brands_and_staff_accepts_them(people, story):
    story.need("contest")
    staff = people("staff")

    for who, brand in [("unit", OURS), ("deputy", POST)]:
        page = people(who)
        contests(page)
        pages.go(page.locator("main tbody").get_by_role("link", name=TITLE))
        pages.go(page.get_by_role("link", name="报送品牌"))
        pages.go(named(page, "button", "报送", brand))
        expect(page.locator(".lm-messages")).to_contain_text(brand)
    staff.goto(story.contest)
    pages.go(staff.get_by_role("link", name="参评品牌", exact=True))
    pages.go(staff.get_by_role("link", name="代单位报送"))
    staff.get_by_label("查找").fill(VOICE)
    pages.go(staff.get_by_role("button", name="查询"))
    pages.go(named(staff, "button", "代报", VOICE))

    staff.goto(story.contest)
    pages.go(staff.get_by_role("link", name="受理（3 个）"))
    keep(staff, "small-entries")
    pages.go(staff.get_by_role("button", name="受理勾选的品牌"))
    staff.goto(story.contest)
    pages.go(staff.get_by_role("button", name="结束征集，进入评审"))

    assert state(staff) == "评审"
    pages.go(staff.get_by_role("link", name="进入现场展示"))
    story.stage = staff.url


def test_lot_gives_an_order_that_anybody_can_reckon(people, story):
    story.need("stage")
    page = people("staff")

    pages.go(page.get_by_role("link", name="抽签"))
    pages.field(page, "种子").fill(SEED)
    pages.go(page.get_by_role("button", name="抽签"))

    drawn = [(place, number, brand) for place, number, brand, *_ in pages.table(section(page, "出场次序"))]
    assert {brand for _, _, brand in drawn} == {OURS, POST, VOICE}
    reckoned = sorted(drawn, key=lambda row: sha256(f"{SEED}:{row[1]}".encode()).hexdigest())
    assert [row[0] for row in reckoned] == ["1", "2", "3"]
    assert drawn == reckoned
    story.order = [brand for *_, brand in drawn]

    pages.go(page.get_by_role("button", name="开始评分"))
    assert state(page) == "评分中"
    keep(page, "small-stage-open")


# Judging


def test_wrong_marks_are_refused_on_a_phone_with_the_scale_named(people, story):
    story.need("order")
    page = people("judge", size=PHONE)
    open_desk(page, story)
    assert [line[1] for line in desk(page)] == story.order
    pages.go(page.get_by_role("link", name="接着打分"))

    for wrong in WRONG:
        enter(page, CRITERIA[0], wrong)
        expect(said_of(page, CRITERIA[0])).to_contain_text("应在 90 到 100 之间")
    keep_as_is(page, "sheet-refused")
    expect(page.locator("[data-marks-done]")).to_have_text("0")
    page.reload()
    assert page.get_by_label(CRITERIA[0]).input_value() == ""


def test_marks_given_without_a_line_are_kept(people, story):
    story.need("order")
    page = people("judge", size=PHONE)
    marks, total = MARKS["judge"][story.order[0]]
    enter(page, CRITERIA[0], marks[0])
    expect(said_of(page, CRITERIA[0])).to_contain_text("已存")

    page.context.set_offline(True)
    for criterion, mark in zip(CRITERIA[1:], marks[1:], strict=True):
        enter(page, criterion, mark)
    for criterion in CRITERIA[1:]:
        expect(said_of(page, criterion)).to_contain_text("没有存上")
    expect(page.locator("[data-marks-done]")).to_have_text("1")
    keep_as_is(page, "sheet-offline")
    page.context.set_offline(False)

    for criterion in CRITERIA:
        expect(said_of(page, criterion)).to_contain_text("已存", timeout=30_000)
    page.reload()
    assert [page.get_by_label(criterion).input_value() for criterion in CRITERIA] == list(marks)
    expect(page.locator("[data-marks-total]")).to_have_text(total)


def test_three_judges_score_in_three_browsers(people, story):
    story.need("order")
    judges = {"judge": people("judge", size=PHONE), "judge2": people("judge2"), "judge3": people("judge3")}

    for who, page in judges.items():
        open_desk(page, story)
        pages.go(page.get_by_role("link", name="接着打分"))
        own = [brand for brand in story.order if brand in MARKS[who]]
        left = own[1:] if who == "judge" else own  # the first of the phone is done
        for brand in left:
            assert heading(page) == brand
            expect(page.locator(".lm-head")).to_contain_text(UNITS[brand])
            score(page, *MARKS[who][brand])
            if brand != own[-1]:
                pages.go(page.get_by_role("link", name="下一个"))

    # One's own unit shows no field
    open_desk(judges["judge3"], story)
    aside = judges["judge3"].locator(".lm-turns li").filter(has_text=VOICE)
    expect(aside).to_contain_text("回避")
    expect(aside.get_by_role("link")).to_have_count(0)
    keep(judges["judge3"], "desk-aside")
    assert judges["judge3"].locator(".lm-turns a").count() == 2

    for who, page in judges.items():
        open_desk(page, story)
        totals = {name: total for _, name, total, _ in desk(page) if total}
        assert totals == {brand: total for brand, (_, total) in MARKS[who].items()}
        pages.go(page.get_by_role("link", name="全部签交"))
        pages.go(page.get_by_role("button", name=re.compile("^全部签交")))
        pages.said(page, f"{len(MARKS[who])} 份评分表已全部签交")
    story.scored = True


def test_staff_keeps_time_and_closes_the_stage(people, story):
    story.need("scored")
    page = people("staff")
    page.goto(story.stage)

    for brand, time in TIMES.items():
        cell = page.locator("tr", has=page.get_by_role("link", name=brand)).locator(".lm-time-cell")
        cell.get_by_role("textbox").fill(time)
        pages.go(cell.get_by_role("button", name="保存"))
    asides = section(page, "回避").get_by_role("listitem")
    expect(asides).to_have_count(1)
    expect(asides).to_contain_text(VOICE)
    pages.go(page.get_by_role("link", name="结束评分"))
    pages.go(page.get_by_role("button", name="结束评分"))
    pages.said(page, "评分已结束")
    keep(page, "small-stage-closed")
    story.closed = True


# The result


def test_result_is_what_was_worked_out_by_hand(people, story):
    story.need("closed")
    page = people("staff")
    page.goto(story.stage)
    pages.go(page.get_by_role("link", name="锁定结果"))
    fits(page, "small-lock")
    pages.go(page.get_by_role("button", name="锁定结果"))
    pages.said(page, "锁定")

    page.goto(story.contest)
    pages.go(page.get_by_role("link", name="汇总总成绩"))
    pages.go(page.get_by_role("button", name="汇总总成绩"))
    pages.said(page, "总成绩已汇总")
    assert places(page) == PLACES
    fits(page, "small-results")
    story.result = page.url
    pages.go(page.get_by_role("link", name="评分尺度"))
    fits(page, "small-severity")

    # Until it is made public it is the committee's alone
    for who in ("unit", "judge2"):
        people(who).goto(story.contest)
        expect(people(who).get_by_role("link", name="看结果")).to_have_count(0)


def test_passport_opens_to_the_arithmetic_and_names_who_stood_aside(people, story):
    story.need("result")
    page = people("staff")

    page.goto(story.result)
    pages.go(page.get_by_role("link", name=VOICE))
    fits(page, "small-passport")
    proof = reckoning(page)
    assert proof["回避"] == "评委3（示例评委3）：本单位作品"
    assert proof["计算"] == "（97.2 + 93.35）÷ 2 = 95.275\n取整前 95.275，显示 95.28"

    page.goto(story.result)
    pages.go(page.get_by_role("link", name=OURS))
    proof = reckoning(page)
    assert "回避" not in proof
    assert "扣0.5" in proof["用时"].replace(" ", "")
    assert proof["计算"].startswith("（95.3 + 95 + 96.2）÷ 3")
    assert proof["计算"].endswith("取整前 95，显示 95.00")


def test_everybody_sees_the_result_and_a_unit_objects(people, portal, story):
    story.need("result")
    staff, unit, today = people("staff"), people("deputy"), timezone.localdate()

    staff.goto(story.contest)
    pages.go(staff.get_by_role("link", name="公示结果"))
    pages.go(staff.get_by_role("button", name="开始公示"))
    pages.said(staff, "公示")
    staff.goto(story.contest)
    first = nearest_workday_after(today)
    expect(staff.locator("main")).to_contain_text(cn_day(add_workdays(first, 4)))

    portal.move_publicity(TITLE, today - timedelta(days=1), today)  # today may be no workday
    unit.goto(story.contest)
    pages.go(unit.get_by_role("link", name="看结果"))
    assert places(unit) == PLACES
    pages.go(unit.get_by_role("link", name=VOICE))
    assert reckoning(unit)["回避"] == "评委3：本单位作品"
    expect(unit.locator("main")).not_to_contain_text("示例评委")
    unit.goto(story.result)
    pages.go(unit.get_by_role("link", name="提出异议"))
    unit.get_by_label("涉及品牌").select_option(label=POST)
    pages.field(unit, "异议内容").fill(OBJECTION)
    keep(unit, "small-objection")
    pages.go(unit.get_by_role("button", name="提出异议"))
    pages.said(unit, "异议已提出")

    # Between the unit and the committee
    staff.goto(story.contest)
    pages.go(staff.get_by_role("link", name="异议").first)
    expect(staff.locator("main")).to_contain_text(OBJECTION)
    pages.go(staff.get_by_role("link", name=re.compile("^答复")))
    staff.get_by_label("异议不成立").check()
    pages.field(staff, "答复").fill(ANSWER)
    pages.go(staff.get_by_role("button", name="答复"))
    pages.said(staff, "已答复")
    fits(staff, "small-objections")
    unit.reload()
    expect(unit.locator("main")).to_contain_text(ANSWER)
    story.answered = True


def test_award_becomes_an_honour_of_the_brand(people, portal, story):
    story.need("answered")
    staff, today = people("staff"), timezone.localdate()
    portal.move_publicity(TITLE, today - timedelta(days=8), today - timedelta(days=1))

    staff.goto(story.contest)
    pages.go(staff.get_by_role("link", name="登记表彰决定"))
    pages.field(staff, "决定文号").fill(DOCUMENT)
    pages.go(staff.get_by_role("button", name=re.compile("公布")))
    pages.said(staff, "公布")
    staff.goto(story.contest)
    expect(staff.locator("main")).to_contain_text(DOCUMENT)
    keep(staff, "small-awarded")

    for brand, award in [(VOICE, "一等奖"), (OURS, "二等奖")]:
        page = people("member")
        pages.menu(page, "品牌")
        page.get_by_label("品牌或单位名称").filter(visible=True).fill(brand)
        pages.go(page.get_by_role("button", name="查询").filter(visible=True))
        pages.go(page.locator(".lm-brands").get_by_role("link", name=brand))
        honour = section(page, "等次和荣誉").get_by_role("listitem").filter(has_text=f"{TITLE}{award}")
        expect(honour).to_contain_text(DOCUMENT)
        keep(page, "small-honour")


def places(page):
    """(place, brand, total, award) of the final table."""
    rows = page.locator("main table").first.locator("tbody tr").all()
    cells = [[cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in rows]
    return [(row[0], row[1], row[-2], row[-1].split()[0].strip("—")) for row in cells]


def reckoning(page):
    """{what: how} of the stage's arithmetic."""
    proof = page.locator(".lm-proof").first
    labels, words = proof.locator("> dt").all_inner_texts(), proof.locator("> dd").all_inner_texts()
    return dict(zip(labels, words, strict=True))


def fits(page, name):
    """At both widths, and without grave barriers; the sample has no result yet to look at."""
    keep(page, name)
    assert barriers(page) == []


def cn_day(day):
    return f"{day.month}月{day.day}日"


def contests(page):
    pages.menu(page, "品牌")
    pages.go(page.locator(".lm-tabs").get_by_role("link", name="大比武"))


def open_desk(page, story):
    page.goto(story.contest)
    pages.go(page.get_by_role("link", name="去评分"))


def desk(page):
    """(place, brand, own total, state) of every line of a judge's desk."""
    parts = (".lm-turn-no", ".lm-turn-name", ".lm-turn-total", ".lm-state")
    lines = [[line.locator(part).inner_text().strip() for part in parts] for line in page.locator(".lm-turns li").all()]
    return [(number, name.split()[0], total, word) for number, name, total, word in lines]


def enter(page, criterion, mark):
    """As a judge does: type, and go on to the next field."""
    box = page.get_by_label(criterion)
    box.fill(mark)
    box.press("Tab")


def score(page, marks, total):
    for criterion, mark in zip(CRITERIA, marks, strict=True):
        enter(page, criterion, mark)
    for criterion in CRITERIA:
        expect(said_of(page, criterion)).to_contain_text("已存")
    expect(page.locator("[data-marks-total]")).to_have_text(total)


def said_of(page, criterion):
    return page.locator(".lm-mark").filter(has=page.get_by_label(criterion)).locator(".lm-mark-said")


def heading(page):
    return page.get_by_role("heading", level=1).inner_text().strip()


def named(page, role, verb, what):
    """A link or button whose hidden part says of what."""
    return page.get_by_role(role, name=re.compile(rf"^{verb}\s*：{what}$"))


def section(page, title):
    return page.locator("section", has=page.get_by_role("heading", name=title, exact=True))


def state(page):
    return page.locator(".lm-head .lm-state").first.inner_text()
