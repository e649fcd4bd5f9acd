"""An assessment from its workbook to the printed passport: one unit, its lead unit, the committee, in their browsers.

What comes out is worked out by hand below. Each test goes on where the one before stopped.
"""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser import pages
from tests.browser.printing import printed, without_blanks
from tests.browser.watching import PHONE, barriers, keep, keep_as_is

TITLE = "示例小考核"
UNIT, OTHERS = "市委党校", 6  # of the seven 事业单位
JOINT, LEVEL, JUDGED = "参加联合活动", "民主评价", "综合评价"
# 市委党校 was asked to five joint activities of 2025 in the sample: it came to four and had leave once
STRUCK, LEAVE = "5月1日 理论学习5月联合主题党日", "请假：迎接上级检查"
CLAIM = "承办市直机关读书分享会"
WHY_STRUCK, WHY_JUDGED, WHY_LESS = "当日只签到，未参加活动", "牵头两项联盟工作", "其中一项尚未完成"
APPEAL, ANSWER = "5月的活动全程参加，请核对签到表。", "经核对签到表，只参加半场，按半次计。"
DOCUMENT = "示例工委〔2026〕98号"
RULE = "逐次加分（每次=8；最高=40）"
SCHEME = [
    ["一级指标", "分值", "评分标准", "计分方式", "数据来源", "可补充"],
    [JOINT, 40, "每参加一次计8分。", RULE, "联合活动出勤", "是"],
    [LEVEL, 20, "按民主评议结果。", "等级（等级=好：20、较好：15、一般：10）", "人工评定", "否"],
]
GRADES = [["等次", "最低分"], ["优秀", 85], ["合格", None]]
SETTINGS = [
    ["设置项", "内容"],
    ["考核对象", "各单位"],
    ["单位类别", "事业单位"],
    ["考核期间", "2025年"],
    ["满分", "60"],
    ["依据文件", "关于印发示例小考核办法的通知"],
    ["初评", "片长单位初评"],
    ["公布什么", "公布等次和得分"],
    ["对谁公布", "同一联盟内互相看到"],
]
# 4×8 = 32 from the records; with what the unit added 5×8 = 40; one record struck, 4×8 = 32
PREFILLED = "32"
SELF = "95"  # 40 + 20 + 35
FIRST = "84"  # 32 + 20 + 32, which is 合格
FINAL = "88"  # 36 + 20 + 32, which is 优秀
A4 = (595, 842)  # points, within one


class Story:
    """What one test leaves for the next."""

    scheme = round = passport = fill = submitted = passed = settled = shown = answered = final = None

    def need(self, *names):
        for name in names:
            if getattr(self, name) is None:
                pytest.fail(f"The test that brings the {name} failed, so this one cannot start.")


@pytest.fixture(scope="module")
def story():
    return Story()


# The scheme and the round


def test_staff_imports_a_scheme_and_adds_what_it_lacks(people, story, tmp_path):
    page = people("staff")
    schemes(page)
    pages.go(page.get_by_role("link", name="导入"))
    page.get_by_label("考核方案工作簿").set_input_files(workbook(tmp_path / "scheme.xlsx"))
    pages.go(page.get_by_role("button", name="导入"))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    story.scheme = page.url

    # Out of 100 there are 40 missing: it says so, and cannot be opened
    pages.go(page.get_by_role("link", name="设置"))
    pages.field(page, "满分").fill("100")
    pages.go(page.get_by_role("button", name="保存设置"))
    expect(page.locator(".lm-checklist")).to_contain_text("60")
    expect(page.get_by_role("link", name="启动考核")).to_have_count(0)
    pages.go(page.get_by_role("link", name="加一级指标"))
    pages.field(page, "指标").fill(JUDGED)
    pages.field(page, "分值").fill("40")
    pages.field(page, "评分标准").fill("按全年作用发挥情况。")
    with page.expect_navigation():
        pages.field(page, "计分方式").select_option("酌情给分")
    pages.field(page, "从").fill("0")
    pages.field(page, "到").fill("40")
    keep(page, "scheme-indicator")
    pages.go(page.get_by_role("button", name="保存指标", exact=True).last)

    expect(page.locator("main")).to_contain_text("方案齐全")
    assert [row[1].split("\n")[0] for row in pages.table(page.locator(".lm-scheme"))] == [JOINT, LEVEL, JUDGED]
    keep(page, "scheme-small")
    assert barriers(page) == []


def test_staff_opens_the_round_for_one_unit(people, story):
    story.need("scheme")
    page, today = people("staff"), timezone.localdate()
    page.goto(story.scheme)
    pages.go(page.get_by_role("link", name="启动考核"))
    for label, days in [("自评截止", 10), ("初评截止", 20), ("复核截止", 30)]:
        pages.field(page, label).fill(f"{today + timedelta(days=days)}")
    pages.go(page.get_by_role("button", name="启动考核"))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    story.round = page.url

    # The others of the category take no part
    names = page.locator("main tbody th a").all_inner_texts()
    assert len(names) == OTHERS + 1
    for name in set(names) - {UNIT}:
        pages.go(page.get_by_role("link", name=name, exact=True))
        pages.go(page.get_by_role("link", name="不参评"))
        pages.field(page, "不参评原因").fill("本轮不参评")
        pages.go(page.get_by_role("button", name="定为不参评"))
        pages.said(page, "已定为不参评")
    expect(page.get_by_role("link", name="公示")).to_have_count(0)
    keep(page, "round-opened")
    # The worker takes the facts
    pages.go(page.get_by_role("link", name=UNIT, exact=True))
    story.passport = page.url
    assert pages.comes(lambda: taken(page))


# 自评


def test_officer_finds_the_score_prefilled_and_writes_what_is_asked_on_a_phone(people, story):
    story.need("passport")
    page = people("unit", size=PHONE)
    own(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"自评：{UNIT}")
    story.fill = page.url
    expect(figure(page, JOINT)).to_have_text(PREFILLED)
    expect(leaf(page, JOINT)).to_contain_text(LEAVE)
    keep_as_is(page, "fill-phone")
    assert barriers(page) == []

    # Kept the moment it is left, without a button
    leaf(page, LEVEL).get_by_text("好", exact=True).click()
    expect(said(page, LEVEL)).to_contain_text("已保存")
    expect(figure(page, LEVEL)).to_have_text("20")
    expect(leaf(page, LEVEL).locator(".lm-leaf-sum")).to_contain_text("评为“好”")

    # A score without a reason, or out of its range, is none
    give(page, "35", "")
    expect(said(page, JUDGED)).to_contain_text("须写明理由")
    give(page, "41", WHY_JUDGED)
    expect(said(page, JUDGED)).to_contain_text("0 分至 40 分")
    page.reload()
    expect(leaf(page, LEVEL).get_by_label("好", exact=True)).to_be_checked()


def test_what_is_written_without_a_line_is_kept(people, story):
    story.need("fill")
    page = people("unit", size=PHONE)

    page.context.set_offline(True)
    give(page, "35", WHY_JUDGED)
    expect(said(page, JUDGED)).to_contain_text("网络断开，连上后自动保存")
    keep_as_is(page, "fill-offline")
    page.context.set_offline(False)

    expect(said(page, JUDGED)).to_contain_text("已保存", timeout=30_000)
    expect(page.locator("[data-scores-total]")).to_have_text(re.compile(r"^87(\.0+)?$"))
    page.reload()
    assert leaf(page, JUDGED).locator("[name=points]").input_value() == "35"


def test_officer_adds_what_the_records_lack_and_submits(people, story):
    story.need("fill")
    page = people("unit", size=PHONE)
    joint = leaf(page, JOINT)

    joint.get_by_text("补充事项").click()
    joint.get_by_label("事项", exact=True).fill(CLAIM)
    pages.go(joint.get_by_role("button", name="添加"))
    expect(leaf(page, JOINT)).to_contain_text(CLAIM)
    expect(figure(page, JOINT)).to_have_text("40")
    keep_as_is(page, "fill-claim")
    pages.go(page.locator("[data-scores-submit]").get_by_role("button"))
    pages.said(page, "自评已提交")

    page.goto(story.passport)
    assert stages(page) == {"自评": SELF}
    story.submitted = True


def test_another_unit_of_the_alliance_learns_nothing_before_the_publicity(people, story):
    story.need("submitted")
    for who in ("deputy", "member"):
        page = people(who)
        page.goto(story.round)
        expect(page.get_by_role("link", name=UNIT, exact=True)).to_have_count(0)
        for address in (story.passport, f"{story.passport}export/", story.fill):
            assert page.request.get(address).status == 404
        assert page.request.get(f"{story.round}results/").status == 404


# 初评 and 复核


def test_lead_unit_strikes_a_record_and_changes_points_with_reasons(people, story):
    story.need("submitted")
    page = people("lead")
    pages.menu(page, "考核")
    pages.go(page.get_by_role("link", name=TITLE).first)
    pages.go(page.get_by_role("link", name=UNIT, exact=True))
    pages.go(page.get_by_role("link", name="填写初评"))

    record = leaf(page, JOINT).get_by_role("listitem").filter(has_text=STRUCK)
    record.locator("summary").click()
    record.get_by_role("button", name="不计入").click()  # without a reason the browser does not send it
    expect(record.get_by_label("原因")).to_be_focused()
    record.get_by_label("原因").fill(WHY_STRUCK)
    pages.go(record.get_by_role("button", name="不计入"))
    expect(figure(page, JOINT)).to_have_text("32")
    expect(leaf(page, JOINT)).to_contain_text(WHY_STRUCK)

    give(page, "32", "")
    expect(said(page, JUDGED)).to_contain_text("理由")
    expect(page.locator("[data-scores-total]")).not_to_have_text(re.compile(rf"^{FIRST}"))
    give(page, "32", WHY_LESS)
    expect(said(page, JUDGED)).to_contain_text(re.compile("^已保存 [0-9:]+$"))
    expect(page.locator("[data-scores-total]")).to_have_text(re.compile(rf"^{FIRST}(\.0+)?$"))
    keep(page, "fill-first")
    assert barriers(page) == []
    pages.go(page.locator("[data-scores-submit]").get_by_role("button"))
    pages.said(page, "初评已提交")
    story.passed = True


def test_committee_settles_and_publishes(people, story):
    story.need("passed")
    page = people("staff")
    page.goto(story.passport)
    assert stages(page)["自评"] == SELF
    assert stages(page)["初评"] == FIRST
    pages.go(page.get_by_role("link", name="填写复核"))
    keep(page, "fill-review")
    pages.go(page.locator("[data-scores-submit]").get_by_role("button"))
    pages.said(page, "复核已完成")
    # What the committee made of it is not the unit's to see yet
    unit = people("unit")
    unit.goto(story.passport)
    assert stages(unit) == {"自评": SELF, "初评": FIRST}

    page.goto(story.round)
    pages.go(page.get_by_role("link", name="公示"))
    pages.go(page.get_by_role("button", name=re.compile("公示")))
    page.goto(story.round)
    expect(page.locator(".lm-head .lm-state")).to_contain_text("公示")
    assert results(page, story)[UNIT] == (FIRST, "合格")
    story.shown = True


# 公示, 申诉, 定格


def test_unit_appeals_and_the_committee_upholds(people, portal, story):
    story.need("shown")
    unit, staff, today = people("unit"), people("staff"), timezone.localdate()
    portal.move_round(TITLE, today - timedelta(days=1), today)  # today may be no workday

    unit.goto(story.passport)
    assert stages(unit)["定格"] == FIRST
    pages.go(unit.get_by_role("link", name="申诉", exact=True))
    pages.field(unit, "对哪一项").select_option(JOINT)
    pages.field(unit, "申诉理由").fill(APPEAL)
    pages.go(unit.get_by_role("button", name="提出申诉"))
    pages.said(unit, "申诉已提出")

    staff.goto(story.round)
    expect(staff.locator("main")).to_contain_text("有 1 件申诉没有答复")
    pages.go(staff.get_by_role("link", name="去答复"))
    expect(staff.locator("main")).to_contain_text(APPEAL)
    pages.go(staff.get_by_role("link", name="答复", exact=True))
    pages.field(staff, "申诉成立，更正得分").check()
    pages.field(staff, "更正后得分").fill("36")
    pages.field(staff, "答复").fill(ANSWER)
    keep(staff, "appeal-answer")
    pages.go(staff.get_by_role("button", name="答复"))
    pages.said(staff, "已答复")
    keep(staff, "appeals")
    assert results(staff, story)[UNIT] == (FINAL, "优秀")
    story.answered = True


def test_result_is_final_only_after_the_publicity(people, portal, story):
    story.need("answered")
    staff, today = people("staff"), timezone.localdate()
    staff.goto(story.round)
    expect(staff.get_by_role("link", name="定格")).to_have_count(0)

    portal.move_round(TITLE, today - timedelta(days=8), today - timedelta(days=1))
    staff.reload()
    pages.go(staff.get_by_role("link", name="定格"))
    pages.field(staff, "通报文号（选填）").fill(DOCUMENT)
    pages.go(staff.get_by_role("button", name=re.compile("定格")))
    staff.goto(story.round)
    expect(staff.locator(".lm-head .lm-state")).to_contain_text("定格")
    expect(staff.locator("main")).to_contain_text(DOCUMENT)
    story.final = True


# The passport


def test_passport_and_results_show_the_same_total(people, story):
    story.need("final")
    unit = people("unit")
    unit.goto(story.passport)
    assert stages(unit) == {"自评": SELF, "初评": FIRST, "复核": FIRST, "定格": FINAL}
    expect(unit.locator("main")).to_contain_text("等次：优秀")
    # The parts of every stage, and their sum
    assert score_lines(unit) == {
        JOINT: ["40", "40", "32", "32", "36"],
        LEVEL: ["20", "20", "20", "20", "20"],
        JUDGED: ["40", "35", "32", "32", "32"],
        "合计": ["100", SELF, FIRST, FIRST, FINAL],
    }
    keep(unit, "score-passport")
    assert barriers(unit) == []

    # The same to the alliance, as far as the scheme says: its total, and nothing of how it came about
    other = people("deputy")
    assert results(other, story)[UNIT] == (FINAL, "优秀")
    keep(other, "round-results")
    assert barriers(other) == []
    pages.go(other.get_by_role("link", name=UNIT, exact=True))
    assert stages(other) == {"定格": FINAL}
    for word in (APPEAL, WHY_STRUCK, WHY_LESS, CLAIM):
        expect(other.locator("main")).not_to_contain_text(word)
    assert people("deputy").request.get(f"{story.passport}appeal/").status == 403


def test_printed_passport_holds_rule_records_and_opinions(people, story):
    story.need("final")
    page = people("unit")
    page.goto(story.passport)
    pages.go(page.get_by_role("link", name="全部展开"))
    assert page.url.endswith("?all=1")

    sheets, words = printed(page)

    for on_paper in (
        "每参加一次计8分。",
        "8 × 次数",
        "已办结的联合活动，按活动当日的席位",
        STRUCK,
        f"初评不计入：{WHY_STRUCK}",
        LEAVE,
        f"{CLAIM}（补充）",
        f"自评（{UNIT}）：{WHY_JUDGED}",
        f"初评（市委宣传部）：{WHY_LESS}",
        f"申诉成立：{ANSWER}",
        "关于印发示例小考核办法的通知",
        f"合计100{SELF}.00{FIRST}.00{FIRST}.00{FINAL}.00",
    ):
        assert without_blanks(on_paper) in words, on_paper
    for on_screen_only in ("导出", "全部收起", "意见建议", "搜单位"):
        assert on_screen_only not in words
    assert all(abs(a - b) <= 1 for sheet in sheets for a, b in zip(sheet, A4, strict=True))
    assert len(sheets) <= 3


def workbook(path):
    """As an office writes it."""
    made = Workbook()
    made.active.title = "考核指标"
    made.active.append([TITLE])
    for line in SCHEME:
        made.active.append(line)
    for name, lines in [("等次", GRADES), ("方案设置", SETTINGS)]:
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    file = BytesIO()
    made.save(file)
    path.write_bytes(file.getvalue())
    return path


def schemes(page):
    pages.menu(page, "考核")
    pages.go(page.locator(".lm-tabs").get_by_role("link", name="考核方案"))


def own(page):
    """The form of the own unit, by the list of what one takes part in."""
    pages.menu(page, "考核")
    line = page.locator("section", has=page.locator("#own")).get_by_role("row").filter(has_text=TITLE)
    pages.go(line.get_by_role("link", name=re.compile("^自评")))


def taken(page):
    page.reload()
    return not page.get_by_text("正在取数").count()


def leaf(page, name):
    return page.locator(".lm-leaf", has=page.get_by_role("heading", name=re.compile(f"、{name}$")))


def figure(page, name):
    """What is written now."""
    return leaf(page, name).locator(".lm-leaf-figures .is-now dd")


def said(page, name):
    return leaf(page, name).locator(".lm-mark-said")


def give(page, points, reason):
    """As a person does: type the points, then the reason, and go on."""
    form = leaf(page, JUDGED).locator("form[data-score]")
    form.locator("[name=points]").fill(points)
    form.locator("[name=reason]").fill(reason)
    form.locator("[name=reason]").press("Tab")
    page.locator("h1").click()


def stages(page):
    """{stage: total} at the head of the passport, of those that have one."""
    found = {}
    for part in page.locator(".lm-stages.is-scores > div").all():
        words = part.locator(".lm-stage-figure").inner_text().strip()
        if words not in {"—", ""}:
            found[part.locator("dt").inner_text().strip()] = plain(words)
    return found


def score_lines(page):
    """{indicator: 满分 and the points of each stage}, and their sum."""
    rows = page.locator(".lm-score details > summary, .lm-score-sum").all()
    found = {}
    for row in rows:
        name = row.locator("> span").first.inner_text().strip().rpartition("、")[2]
        found[name] = [plain(cell) for cell in row.locator("> span[data-label]").all_inner_texts()]
    return found


def results(page, story):
    """{unit: (total, grade)} of the results table."""
    page.goto(story.round)
    pages.go(page.get_by_role("link", name="结果", exact=True))
    found = {}
    for row in page.locator("main tbody tr").all():
        total = row.locator("td[data-label=合计]").inner_text()
        grade = row.locator("td[data-label=等次]").inner_text()
        found[row.get_by_role("rowheader").inner_text()] = plain(total), grade.split()[0]
    return found


def plain(words):
    """88.00 as 88"""
    number = words.strip()
    return number.rstrip("0").rstrip(".") if "." in number else number
