from datetime import date

import pytest

from alliances.models import Alliance, Category, Organization, Seat
from branches import roster
from branches.models import Branch, RosterImport, Term
from branches.models.roster import RosterImportQuerySet
from portal.access import WrongState
from tests.factories import at, make_activity, make_organization, make_staff
from tests.imports.workbooks import BRANCHES, ORGANIZATIONS, ROSTER, SEATS, change_roster, put
from tests.imports.workbooks import roster as workbook


def previewed(committee, file, by):
    return roster.keep(roster.plan_roster(committee, file), file, by=by)


def test_apply_writes_what_was_previewed_and_says_who_did(imported):
    staff = make_staff(imported)
    record = previewed(imported, workbook(change_roster), staff)

    roster.apply(record, by=staff)

    unit = Organization.objects.get(short_name="市委宣传部")
    assert (record.state, record.applied_by) == (RosterImport.State.APPLIED, staff)
    assert (unit.member_count, unit.officer_name) == (66, "示例干事102")
    assert (unit.history.first().history_user, unit.history.first().history_type) == (staff, "~")
    assert unit.history.first().history_change_reason == "花名册导入"
    new = Branch.objects.get(organization__short_name="示例集团", name="第一党支部")
    assert new.history.get().history_type == "+"


def test_apply_twice_is_refused(imported):
    staff = make_staff(imported)
    record = previewed(imported, workbook(change_roster), staff)
    same = RosterImport.objects.get(pk=record.pk)
    roster.apply(record, by=staff)

    with pytest.raises(WrongState, match="已导入"):
        roster.apply(same, by=staff)


def test_apply_is_refused_when_rows_changed_since_the_preview(imported, whole):
    staff = make_staff(imported)
    record = previewed(imported, workbook(change_roster), staff)
    Organization.objects.filter(short_name="市委宣传部").update(member_count=65)
    before = whole()

    with pytest.raises(WrongState, match="预览之后数据有变动"):
        roster.apply(record, by=staff)

    assert whole() == before
    record.refresh_from_db()
    assert record.state == RosterImport.State.PREVIEWED


def test_of_two_previews_only_the_first_is_applied(imported):
    first = previewed(imported, workbook(change_roster), make_staff(imported))
    second = previewed(imported, workbook(change_roster), make_staff(imported))
    roster.apply(first, by=first.by)

    with pytest.raises(WrongState, match="预览之后数据有变动"):
        roster.apply(second, by=second.by)


def test_a_new_preview_forgets_the_older_one_of_the_same_person_with_its_file(
    imported, media, django_capture_on_commit_callbacks
):
    staff = make_staff(imported)
    old = previewed(imported, workbook(change_roster), staff)
    path = old.file.path

    with django_capture_on_commit_callbacks(execute=True):
        previewed(imported, workbook(change_roster), staff)

    assert not RosterImport.objects.filter(pk=old.pk).exists()
    assert path.startswith(str(media)) and not old.file.storage.exists(path)


def test_apply_says_when_the_file_is_gone(imported):
    staff = make_staff(imported)
    record = previewed(imported, workbook(change_roster), staff)
    record.file.storage.delete(record.file.name)

    with pytest.raises(WrongState, match="已经清理"):
        roster.apply(record, by=staff)


def test_a_new_preview_keeps_what_was_confirmed_at_that_very_moment(imported, monkeypatch):
    staff = make_staff(imported)
    record = previewed(imported, workbook(change_roster), staff)
    seen = list(RosterImport.objects.filter(by=staff))
    roster.apply(record, by=staff)
    monkeypatch.setattr(RosterImportQuerySet, "only", lambda rows, *names: seen)

    RosterImport.objects.filter(by=staff).discard()

    record.refresh_from_db()
    assert record.state == RosterImport.State.APPLIED
    assert record.file.storage.exists(record.file.name)


def test_undo_restores_everything(imported, whole):
    before = whole()
    record = roster.import_now(imported, workbook(change_roster))[0]

    roster.undo(record, by=None)

    assert whole() == before
    assert (record.state, record.left_alone) == (RosterImport.State.UNDONE, [])


def test_undo_of_the_first_import_leaves_nothing(committee, whole):
    before = whole()
    with ROSTER.open("rb") as file:
        record = roster.import_now(committee, file)[0]

    roster.undo(record, by=None)

    assert whole() == before
    assert not Category.objects.exists()


def test_undo_twice_is_refused(imported):
    record = roster.import_now(imported, workbook(change_roster))[0]
    same = RosterImport.objects.get(pk=record.pk)
    roster.undo(record, by=None)

    with pytest.raises(WrongState, match="已撤销，不能撤销"):
        roster.undo(same, by=None)


def test_undo_leaves_alone_what_was_edited_since_and_lists_it(imported):
    record = roster.import_now(imported, workbook(change_roster))[0]
    unit = Organization.objects.get(short_name="市委宣传部")
    unit.member_count = 70
    unit.save()
    branch = Branch.objects.get(organization__short_name="示例集团", name="第一党支部")
    branch.member_count = 12
    branch.save()

    roster.undo(record, by=None)

    unit.refresh_from_db()
    assert (unit.member_count, unit.officer_name) == (70, "示例干事002")
    assert Branch.objects.filter(organization__short_name="示例集团").get() == branch
    assert Seat.objects.filter(organization__short_name="示例集团").count() == 1
    assert record.left_alone == [
        "党支部“示例集团第一党支部”导入后修改过，保留。",
        "党组织“示例集团”已有党支部，保留。",
        "党组织“市委宣传部”的党员数导入后改为“70”，没有恢复。",
    ]


def test_undo_keeps_what_is_used_since(imported):
    record = roster.import_now(imported, workbook(change_roster))[0]
    host = Organization.objects.get(short_name="示例集团")
    alliance = Alliance.objects.get(name="美丽城市党建联盟")
    make_activity(alliance=alliance, host=host, starts_at=at(2026, 8, 1))

    roster.undo(record, by=None)

    assert record.left_alone == ["党组织“示例集团”已有活动，保留。"]
    assert Seat.objects.get(organization=host).until is None
    assert not host.branches.exists()


def test_undo_does_not_reseat_a_unit_that_sits_elsewhere_since(imported):
    record = roster.import_now(imported, workbook(change_roster))[0]
    seat = Seat.objects.get(organization__short_name="市地震局", until=None)
    seat.until = date(2026, 9, 30)
    seat.save()
    elsewhere = Alliance.objects.get(name="文化园党建联盟")
    Seat.objects.create(organization=seat.organization, alliance=elsewhere, since=date(2026, 10, 1))

    roster.undo(record, by=None)

    seats = Seat.objects.filter(organization=seat.organization).order_by("since")
    assert list(seats.values_list("alliance__name", "since", "until")) == [
        ("平安城市党建联盟", date(2026, 1, 1), date(2026, 6, 30)),
        ("发展先锋党建联盟", date(2026, 7, 1), date(2026, 9, 30)),
        ("文化园党建联盟", date(2026, 10, 1), None),
    ]
    assert len(record.left_alone) == 2
    assert record.left_alone[1] == "席位“市地震局（平安城市成员单位）”导入后已另有安排，没有恢复。"


def _only_organizations(book):
    for name in (SEATS, BRANCHES):
        book.remove(book[name])


def test_undo_is_refused_when_the_old_name_was_given_to_somebody_else(imported, whole):
    record = roster.import_now(imported, workbook(_only_organizations, put(ORGANIZATIONS, 7, "简称", "市委新闻办")))[0]
    unit = Organization.objects.get(short_name="市委新闻办")
    make_organization(committee=imported, short_name="市委宣传部", category=unit.category)
    before = whole()

    with pytest.raises(WrongState, match="没有撤销"):
        roster.undo(record, by=None)

    assert whole() == before
    record.refresh_from_db()
    assert record.state == RosterImport.State.APPLIED


def test_undo_says_what_was_deleted_since(imported):
    record = roster.import_now(imported, workbook(change_roster))[0]
    Term.objects.filter(branch__organization__short_name="市委办").delete()
    Branch.objects.filter(organization__short_name="市委办").delete()

    roster.undo(record, by=None)

    assert record.left_alone == ["2个党支部导入后已删除，没有恢复。"]


def test_undo_of_one_committee_does_not_reach_another(imported):
    other = make_organization(short_name="示例集团")
    record = roster.import_now(imported, workbook(change_roster))[0]

    roster.undo(record, by=None)

    other.refresh_from_db()
    assert Organization.objects.filter(short_name="示例集团").get() == other
