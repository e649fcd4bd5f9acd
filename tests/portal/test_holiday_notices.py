"""The notice of a year from a file: all its days or every fault by row, and the same twice changes nothing."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal import workdays
from portal.holiday_notices import enter, read_days
from portal.models import HolidayNotice, SpecialDay
from portal.workbooks import Faults, write_table
from tests.factories import make_organization, make_user

HEADER = "date,weekday,kind,festival"
NEW_YEAR = ["2027-01-01,周五,休,元旦", "2027-01-02,周六,休,元旦", "2027-01-03,周日,休,元旦", "2027-01-09,周六,班,元旦"]
DAYS = [
    (date(2027, 1, 1), "off", "元旦"),
    (date(2027, 1, 2), "off", "元旦"),
    (date(2027, 1, 3), "off", "元旦"),
    (date(2027, 1, 9), "work", "元旦"),
]
URL = "admin:portal_holidaynotice"


def csv_of(*lines, encoding="utf-8"):
    return "\n".join([HEADER, *lines]).encode(encoding)


def read(data, name="2027.csv"):
    return read_days(BytesIO(data), name, 2027)


def faults_of(data, name="2027.csv"):
    with pytest.raises(Faults) as found:
        read(data, name)
    return [str(fault) for fault in found.value.faults]


def special_days():
    return list(SpecialDay.objects.values_list("day", "kind", "festival"))


def post(client, data, pk=None, name="2027.csv", **fields):
    url = reverse(f"{URL}_change", args=[pk]) if pk else reverse(f"{URL}_add")
    given = {"year": 2027, "document": "示例发〔2026〕1号", "note": ""} | fields
    return client.post(url, given | ({"file": SimpleUploadedFile(name, data)} if data is not None else {}))


@pytest.fixture
def staff(client):
    user = make_user(post="staff")
    client.force_login(user)
    return user


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_file_is_read_as_offices_save_it(encoding):
    assert read(csv_of(*NEW_YEAR, encoding=encoding)) == DAYS


def test_kept_notice_is_read_as_it_stands():
    rows = (workdays.DATA / "workdays_2025_2026.csv").read_text("utf-8").splitlines()
    of_2026 = [row for row in rows if row.startswith("2026")]

    found = read_days(BytesIO(csv_of(*of_2026)), "2026.csv", 2026)

    assert {day: workdays.ENTERED_KINDS[kind](festival) for day, kind, festival in found} == workdays._kept(2026)


def test_workbook_with_chinese_titles_is_read():
    titles, rows = ["日期", "类别", "节日"], [[day, "班" if kind == "work" else "休", name] for day, kind, name in DAYS]
    data = write_table("放假安排", titles, rows, unit="示例工委", as_of=date(2026, 11, 20))

    assert read(data, "2027.xlsx") == DAYS


def test_december_before_belongs_to_the_notice():
    assert read(csv_of("2026-12-31,周四,休,元旦", *NEW_YEAR))[0] == (date(2026, 12, 31), "off", "元旦")


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ([], ["表中没有日期。"]),
        (["2027-01-01,周五,放,元旦"], ["第2行 类别：应为“休、班”之一，现为“放”"]),
        (["2027-01-01,周四,休,元旦"], ["第2行 星期：2027-01-01是周五，不是周四"]),
        (["2027-01-01,周五,休,"], ["第2行 节日：不能为空"]),
        (["2026-01-01,周四,休,元旦"], ["第2行 日期：2026-01-01不属于2027年"]),
        (["2027-01-04,周一,班,元旦"], ["第2行 类别：平日本来就上班"]),
        ([*NEW_YEAR, NEW_YEAR[0]], ["第6行 日期：2027-01-01与第2行重复"]),
        (
            ["2027-01-01,周四,休,元旦", "2027-13-01,,休,元旦", "2027-01-04,,班,元旦"],
            [
                "第2行 星期：2027-01-01是周五，不是周四",
                "第3行 日期：没有13月",
                "第4行 类别：平日本来就上班",
            ],
        ),
    ],
    ids=["empty", "kind", "weekday", "festival", "year", "worked anyway", "twice", "all at once"],
)
def test_faults_are_named_by_row(lines, faults):
    assert faults_of(csv_of(*lines)) == faults


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "没有"),
        (b"\x80\xff\xff", "a.csv", "编码"),
        (b"PK\x03\x04", "a.xlsx", "文件"),
        (b"date", "a.txt", ".xlsx"),
        (b"date,kind,festival\n" + b"2027-01-01,\x00,\x00\n", "a.csv", "第2行"),
        (csv_of("=1+1,,休,元旦"), "a.csv", "公式"),
        (csv_of(*["2027-01-01,,休,元旦"] * 400), "a.csv", "不超过366行"),
        (b'"' + b"x" * 200_000, "a.csv", "逗号分隔"),
    ],
    ids=["empty", "encoding", "broken", "other", "zero byte", "formula", "long", "one cell"],
)
def test_strange_file_is_answered(data, name, words):
    assert words in faults_of(data, name)[0]


@pytest.mark.django_db
def test_notice_entered_twice_changes_nothing():
    notice = HolidayNotice.objects.create(year=2027, document="示例发〔2026〕1号")
    enter(notice, DAYS)
    written = SpecialDay.history.count()

    enter(notice, DAYS)

    assert special_days() == DAYS
    assert SpecialDay.history.count() == written == 4


@pytest.mark.django_db
def test_notice_entered_anew_drops_its_days_and_keeps_corrections():
    notice = HolidayNotice.objects.create(year=2027, document="示例发〔2026〕1号")
    enter(notice, DAYS)
    by_hand = SpecialDay.objects.create(day=date(2027, 7, 1), kind="off", document="示例通知")

    enter(notice, DAYS[:2])

    assert special_days() == [*DAYS[:2], (by_hand.day, "off", "")]


@pytest.mark.django_db
def test_staff_enter_the_notice_of_a_year(client, staff, django_capture_on_commit_callbacks):
    assert not workdays.is_published(2027)

    with django_capture_on_commit_callbacks(execute=True):
        response = post(client, csv_of(*NEW_YEAR))

    assert response.status_code == 302
    assert special_days() == DAYS
    assert workdays.is_published(2027)
    assert workdays.day_kind(date(2027, 1, 9)).work
    assert set(SpecialDay.history.values_list("history_user", "address")) == {(staff.pk, "127.0.0.1")}


@pytest.mark.django_db
def test_number_of_the_document_is_corrected_with_its_days(client, staff):
    post(client, csv_of(*NEW_YEAR))
    notice = HolidayNotice.objects.get()

    response = post(client, None, pk=notice.pk, document="示例发〔2026〕2号")

    assert response.status_code == 302
    assert special_days() == DAYS
    assert set(SpecialDay.objects.values_list("document", flat=True)) == {"示例发〔2026〕2号"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "fields", "words"),
    [
        (None, {}, "这个字段是必填项"),
        (csv_of("2027-01-01,周四,休,元旦"), {}, "第2行 星期：2027-01-01是周五，不是周四"),
        (csv_of(*[f"2027-01-01,周四,休,{number}" for number in range(40)]), {}, "还有49处问题。"),
        (csv_of(*NEW_YEAR), {"year": 1999}, "2000"),
        (csv_of(*NEW_YEAR), {"year": "x" * 300}, "整数"),
    ],
    ids=["no file", "fault", "many faults", "early year", "no year"],
)
def test_notice_with_faults_is_not_entered(client, staff, data, fields, words):
    response = post(client, data, **fields)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert [HolidayNotice.objects.count(), SpecialDay.objects.count()] == [0, 0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "2026-10-09", "kind": "work"}, "平日本来就上班"),
        ({"day": "1999-10-09", "kind": "off"}, "2000年至2099年"),
        ({"day": "0", "kind": "off"}, "有效的日期"),
        ({"day": "2026-10-09", "kind": "x"}, "选"),
    ],
)
def test_wrong_correction_is_refused(client, staff, fields, words):
    given = {"festival": "", "document": "示例通知", "note": ""} | fields

    response = client.post(reverse("admin:portal_specialday_add"), given)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert SpecialDay.objects.count() == 0


@pytest.mark.django_db
def test_chosen_corrections_are_deleted_with_history(client, staff):
    row = SpecialDay.objects.create(day=date(2026, 9, 9), kind="off", document="示例通知")
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}

    client.post(reverse("admin:portal_specialday_changelist"), chosen)

    assert not SpecialDay.objects.exists()
    assert SpecialDay.history.values_list("history_type", "history_user").first() == ("-", staff.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("post_", "status"), [("staff", 200), ("leader", 302), ("officer", 302), ("member", 302), ("judge", 302)]
)
def test_calendar_is_corrected_by_staff_of_any_committee(client, post_, status):
    client.force_login(make_user(post=post_, organization=make_organization()))

    pages = [client.get(reverse(f"admin:portal_{name}_changelist")) for name in ("specialday", "holidaynotice")]

    assert [page.status_code for page in pages] == [status, status]
