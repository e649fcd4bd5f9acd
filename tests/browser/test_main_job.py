"""The main job, in the order people do it. Each test goes on where the one before stopped, on one portal."""

import re
from datetime import datetime, time, timedelta
from io import BytesIO
from urllib.request import urlopen

import icalendar
import pytest
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import expect

from portal.quarters import Quarter
from portal.workdays import add_workdays, nearest_workday_after, nearest_workday_before
from tests.browser import pages
from tests.browser.running import ROOT
from tests.browser.watching import PHONE, keep, keep_as_is

SAMPLE = ROOT / "sample"
TITLE = "乡村振兴助农服务"
MARK = "all reminders:"
BEFORE = "from django.core.management import call_command"
EVERY_REMINDER = f"from activities.models import Reminder; print('{MARK}', *Reminder.objects.sent(), sep=chr(10))"
ALLIANCE = "文化园"
TRAINING = "新媒体写作小班课"
AS_LOADED = ("88", "606", "11,852", 7, 7)
REASON = "请写明返程时间，走访农户不超过十户。"


class Story:
    """What one test leaves for the next."""

    activity = feed = None

    def __init__(self):
        today = timezone.localdate()
        yesterday = today - timedelta(days=1)
        self.quarter = Quarter.of(today)
        self.planned = add_workdays(today, 4)  # no activity of the sample is on that day
        # When it will have been held: in the quarter of today, of whose theme days nobody was reminded yet.
        if yesterday in self.quarter:
            self.held = moment(yesterday, 9), moment(yesterday, 11, 30)
        else:
            self.held = moment(today, 0), moment(today, 0, 1)

    def need(self, *names):
        for name in names:
            if getattr(self, name) is None:
                pytest.fail(f"The test that brings the {name} failed, so this one cannot start.")


@pytest.fixture(scope="module")
def story():
    return Story()


# 1. Staff and the 1+7+N


def test_staff_sees_the_alliances_in_official_order(people):
    page = people("staff")

    assert pages.figures(page) == AS_LOADED
    keep(page, "alliances")
    names = page.locator(".lm-al-head h3 a").all_inner_texts()
    assert names == ["团结松", "发展先锋", "文化园", "同心圆", "平安城市", "财源广建", "美丽城市"]

    pages.go(page.get_by_role("link", name="单位名册"))
    listed = page.locator("tbody th.lm-unit a").all_inner_texts()
    sheet = load_workbook(SAMPLE / "roster-2026.xlsx", read_only=True)["党组织花名册"]
    official = [name for (name,) in sheet.iter_rows(min_row=6, max_row=93, min_col=3, max_col=3, values_only=True)]
    assert listed == official
    keep(page, "organizations")


def test_staff_is_shown_every_fault_of_a_roster(people):
    page = people("staff")

    pages.upload_roster(page, SAMPLE / "roster-2026-faulty.xlsx")

    expect(page.get_by_role("alert")).to_contain_text("没有写入任何内容")
    assert pages.table(page.locator("section", has=page.locator("#workbook-faults"))) == [
        ["党组织花名册", "第9行", "党员数", "应为整数，现为“约七十”"],
        ["党组织花名册", "第10行", "本届任期起始", "2月没有31日"],
        ["联盟分组", "第6行", "席位", "团结松党建联盟有两个片长单位，第5行已有"],
        ["党支部花名册", "第9行", "党员数", "不能小于0，现为“-3”"],
    ]
    keep(page, "roster-faults")
    assert pages.figures(page) == AS_LOADED


def test_staff_imports_a_roster_and_takes_it_back(people):
    page = people("staff")

    pages.upload_roster(page, SAMPLE / "roster-2026-changed.xlsx")
    expect(page.get_by_role("heading", name="核对后确认导入")).to_be_visible()
    assert pages.table(page.locator("table").first) == [
        ["党组织", "1", "2", "86", "0", "0"],
        ["商（协）会党组织", "0", "0", "0", "0", "0"],
        ["联盟", "0", "0", "7", "0", "0"],
        ["席位", "1", "2", "93", "0", "0"],
        ["党支部", "2", "2", "604", "0", "0"],
    ]
    keep(page, "roster-preview")
    pages.go(page.get_by_role("button", name="确认导入"))
    pages.said(page, "花名册已导入")
    keep(page, "roster-applied")
    assert pages.figures(page) == ("89", "608", "11,875", 7, 7)

    pages.open_import(page)
    pages.go(page.get_by_role("row", name="roster-2026-changed.xlsx").get_by_role("link", name="查看"))
    pages.go(page.get_by_role("link", name="撤销导入"))
    keep(page, "roster-undo")
    pages.go(page.get_by_role("button", name="撤销导入"))
    pages.said(page, "数据恢复到导入以前")
    keep(page, "roster-undone")
    assert pages.figures(page) == AS_LOADED


# 3. A member's phone: before the activity is there, so that the feed is seen to change


def test_member_subscribes_to_the_calendar_on_a_phone(people, story):
    page = people("member", size=PHONE)

    pages.menu(page, "日历")
    keep_as_is(page, "member-month")
    pages.go(page.get_by_role("link", name="订阅到手机"))
    keep_as_is(page, "member-feed-new")
    pages.field(page, "名称").fill("文化园的活动")
    pages.field(page, "联盟").select_option(ALLIANCE)
    pages.go(page.get_by_role("button", name="建立订阅"))

    feed = pages.field(page, "订阅地址").input_value()
    keep_as_is(page, "member-feed")
    assert TRAINING in titles_of(feed)
    assert TITLE not in titles_of(feed)
    story.feed = feed


def test_member_signs_up_for_an_open_training_on_a_phone(people):
    page = people("member", size=PHONE)

    pages.menu(page, "首页")
    keep_as_is(page, "member-home")
    pages.go(page.get_by_role("link", name=TRAINING))
    pages.go(page.get_by_role("button", name="我要报名"))

    expect(page.locator("section", has=page.locator("#signup"))).to_contain_text("您已报名")
    keep_as_is(page, "member-signup")


# 2. From plan to archive


def test_lead_plans_staff_returns_lead_mends_staff_approves(people, story):
    lead, staff = people("lead"), people("staff")

    # Planned and submitted
    pages.plan(lead, title=TITLE, day=story.planned)
    keep(lead, "form-filled")
    assert pages.ticked_units(lead) == (14, 14)
    pages.go(lead.get_by_role("button", name="提交审定"))
    pages.said(lead, "已提交，现在是“计划待审定”")
    assert pages.state(lead) == "计划待审定"

    # Returned with a reason
    pages.todo(staff, "审定", TITLE)
    keep(staff, "plan-submitted")
    pages.with_reason(staff, "退回修改", REASON)
    pages.said(staff, "已退回")

    # Mended and submitted again
    pages.todo(lead, "修改", TITLE)
    expect(lead.locator("main")).to_contain_text(REASON)
    keep(lead, "plan-returned")
    pages.field(lead, "活动安排").fill("走访农户八户，帮助销售农产品；十一点半集中返程。")
    pages.go(lead.get_by_role("button", name=re.compile("提交")))
    pages.said(lead, "已提交，现在是“计划待审定”")

    # Approved
    pages.todo(staff, "审定", TITLE)
    pages.go(staff.get_by_role("button", name="审定通过"))
    pages.said(staff, "已审定发布")
    assert pages.state(staff) == "已发布"
    story.activity = staff.url


def test_published_activity_stands_in_calendars_and_feed_at_once(people, story):
    story.need("activity", "feed")

    for page, name in [(people("member", size=PHONE), "member"), (people("deputy"), "deputy")]:
        pages.show_month(page, story.planned)
        expect(page.get_by_role("link", name=re.compile(TITLE)).filter(visible=True).first).to_be_visible()
        keep_as_is(page, f"calendar-{name}")

    # The phone's own calendar fetches the feed without a session.
    event = events_of(story.feed)[TITLE]
    assert event["STATUS"] == "CONFIRMED"
    assert event.start == moment(story.planned, 9)
    assert event["LOCATION"] == "芳村主题党日基地"


# 3. The invited units


def test_units_answer_the_invitation(people, story):
    story.need("activity")
    unit, deputy = people("unit"), people("deputy")

    pages.todo(unit, "答复", TITLE)
    keep(unit, "answer")
    pages.field(unit, "参加").check()
    pages.field(unit, "参加人数").fill("6")
    pages.field(unit, "参加人员").fill("示例党员甲、示例党员乙")
    pages.go(unit.get_by_role("button", name="答复"))
    assert pages.answers(unit)["市委党校"] == ("参加", "示例党员甲、示例党员乙", "6")

    pages.todo(deputy, "答复", TITLE)
    pages.field(deputy, "请假").check()
    pages.field(deputy, "请假事由").fill("当日承办省局检查")
    pages.go(deputy.get_by_role("button", name="答复"))
    assert pages.answers(deputy)["市邮政管理局"] == ("请假", "当日承办省局检查", "—")
    keep(deputy, "activity-answered")


# 4. Reminders, while nothing is held


def test_every_alliance_without_theme_day_is_reminded_once(people, portal, story):
    story.need("activity")
    owing = pages.without_theme_day(people("staff"), story.quarter)
    assert ALLIANCE in owing
    day = workdays_before_the_end(story.quarter, 30)

    told = remind(portal, day, day)

    assert reminded(told, story.quarter, "首次提醒") == sorted(owing)


# 2. Held, reported, accepted


def test_lead_calls_the_roll_and_reports(people, portal, story, tmp_path):
    story.need("activity")
    lead = people("lead")
    portal.move_activity(TITLE, *story.held)

    # The roll: prefilled with the answers, one more came
    pages.todo(lead, "写总结", TITLE)
    pages.go(lead.get_by_role("link", name="先点名"))
    keep(lead, "roll-call")
    assert pages.field(lead, "市委党校").input_value() == "6"
    pages.field(lead, "市委党校").fill("7")
    pages.field(lead, "市委宣传部").fill("9")
    pages.go(lead.get_by_role("button", name="保存点名"))

    # The report comes next
    expect(lead.locator("main")).to_contain_text("16 人次，由点名带出")
    pages.field(lead, "活动情况").fill("走访农户八户，现场帮助销售农产品，解决灌溉用水问题一件。")
    for measure, value in [("助农消费", "8,700"), ("解决问题", "1"), ("志愿服务", "38")]:
        lead.get_by_label(measure, exact=True).fill(value)
    pages.field(lead, "实际支出").fill("1150")
    pages.field(lead, "添加图片").set_input_files([picture_with_place(tmp_path / f"IMG_{n}.jpg", n) for n in (1, 2)])
    pages.field(lead, "新图片的说明").fill("走访农户\n助农集市")
    keep(lead, "report-filled")
    pages.go(lead.get_by_role("button", name="提交总结"))
    pages.said(lead, "总结已提交")
    assert pages.state(lead) == "总结待审定"


def test_pictures_of_the_report_tell_no_place(people, story):
    story.need("activity")
    lead = people("lead")
    lead.goto(story.activity)

    links = lead.locator(".lm-shots a")
    assert links.count() == 2
    for link in links.all():
        image = picture_at(lead, link.get_attribute("href"))
        assert dict(image.getexif()) == {}
        assert image.info.keys().isdisjoint({"exif", "xmp", "comment"})
    # The worker makes the thumbnails soon.
    small = links.last.locator("img").get_attribute("src")
    assert pages.comes(lambda: picture_at(lead, small).width <= 480, seconds=120)


def test_nothing_more_is_sent_to_who_has_reported(people, portal, story):
    story.need("activity")
    owing = pages.without_theme_day(people("staff"), story.quarter) - {ALLIANCE}

    told = remind(portal, workdays_before_the_end(story.quarter, 10))

    assert reminded(told, story.quarter, "二次提醒") == sorted(owing)


def test_staff_accepts_and_it_counts(people, story):
    story.need("activity")
    staff = people("staff")
    pages.menu(staff, "首页")
    before = pages.home_figures(staff)

    pages.todo(staff, "审定", TITLE)
    keep(staff, "report-submitted")
    pages.go(staff.get_by_role("button", name="审定通过"))
    pages.said(staff, "活动办结")
    assert pages.state(staff) == "办结"
    keep(staff, "activity-archived")

    pages.menu(staff, "首页")
    after = pages.home_figures(staff)
    assert {name: after[name] - before[name] for name in after} == {
        "联合主题党日（场次）": 1,
        "参与单位（单位次）": 2,
        "助农消费（元）": 8700,
        "解决问题（件）": 1,
        "志愿服务（人次）": 38,
    }
    keep(staff, "home-staff-after")
    assert pages.theme_days(staff, story.quarter)[ALLIANCE] == "已办"
    keep(staff, "duties-after")


# 4. Overdue


def test_overdue_duties_reach_liaison_and_staff(people, portal, story):
    story.need("activity")
    owing = pages.without_theme_day(people("staff"), story.quarter)
    assert ALLIANCE not in owing
    day = nearest_workday_after(story.quarter.last_day + timedelta(days=1))

    told = remind(portal, day, day)

    assert reminded(told, story.quarter, "逾期提醒") == sorted(owing)
    # The sample's leader looks after 文化园 and 美丽城市.
    overdue = f"联合主题党日（{story.quarter.label}）逾期提醒"
    assert pages.inbox_titles(people("staff"), overdue) == {f"{name}：{overdue}" for name in owing}
    assert pages.inbox_titles(people("liaison"), overdue) == {
        f"{name}：{overdue}" for name in owing & {ALLIANCE, "美丽城市"}
    }
    keep(people("liaison"), "inbox-liaison")
    pages.menu(people("liaison"), "首页")
    keep(people("liaison"), "home-liaison")


def moment(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def workdays_before_the_end(quarter, number):
    """The day on which so many workdays are left in the quarter, itself included."""
    return add_workdays(nearest_workday_before(quarter.last_day), 1 - number)


def remind(portal, *days):
    """`manage.py remind --on` each of the days, then every reminder that was ever sent, as the admin calls it."""
    commands = [f"call_command('remind', on='{day}')" for day in days]
    told = portal.manage("shell", "--verbosity=0", f"--command={';'.join([BEFORE, *commands, EVERY_REMINDER])}")
    return told.split(MARK)[1].splitlines()


def reminded(told, quarter, occasion):
    """Whose alliance was reminded of the quarter's joint theme day, once for each time; perhaps by the portal itself,
    which makes up for this morning's reminders when it starts later in the day."""
    ends_with = f"党建联盟：{quarter.label}联合主题党日，{occasion}"
    return sorted(line.removesuffix(ends_with) for line in told if line.endswith(ends_with))


def events_of(feed):
    with urlopen(feed, timeout=10) as answer:
        calendar = icalendar.Calendar.from_ical(answer.read())
    return {re.sub("^.*：", "", str(event["SUMMARY"])): event for event in calendar.walk("VEVENT")}


def titles_of(feed):
    return set(events_of(feed))


def picture_with_place(path, number):
    """A photograph as a phone takes it: with the place in it."""
    image = Image.effect_noise((1600, 1200), 40 * number).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "示例手机"
    exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 51.0, 30.0), 3: "E", 4: (117.0, 43.0, 12.0)})
    image.save(path, exif=exif)
    assert Image.open(path).getexif().get_ifd(0x8825)[1] == "N"
    return path


def picture_at(page, address):
    return Image.open(BytesIO(page.request.get(address).body()))
