"""Who did what arrives in the trail by itself: saves, steps, what was seen, exported and refused, coming and going."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from alliances.models import Organization
from assessments import sheets
from portal.audit import Act, AuditEntry
from portal.audit.watched import FILES, SEEN
from tests.factories import (
    make_activity,
    make_alliance,
    make_leader,
    make_letter,
    make_officer_of,
    make_open_stage,
    make_organization,
    make_seat,
    make_staff,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
# Pages named like those that show people or scores, and that show neither.
PLAIN = {"alliance-detail", "brand-detail", "prompt-detail", "contest-detail", "scheme-detail", "contest-close-entries"}


def lines(**where):
    return list(AuditEntry.objects.filter(**where).order_by("pk"))


def test_save_leaves_a_line_with_what_changed_and_why():
    staff = make_staff()
    unit = make_organization(committee=staff.committee, name="市气象局")
    unit.name, unit._change_reason, unit._history_user = "市气象台", "机构改革", staff
    unit.save()

    made, changed = lines(kind="alliances.organization", object_id=unit.pk)
    assert (made.act, made.before, made.after["name"]) == ("created", {}, "市气象局")
    assert (changed.act, changed.before, changed.after) == ("changed", {"name": "市气象局"}, {"name": "市气象台"})
    assert (changed.reason, changed.actor_id, changed.actor_name) == ("机构改革", staff.pk, str(staff))
    assert (changed.committee_id, changed.name) == (staff.committee_id, "市气象台")


def test_save_that_changes_nothing_leaves_no_line():
    unit = make_organization()
    before = AuditEntry.objects.count()

    unit.save()

    assert AuditEntry.objects.count() == before


def test_line_goes_back_with_the_transaction_it_tells_of():
    unit = make_organization()
    before = AuditEntry.objects.count()

    with transaction.atomic():
        unit.name = "别的名字"
        unit.save()
        transaction.set_rollback(True)

    assert AuditEntry.objects.count() == before


def test_delete_keeps_what_was_there():
    seat = make_seat()
    key, organization = seat.pk, seat.organization
    seat.delete()

    line = lines(kind="alliances.seat", act=Act.DELETED)[0]
    assert (line.object_id, line.before["organization"], line.after) == (key, organization.pk, {})
    assert line.name == f"{seat.alliance.name} · {organization.name}"


def test_phone_is_half_covered_and_a_password_never_kept():
    user = make_user(phone="13912345678", name="示例甲")
    user.set_password("another-word-2026")
    user.save()
    user.phone = "13700001111"
    user.save()

    made, changed = lines(kind="accounts.user", object_id=user.pk)
    assert made.after["phone"] == "139****5678"
    assert "password" not in made.after
    assert (changed.before, changed.after) == ({"phone": "139****5678"}, {"phone": "137****1111"})


def test_many_saved_at_once_arrive_with_their_own_before(django_assert_num_queries):
    staff = make_staff()
    category = make_organization(committee=staff.committee).category
    units = [
        Organization(committee=staff.committee, category=category, name=f"单位{n}", short_name=f"单位{n}")
        for n in range(30)
    ]
    units = bulk_create_with_history(units, Organization, default_user=staff, default_change_reason="导入")
    for unit in units:
        unit.name = f"新{unit.name}"
    with django_assert_num_queries(4):  # update, last rows of the history, history, lines
        bulk_update_with_history(units, Organization, ["name"], default_user=staff, default_change_reason="再导入")

    changed = lines(act=Act.CHANGED, kind="alliances.organization")
    assert [(one.before, one.after) for one in changed] == [
        ({"name": f"单位{n}"}, {"name": f"新单位{n}"}) for n in range(30)
    ]
    assert {(one.actor_id, one.reason) for one in changed} == {(staff.pk, "再导入")}
    assert len(lines(act=Act.CREATED, reason="导入")) == 30


def test_step_tells_what_it_changed_though_it_is_an_update():
    alliance = make_alliance()
    staff, lead = make_staff(alliance.committee), make_officer_of(alliance)
    activity = make_activity(alliance=alliance, state="submitted")
    activity.publish(by=staff)

    line = lines(act=Act.STEP, object_id=activity.pk)[-1]
    assert (line.verb, line.actor_id, line.kind) == ("审定通过并发布", staff.pk, "activities.activity")
    assert (line.before["state"], line.after["state"]) == ("计划待审定", "已发布")
    assert line.after["austerity_approved_by"] == staff.pk

    # and who edits afterwards is not said to have published
    activity.refresh_from_db()
    activity.title, activity._history_user = "新的主题", lead
    activity.save()
    edited = lines(act=Act.CHANGED, kind="activities.activity", object_id=activity.pk)[-1]
    assert (edited.actor_id, set(edited.after)) == (lead.pk, {"title"})


def test_return_carries_its_reason():
    activity = make_activity(state="submitted")
    staff = make_staff(activity.committee)

    activity.return_(by=staff, reason="请补充经费来源")

    line = lines(act=Act.STEP, object_id=activity.pk)[-1]
    assert (line.verb, line.reason, line.after["state"]) == ("退回修改", "请补充经费来源", "计划退回待改")


def test_score_arrives_veiled():
    stage = make_open_stage(judges=1, entries=1)
    sheet = stage.turns.first().sheets.first()
    criterion = stage.criteria.first()
    sheets.put_mark(sheet, criterion, "50", by=sheet.judge.user)

    line = lines(act=Act.STEP, kind="assessments.sheet", object_id=sheet.pk)[-1]
    assert (line.verb, line.is_veiled, line.committee_id) == ("打分", True, stage.contest.committee_id)
    assert list(line.after) == [str(criterion)]


def test_page_with_people_is_seen_once_an_hour(client):
    activity = make_activity(state="published", title="示例主题党日")
    staff = make_staff(activity.committee)
    client.force_login(staff)

    for _ in range(3):
        client.get(activity.get_absolute_url(), REMOTE_ADDR="10.1.2.3")
    client.get(reverse("activity-list"))

    seen = [(one.name, one.kind, one.object_id, one.address, one.page) for one in lines(act=Act.SAW)]
    assert seen == [("示例主题党日", "activities.activity", activity.pk, "10.1.2.3", "activity-detail")]
    assert lines(act=Act.SAW)[0].committee_id == staff.committee_id


def test_trail_itself_is_seen(client):
    client.force_login(make_staff())

    client.get(reverse("audit-list"))

    assert [one.page for one in lines(act=Act.SAW)] == ["audit-list"]


def test_admin_page_of_a_person_is_seen(client):
    staff = make_staff()
    client.force_login(staff)

    client.get(reverse("admin:accounts_user_change", args=[staff.pk]))

    assert [(one.kind, one.object_id) for one in lines(act=Act.SAW)] == [("accounts.user", staff.pk)]


def test_every_export_is_a_line_with_its_filter(client):
    staff = make_staff()
    client.force_login(staff)

    for _ in range(2):
        client.get(reverse("activity-export"), {"q": "党日", "token": "s3cret"})

    first, second = lines(act=Act.EXPORTED)
    assert (first.page, first.after, first.actor_id) == ("activity-export", {"条件": {"q": "党日"}}, staff.pk)
    assert (first.name.endswith(".xlsx"), second.page) == (True, "activity-export")


def test_admin_export_is_a_line(client):
    staff = make_staff()
    client.force_login(staff)

    url = reverse("admin:accounts_user_changelist")
    client.post(url, {"action": "export_xlsx", "_selected_action": [staff.pk]})

    assert [(one.kind, one.page) for one in lines(act=Act.EXPORTED)] == [
        ("accounts.user", "admin:accounts_user_changelist")
    ]


def test_refusal_is_a_line(client):
    activity = make_activity(state="submitted")
    client.force_login(make_leader(activity.alliance))

    client.post(reverse("activity-publish", args=[activity.pk]))
    client.post(reverse("activity-publish", args=[activity.pk]))

    refused = [(one.name, one.verb) for one in lines(act=Act.REFUSED)]
    assert refused == [(reverse("activity-publish", args=[activity.pk]), "POST")]


def test_nothing_is_kept_where_ballots_are_cast(client):
    client.force_login(make_staff())
    before = AuditEntry.objects.count()

    client.get(reverse("vote"))
    client.post(reverse("vote"), {"code": "AAAA-BBBB"})

    assert AuditEntry.objects.count() == before


def test_coming_going_and_failing_are_lines(client):
    user = make_user(username="example-a", password="right-word-2026")
    url = reverse("login")
    client.post(url, {"login": "example-a", "password": "wrong"}, REMOTE_ADDR="10.1.2.3")
    client.post(url, {"login": "my-secret-password", "password": "x"})
    client.post(url, {"login": "example-a", "password": "right-word-2026"})
    client.post(reverse("logout"))

    found = [
        (one.act, one.actor_id, one.object_id, one.name) for one in lines(act__in=["failed", "signed_in", "signed_out"])
    ]
    assert found == [
        ("failed", None, user.pk, user.name),
        ("failed", None, None, "未登记的账号"),
        ("signed_in", user.pk, None, ""),
        ("signed_out", user.pk, None, ""),
    ]
    assert lines(act="failed")[0].address == "10.1.2.3"
    assert not AuditEntry.objects.filter(name__contains="secret").exists()


def test_lockout_is_one_line_an_hour(client):
    make_user(username="example-b", password="right-word-2026")

    for _ in range(9):
        client.post(reverse("login"), {"login": "example-b", "password": "wrong"})

    assert (len(lines(act=Act.FAILED)), len(lines(act=Act.LOCKED))) == (5, 1)


def test_letters_trail_arrives():
    letter = make_letter(state="submitted")
    letter.approve(by=make_staff(letter.committee))

    assert {one.kind for one in lines(act=Act.STEP)} == {"letters.letter"}
    assert {one.committee_id for one in lines(kind="letters.letter")} == {letter.committee_id}


@pytest.mark.once
def test_every_page_of_people_or_scores_is_watched():
    names = {one.name for one in _patterns(get_resolver()) if one.name}
    ends = ("-detail", "-results", "passport", "-print", "-rows", "officer-list", "-judges", "-entries", "-codes")
    shown = {name for name in names if name.endswith(ends) and "export" not in name}

    assert shown - PLAIN - set(SEEN) == set()
    assert (set(SEEN) | set(FILES)) - names == set()


@pytest.mark.once
def test_admin_has_no_door_to_the_trail():
    assert {model for model in admin.site._registry if model._meta.app_label == "portal"}.isdisjoint({AuditEntry})


def _patterns(resolver):
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield one
        elif getattr(one, "app_name", None) != "admin":
            yield from _patterns(one)
