"""The pages of both imports: who may, what they show, and that a faulty file leaves no trace."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.models import User
from activities.models import Activity, ActivityType
from alliances.models import Organization
from branches.models import RosterImport
from tests.factories import make_alliance, make_committee, make_leader, make_member, make_officer, make_staff
from tests.imports.workbooks import SAMPLE, change_roster, edited, put, spoil_roster, upload
from tests.imports.workbooks import roster as workbook

LEDGER = SAMPLE / "activities-2023.xlsx"


@pytest.fixture
def staff(imported):
    return make_staff(imported)


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def post_roster(desk, file, **fields):
    return desk.post(reverse("roster-import"), {"file": file, **fields})


def previewed(desk):
    post_roster(desk, workbook(change_roster))
    return RosterImport.objects.get(state="previewed")


def test_roster_import_walks_from_preview_to_undo(desk, staff, whole):
    before = whole()

    response = desk.post(reverse("roster-import"), {"file": workbook(change_roster)}, follow=True)
    page = response.content.decode()
    assert "确认导入" in page
    assert "党员数：<del>64</del> → <ins>66</ins>" in page
    assert whole() == before
    record = RosterImport.objects.get(state="previewed")

    response = desk.post(reverse("roster-import-apply", args=[record.pk]), follow=True)
    assert "花名册已导入。" in response.content.decode()
    assert Organization.objects.get(short_name="市委宣传部").member_count == 66

    undo = reverse("roster-import-undo", args=[record.pk])
    assert "数据恢复到导入以前" in desk.get(undo).content.decode()
    response = desk.post(undo, follow=True)
    assert "已撤销，数据恢复到导入以前。" in response.content.decode()
    assert whole() == before


def test_faulty_roster_shows_every_place_and_leaves_no_trace(desk, whole):
    before = whole()

    page = post_roster(desk, workbook(spoil_roster)).content.decode()

    assert "有 4 处需要改正" in page
    for text in ("约七十", "2月没有31日", "团结松党建联盟有两个片长单位，第5行已有", "不能小于0，现为“-3”"):
        assert text in page
    assert whole() == before
    assert RosterImport.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的。"),
        (b"hello", "不是 .xlsx 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xls", "旧版 .xls 文件"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_at_the_field(desk, content, message):
    assert message in post_roster(desk, upload(content)).content.decode()
    assert message in desk.post(reverse("activity-import"), {"file": upload(content)}).content.decode()


def test_too_large_a_file_is_refused_by_its_size(desk, monkeypatch):
    monkeypatch.setattr("branches.roster_forms.MAX_UPLOAD", 1024 * 1024)
    file = upload(b"PK" + bytes(1024 * 1024))

    assert "文件超过1MB" in post_roster(desk, file).content.decode()


def test_an_unchanged_roster_needs_no_import(desk):
    page = post_roster(desk, workbook()).content.decode()

    assert "名册与现有数据一致" in page
    assert RosterImport.objects.count() == 1


def test_markup_in_a_workbook_is_shown_as_text(desk):
    page = post_roster(desk, workbook(put("党组织花名册", 6, "单位类别", "<script>alert(1)</script>"))).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_nonsense_in_the_address_is_ignored(desk):
    record = previewed(desk)

    for query in ("?list=x&page=y", "?page=99999", "?list=organizations-new&page=-1"):
        assert desk.get(record.get_absolute_url() + query).status_code == 200
        assert desk.get(reverse("roster-import") + query).status_code == 200


def test_detail_has_the_same_queries_for_any_number_of_rows(desk, imported, django_assert_max_num_queries):
    first = RosterImport.objects.get(state="applied")

    for query in ("", "?list=branches-new&page=3"):
        with django_assert_max_num_queries(12):
            desk.get(first.get_absolute_url() + query)


def people(imported):
    alliance = make_alliance(committee=imported)
    unit = Organization.objects.get(committee=imported, short_name="市委宣传部")
    return {"officer": make_officer(unit), "leader": make_leader(alliance), "member": make_member(unit)}


@pytest.mark.parametrize("who", ["officer", "leader", "member"])
def test_imports_are_for_staff_only(desk, client, imported, who):
    record = previewed(desk)
    client.force_login(people(imported)[who])

    for name, args in (("roster-import", []), ("roster-import-detail", [record.pk]), ("activity-import", [])):
        assert client.get(reverse(name, args=args)).status_code == 403
    for name in ("roster-import-apply", "roster-import-undo"):
        assert client.post(reverse(name, args=[record.pk])).status_code == 403
    assert client.post(reverse("activity-import-apply")).status_code == 403


def test_staff_of_another_committee_do_not_see_an_import(desk, client):
    record = previewed(desk)
    client.force_login(make_staff())

    assert client.get(record.get_absolute_url()).status_code == 404
    assert client.post(reverse("roster-import-apply", args=[record.pk])).status_code == 404
    assert client.post(reverse("roster-import-undo", args=[record.pk])).status_code == 404
    assert record.name not in client.get(reverse("roster-import")).content.decode()


def test_strangers_are_sent_to_the_log_in(client, imported):
    assert client.get(reverse("roster-import")).status_code == 302
    assert client.get(reverse("activity-import")).status_code == 302


def test_ledger_import_walks_from_preview_to_records(desk, staff):
    response = desk.post(reverse("activity-import"), {"file": edited(LEDGER)})
    assert "确认导入 21 项活动" in response.content.decode()
    assert not Activity.objects.exists()
    assert not ActivityType.objects.exists()

    response = desk.post(reverse("activity-import-apply"), {"ticket": response.context["ticket"]}, follow=True)

    assert "已导入 21 项活动。" in response.content.decode()
    assert Activity.objects.filter(created_by=staff).count() == 21
    assert default_storage.listdir("ledgers")[1] == []


def test_a_ledger_ticket_works_once_and_for_its_owner_only(desk, client, imported):
    ticket = desk.post(reverse("activity-import"), {"file": edited(LEDGER)}).context["ticket"]
    apply = reverse("activity-import-apply")
    client.force_login(make_staff(imported))
    assert "已办过或已过期" in client.post(apply, {"ticket": ticket}, follow=True).content.decode()
    assert "已过期" in client.post(apply, {"ticket": "x"}, follow=True).content.decode()
    assert not Activity.objects.exists()


def test_a_faulty_ledger_shows_every_place(desk):
    file = edited(LEDGER, put("活动台账", 5, "参加人次", "三十"), put("活动台账", 6, "活动时间", "2023.02.31"))

    page = desk.post(reverse("activity-import"), {"file": file}).content.decode()

    assert "有 2 处需要改正" in page
    assert "应为整数，现为“三十”" in page
    assert "2月没有31日" in page
    assert "确认导入" not in page


def test_operator_imports_for_the_committee_of_the_account(client, imported):
    own = make_committee()
    client.force_login(User.objects.create_superuser("operator", "sample-2026", name="示例运维", committee=own))

    post_roster(client, workbook(change_roster), new_alliances="on")
    client.post(reverse("activity-import"), {"file": upload(LEDGER.read_bytes(), LEDGER.name)})

    assert set(RosterImport.objects.filter(state="previewed").values_list("committee", flat=True)) == {own.pk}
