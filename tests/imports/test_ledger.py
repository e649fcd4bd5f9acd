from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Sum

from activities import ledger
from activities.models import Activity, Outcome, Participation, Report, Step
from alliances.models import Seat
from portal.access import WrongState
from portal.workbooks import Faults
from tests.factories import make_staff
from tests.imports.workbooks import SAMPLE, column_of, edited, put

OLD, NEW = SAMPLE / "activities-2023.xlsx", SAMPLE / "activities-2025-2026.xlsx"
SHEET = "活动台账"


def at(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("Asia/Shanghai"))


def old(*edits):
    return edited(OLD, *edits)


@pytest.fixture
def recorded(imported):
    """The committee with the ledger of 2023."""
    ledger.apply(ledger.plan_ledger(imported, OLD))
    return imported


def test_both_sample_ledgers_are_all_new(imported):
    first = ledger.plan_ledger(imported, OLD)
    second = ledger.plan_ledger(imported, NEW)

    nothing = {"there": 0, "differing": 0, "faulty": 0}
    assert first.counts() == {"new": 21, "warnings": len(first.warnings)} | nothing
    assert second.counts() == {"new": 133, "warnings": len(second.warnings)} | nothing
    assert not Activity.objects.exists()


def test_a_row_becomes_an_archived_activity(recorded):
    activity = Activity.objects.get(title__startswith="“微宣讲")

    assert (activity.state, activity.is_late_record, activity.precision) == ("accepted", True, "day")
    assert (activity.starts_at, activity.ends_at) == (at(2023, 2, 3), at(2023, 2, 3, 23, 59, 59))
    assert (str(activity.alliance), str(activity.host), activity.place) == (
        "文化园党建联盟",
        "市委宣传部",
        "祁门县芳村",
    )
    assert str(activity.type) == "联合主题党日"
    units = activity.participations.values_list("organization__short_name", flat=True)
    assert set(units) == {"市委宣传部", "市文明办", "市委党校", "市委党史和地方志研究室", "黄山日报社", "市文旅局"}
    assert set(activity.participations.values_list("answer", "present_count")) == {("attending", None)}
    assert activity.summary.head_count == 30
    assert dict(activity.summary.outcomes.values_list("measure__name", "value")) == {
        "助农消费": Decimal(21800),
        "解决问题": Decimal(2),
        "志愿服务": Decimal(86),
    }
    assert [step.verb for step in activity.steps.all()] == [Step.Verb.IMPORT]


def test_the_committees_own_activities_have_no_alliance_and_no_host(recorded):
    own = Activity.objects.filter(alliance=None)

    assert [str(activity) for activity in own] == ["“传承红色基因、弘扬清廉之风”", "“我心向阳、乡约春光”"]
    assert {activity.host for activity in own} == {None}
    assert own[0].participations.count() == 7


def test_a_month_is_the_whole_month(recorded):
    activity = Activity.objects.get(starts_at=at(2023, 6, 1), precision="month")

    assert activity.ends_at == at(2023, 6, 30, 23, 59, 59)


def test_none_is_no_figure_and_zero_is_one(recorded):
    none = Activity.objects.get(title="党员先锋进社区联合主题党日").summary
    zero = Activity.objects.get(title="赴温州商会考察走访交流").summary

    assert not none.outcomes.filter(measure__name="助农消费").exists()
    assert zero.outcomes.get(measure__name="解决问题").value == 0


def test_an_old_name_of_a_type_is_known(recorded):
    assert Activity.objects.filter(type__name="进主题党日基地").count() == 4


def test_same_ledger_again_changes_nothing(recorded):
    tables = (Activity, Participation, Report, Outcome, Step)
    before = {model: list(model.objects.order_by("pk").values()) for model in tables}

    plan = ledger.plan_ledger(recorded, OLD)
    made = ledger.apply(plan)

    assert (plan.counts()["new"], plan.counts()["there"], made) == (0, 21, [])
    assert {model: list(model.objects.order_by("pk").values()) for model in tables} == before


def test_a_row_that_changed_is_listed_and_not_overwritten(recorded):
    plan = ledger.plan_ledger(recorded, old(put(SHEET, 5, "参加人次", 31), put(SHEET, 5, "助农消费（元）", "无")))
    ledger.apply(plan)

    title = "“微宣讲‘声’入人心，志愿行助力振兴”联合主题党日"
    assert plan.differing == [f"活动台账 第5行：“{title}”已有记录，参加人次记为“30”，台账为“31”，没有改动。"]
    assert Report.objects.get(activity__title=title).head_count == 30


def test_units_without_a_seat_on_the_day_are_warnings(imported):
    Seat.objects.filter(organization__short_name="市委宣传部").update(since=at(2020, 1, 1).date())

    plan = ledger.plan_ledger(imported, OLD)

    assert plan.faults == []
    assert "活动台账 第5行 参加单位：市文旅局2023年2月3日在文化园党建联盟没有席位。" in plan.warnings
    assert not any("第5行" in warning and "市委宣传部" in warning for warning in plan.warnings)


FAULTS = {
    "unknown unit": (put(SHEET, 5, "参加单位", "市委宣传部、市火星局"), "参加单位：没有简称为“市火星局”的党组织"),
    "unknown host": (put(SHEET, 5, "牵头单位", "市火星局"), "牵头单位：没有简称为“市火星局”的党组织"),
    "unknown alliance": (put(SHEET, 5, "联盟", "星际党建联盟"), "联盟：不认识的联盟“星际党建联盟”"),
    "unknown type": (
        put(SHEET, 5, "活动类型", "登月"),
        "活动类型：不认识的活动类型“登月”，请先在基础数据中登记或补上别名",
    ),
    "31 February": (put(SHEET, 5, "活动时间", "2023.02.31"), "活动时间：2月没有31日"),
    "future": (put(SHEET, 5, "活动时间", "2099-01-01"), "活动时间：2099年1月1日还没有到，台账只收已经开展的活动"),
    "text for a number": (put(SHEET, 5, "参加人次", "三十"), "参加人次：应为整数，现为“三十”"),
    "negative": (put(SHEET, 5, "参加人次", -30), "参加人次：不能小于0，现为“-30”"),
    "formula": (put(SHEET, 5, "备注", "=cmd|'/c calc'!A0"), "备注：不接受公式，请粘贴为值"),
    "long title": (put(SHEET, 5, "活动主题", "长" * 81), "活动主题：最多80个字，现有81个字"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_ledger_fault_names_its_place(imported, kind):
    edit, expected = FAULTS[kind]

    plan = ledger.plan_ledger(imported, old(edit))

    assert [str(fault) for fault in plan.faults] == [f"活动台账 第5行 {expected}"]
    with pytest.raises(Faults):
        ledger.apply(plan)
    assert not Activity.objects.exists()


def test_same_activity_twice_in_the_file_is_a_fault(imported):
    def repeat(book):
        for column in range(1, 15):
            book[SHEET].cell(6, column).value = book[SHEET].cell(5, column).value
        book[SHEET].cell(6, 5).value = "2023年2月3日"

    plan = ledger.plan_ledger(imported, old(repeat))

    title = "“微宣讲‘声’入人心，志愿行助力振兴”联合主题党日"
    assert [str(fault) for fault in plan.faults] == [
        f"活动台账 第6行 活动主题：市委宣传部2023年2月3日的“{title}”重复，第5行已有"
    ]


def test_a_roster_is_no_ledger(imported):
    with pytest.raises(Faults, match=r"没有找到表头|表头缺少"):
        ledger.plan_ledger(imported, SAMPLE / "roster-2026.xlsx")


def test_apply_is_refused_when_another_was_quicker(imported):
    staff = make_staff(imported)
    first, second = ledger.plan_ledger(imported, OLD), ledger.plan_ledger(imported, OLD)
    ledger.apply(first, by=staff)

    with pytest.raises(WrongState, match="刚刚已由别人导入"):
        ledger.apply(second, by=staff)
    assert Activity.objects.count() == 21


def test_the_headline_of_july_2023_comes_out_of_the_ledger(recorded):
    """“截至7月底，组织开展13场次的联合主题党日，助农消费28万余元，解决问题32件，志愿服务1100余次”"""
    held = Activity.objects.filter(starts_at__lt=at(2023, 8, 1))
    total = dict(Outcome.objects.filter(report__activity__in=held).values_list("measure__name").annotate(Sum("value")))

    assert held.filter(type__name="联合主题党日").count() == 13
    assert total == {"助农消费": 283600, "解决问题": 32, "志愿服务": 1126}


def test_activity_that_stands_in_two_sheets_is_a_fault(imported):
    def twice(workbook):
        workbook.copy_worksheet(workbook[SHEET]).title = "另一张"

    plan = ledger.plan_ledger(imported, old(twice))

    assert len(plan.faults) == len(plan.new) == 21
    assert str(plan.faults[0]).startswith("另一张 第")
    assert f"重复，{SHEET} 第" in str(plan.faults[0])


@pytest.mark.parametrize("names", [("工委", "工委本级"), ("文化园党建联盟", "文化园")])
def test_activity_under_two_names_of_its_alliance_is_a_fault(imported, names):
    def again(workbook):
        sheet = workbook[SHEET]
        titles = {column: column_of(sheet, column) - 1 for column in ("联盟", "牵头单位", "活动主题")}
        for name, host in zip(names, ("市委宣传部", "市文明办"), strict=True):
            line = [cell.value for cell in sheet[5]]
            for column, value in zip(titles.values(), (name, host, "示例活动"), strict=True):
                line[column] = value
            sheet.append(line)

    faults = [fault for fault in ledger.plan_ledger(imported, old(again)).faults if "重复" in str(fault)]

    assert len(faults) == 1
