"""A brand from its first word to its revision, in the order people do it. Each test goes on where another stopped.

The branch is one of the sample's that has no brand yet.
"""

import re

import pytest
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import expect

from tests.browser import pages
from tests.browser.watching import PHONE, keep, keep_as_is

OWNER, NAME = "市邮政管理局第二党支部", "驿路清风"
INITIALS = "ylqf"
WORDS = {
    "品牌名称": NAME,
    "品牌口号": "一封信走到村口",
    "依托的业务工作": "邮政普遍服务监督",
    "品牌内涵": "驿路，是邮路；清风，是作风。",
    "主要做法": "党员包片走访乡镇网点。",
    "工作成效": "偏远村投递由三日一班改为每日一班（示例）。",
}
NOTE = "请写明多久走访一次。"
MENDED = "党员包片走访乡镇网点，每月一次，问题当场登记。"
REVISED = "党员包片走访乡镇网点，每月两次，问题当场登记，十日内回访。"
BORROWER, LESSON = "市委党校第四党支部", "学“包片走访”，每月到教学点听一次意见。"
A4 = (595, 842)  # points, within one


class Story:
    """What one test leaves for the next."""

    brand = published = None

    def need(self, *names):
        for name in names:
            if getattr(self, name) is None:
                pytest.fail(f"The test that brings the {name} brand failed, so this one cannot start.")


@pytest.fixture(scope="module")
def story():
    return Story()


def test_officer_writes_leaves_and_finds_every_word_again(people, story):
    page = people("deputy")

    pages.menu(page, "品牌")
    pages.go(page.get_by_role("link", name="申报品牌").first)
    pages.field(page, "这是谁的品牌").select_option(label=OWNER)
    pages.go(page.get_by_role("button", name="开始填写"))
    for label, words in WORDS.items():
        pages.field(page, label).press_sequentially(words, delay=1)
    expect(page.locator("[data-saved]")).to_contain_text("自动保存", timeout=15_000)

    # Away without any button, and back by the list of what is in the making
    pages.menu(page, "首页")
    pages.menu(page, "品牌")
    pages.go(page.get_by_role("link", name=re.compile(rf"^继续填写\s*：{NAME}$")))
    assert {label: pages.field(page, label).input_value() for label in WORDS} == WORDS
    story.brand = page.url


def test_officer_adds_logo_and_pictures_and_submits(people, story, tmp_path):
    story.need("brand")
    page = people("deputy")
    photos = [photo(tmp_path / f"IMG_{number}.jpg", number) for number in (1, 2)]

    pages.field(page, "上传标识").set_input_files(photo(tmp_path / "logo.png", 3, (300, 300)))
    pages.field(page, "添加图片").set_input_files(photos)
    pages.field(page, "新图片的说明").fill("网点走访\n村口投递")
    keep(page, "brand-form")
    pages.go(page.get_by_role("button", name="提交审核"))

    pages.said(page, "已提交，现在是")
    assert shown_pictures(page) == ["网点走访", "村口投递"]
    assert page.get_by_role("button", name="审定并发布").count() == 0
    expect(people("unit").locator("body")).not_to_contain_text(NAME)


def test_lead_unit_returns_it_with_a_note_beside_a_field(people, story):
    story.need("brand")
    lead, officer = people("lead"), people("deputy")

    pages.todo(lead, "初审", NAME)
    keep(lead, "brand-proposed")
    pages.go(lead.get_by_role("link", name="退回修改"))
    pages.field(lead, "主要做法").fill(NOTE)
    keep(lead, "brand-return")
    pages.go(lead.get_by_role("button", name="退回修改"))
    pages.said(lead, "已退回")

    pages.todo(officer, "修改", NAME)
    beside = officer.locator("#div_id_practice")
    expect(beside.get_by_text(NOTE)).to_be_visible()
    expect(officer.locator(".lm-beside")).to_have_count(1)  # beside no other
    keep(officer, "brand-returned")
    pages.field(officer, "主要做法").fill(MENDED)
    pages.go(officer.get_by_role("button", name="提交审核"))
    pages.said(officer, "已提交")


def test_lead_reviews_and_staff_publishes(people, story):
    story.need("brand")
    lead, staff = people("lead"), people("staff")

    pages.todo(lead, "初审", NAME)
    pages.go(lead.get_by_role("button", name="初审通过"))
    pages.said(lead, "已转工委审定")

    pages.todo(staff, "审定", NAME)
    expect(staff.get_by_text(MENDED)).to_be_visible()
    pages.go(staff.get_by_role("button", name="审定并发布"))
    pages.said(staff, "已审定并发布")
    keep(staff, "brand-published")
    story.published = staff.url


def test_it_stands_in_the_gallery_and_is_found_by_its_initials(people, story):
    story.need("published")
    for page in (people("member"), people("member", size=PHONE)):
        pages.menu(page, "品牌")
        look_for(page, INITIALS)

        assert gallery(page) == [NAME]
        keep_as_is(page, "gallery-found")
        pages.go(page.locator(".lm-brands").get_by_role("link", name=NAME))
        assert shown_pictures(page) == ["网点走访", "村口投递"]
        expect(page.get_by_text("办理轨迹")).to_have_count(0)  # how it came about is not everybody's


def test_another_unit_borrows_it_and_both_sides_show_it(people, story):
    story.need("published")
    unit, owner = people("unit"), people("deputy")

    pages.menu(unit, "品牌")
    look_for(unit, INITIALS)
    pages.go(unit.locator(".lm-brands").get_by_role("link", name=NAME))
    pages.go(unit.get_by_role("link", name="借鉴这个品牌"))
    pages.field(unit, "谁来借鉴").select_option(label=BORROWER)
    pages.field(unit, "借鉴了什么").fill(LESSON)
    keep(unit, "brand-adopt")
    pages.go(unit.get_by_role("button", name="记下"))
    pages.said(unit, "已记下")

    # The side it was learned from
    owner.goto(story.published)
    learned = section(owner, "互鉴")
    expect(learned).to_contain_text("1 家借鉴")
    expect(learned.get_by_role("listitem").filter(has_text=BORROWER)).to_contain_text(LESSON)
    assert pages.inbox_titles(owner, NAME)

    # The side that learned
    pages.menu(unit, "品牌")
    look_for(unit, "育才暖心")
    pages.go(unit.locator(".lm-brands").get_by_role("link", name="育才暖心"))
    own = section(unit, "互鉴").get_by_role("listitem").filter(has=unit.get_by_role("link", name=NAME))
    expect(own).to_contain_text(LESSON)


def test_revision_is_shown_side_by_side_while_the_published_page_stays(people, story):
    story.need("published")
    owner, member = people("deputy"), people("member")

    owner.goto(story.published)
    pages.go(owner.get_by_role("button", name="修订"))
    pages.field(owner, "主要做法").fill(REVISED)
    pages.go(owner.get_by_role("button", name="存草稿"))
    pages.go(owner.get_by_role("link", name="看改了哪些"))
    keep(owner, "brand-changes")
    assert owner.locator(".lm-compare h2").all_inner_texts() == ["主要做法"]
    before, now = owner.locator(".lm-compare-pair > div").all()
    assert text_of(before) == MENDED
    assert text_of(now) == REVISED
    assert "".join(now.locator("ins").all_inner_texts()) in {"两，十日内回访", "两次，问题当场登记，十日内回访"}

    member.goto(story.published)
    expect(member.get_by_text(MENDED)).to_be_visible()
    expect(member.get_by_text("十日内回访")).to_have_count(0)

    # Accepted, the new words stand there
    owner.goto(story.published)
    pages.go(owner.get_by_role("link", name="继续填写"))
    pages.go(owner.get_by_role("button", name="提交审核"))
    pages.todo(people("lead"), "初审", NAME)
    pages.go(people("lead").get_by_role("button", name="初审通过"))
    pages.todo(people("staff"), "审定", NAME)
    pages.go(people("staff").get_by_role("button", name="审定并发布"))
    member.reload()
    expect(member.get_by_text(REVISED)).to_be_visible()
    expect(member.get_by_text(MENDED)).to_have_count(0)


def test_brand_prints_on_one_sheet_of_a4(people, story):
    story.need("published")
    page = people("deputy")  # who sees the most of it
    page.goto(story.published)

    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))

    assert [(round(float(width)), round(float(height))) for width, height in sheets] == [A4]


def test_register_opens_as_a_workbook(people, story, tmp_path):
    story.need("published")
    page = people("staff")
    pages.menu(page, "品牌")
    look_for(page, INITIALS)

    with page.expect_download() as coming:
        page.get_by_role("link", name="导出目录").click()
    path = tmp_path / "register.xlsx"
    coming.value.save_as(path)

    assert coming.value.suggested_filename.startswith("党建品牌登记表")
    rows = [[str(cell or "") for cell in row] for row in load_workbook(path).active.iter_rows(values_only=True)]
    assert "党建品牌登记表" in rows[0][0]
    [brand] = [row for row in rows if NAME in row]
    assert [brand[at] for at in range(1, 6)] == [
        "文化园",
        "市邮政管理局",
        "第二党支部",
        NAME,
        WORDS["品牌口号"],
    ]
    assert [row for row in rows if row[0] == "合计" and "1个" in row]


def section(page, heading):
    return page.locator("section", has=page.get_by_role("heading", name=heading, exact=True))


def look_for(page, words):
    """The gallery, narrowed; on a phone its filter is folded."""
    fold = page.locator("summary", has_text="筛选")
    if fold.is_visible():
        fold.click()
    page.get_by_label("品牌或单位名称").filter(visible=True).fill(words)
    pages.go(page.get_by_role("button", name="查询").filter(visible=True))


def gallery(page):
    return page.locator(".lm-brands .lm-plaque b").all_inner_texts()


def shown_pictures(page):
    """Captions of the pictures that really came."""
    shots = page.locator(".lm-brand-sheet .lm-shots li")
    for image in shots.locator("img").all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalWidth") > 0
    return shots.locator("figcaption").all_inner_texts()


def text_of(side):
    return side.locator("p").inner_text().strip()


def photo(path, number, size=(1200, 900)):
    Image.effect_noise(size, 40 * number).convert("RGB").save(path)
    return path
