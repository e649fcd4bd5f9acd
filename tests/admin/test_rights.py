"""What staff may not do in the admin: reach another committee, rise higher, read passwords."""

import pytest
from django.contrib.admin.models import LogEntry

from accounts.models import User
from alliances.models import Organization
from branches.models import Branch
from tests.admin.conftest import choose, form_values, page, said

pytestmark = pytest.mark.django_db


def test_new_organization_belongs_to_the_committee(client, staff, ours, theirs):
    values = {"order_number": 9, "name": "示例市新局", "short_name": "市新局", "kind": "branch", "member_count": 1}
    values |= {"branch_count": 1, "category": ours["category"].pk, "committee": theirs.committee.pk}

    response = client.post(page(Organization, "add"), values)

    assert response.status_code == 302
    assert Organization.objects.get(short_name="市新局").committee == ours.committee


def test_row_stays_in_its_committee(client, staff, ours, theirs):
    url = page(ours["organization"])

    response = client.post(url, form_values(client, url) | {"committee": theirs.committee.pk, "note": "已核对"})

    assert response.status_code == 302
    unit = Organization.objects.get(pk=ours["organization"].pk)
    assert (unit.committee, unit.note) == (ours.committee, "已核对")


def test_branch_cannot_go_to_a_unit_of_another_committee(client, staff, ours, theirs):
    url = page(ours["branch"])

    response = client.post(url, form_values(client, url) | {"organization": theirs["organization"].pk})

    assert response.status_code == 200
    assert Branch.objects.get(pk=ours["branch"].pk).organization == ours["organization"]


def test_person_cannot_go_to_a_unit_of_another_committee(client, staff, ours, theirs):
    url = page(ours["user"])

    response = client.post(url, form_values(client, url) | {"organization": theirs["organization"].pk})

    assert response.status_code == 200
    assert User.objects.get(pk=ours["user"].pk).organization == ours["organization"]


def test_nobody_becomes_a_superuser(client, staff, ours, theirs):
    url = page(ours["user"])
    higher = {"is_superuser": "on", "is_staff": "on", "committee": theirs.committee.pk, "user_permissions": "1"}

    client.post(url, form_values(client, url) | higher)

    user = User.objects.get(pk=ours["user"].pk)
    assert (user.is_superuser, user.is_staff, user.committee) == (False, False, ours.committee)


def test_own_post_and_access_are_not_changed_by_oneself(client, staff, ours):
    url = page(staff)

    client.post(
        url, form_values(client, url) | {"post": "leader", "organization": ours["organization"].pk, "is_superuser": "1"}
    )

    user = User.objects.get(pk=staff.pk)
    assert (user.post, user.is_active, user.is_superuser, user.organization) == ("staff", True, False, None)


def test_superuser_is_not_shown_to_staff(client, staff, ours):
    root = User.objects.create_superuser("root", "x", name="示例运维", committee=ours.committee)

    assert client.get(page(root)).status_code == 302
    assert "示例运维" not in client.get(page(root, "changelist")).content.decode()


def test_password_is_never_shown_nor_asked_for(client, staff, ours):
    hashed = ours["user"].password

    pages = [client.get(page(ours["user"], part)).content.decode() for part in ("changelist", "change", "history")]
    guess = client.get(page(ours["user"], "changelist"), {"password__startswith": hashed[:5]})

    assert not any(hashed in html for html in pages)
    assert not any('name="password"' in html for html in pages)
    assert guess.status_code == 400 or guess.url.endswith("?e=1")


def test_export_of_accounts_has_no_password(client, staff, ours):
    response = choose(client, "export_xlsx", ours["user"])

    assert ours["user"].password.encode() not in response.content


def test_new_account_gets_a_code_shown_once(client, staff, ours):
    values = {"name": "示例新人", "username": "sl01", "phone": "10000000001", "post": "officer", "is_active": "on"}
    values |= {"organization": ours["organization"].pk}

    sheet = client.post(page(User, "add"), values)

    strip = sheet.context["strips"][0]
    user = User.objects.get(username="sl01")
    assert (strip.organization, strip.name, strip.username) == ("市委宣传部", "示例新人", "10000000001")
    assert user.check_password(strip.code)
    assert (user.must_change_password, user.committee) == (True, ours.committee)
    assert strip.code in sheet.content.decode()
    assert strip.code not in client.get(page(user)).content.decode()
    assert "no-store" in sheet["Cache-Control"]
    assert not LogEntry.objects.filter(change_message__contains=strip.code).exists()


def test_officer_needs_a_unit(client, staff, ours):
    response = client.post(page(User, "add"), {"name": "示例新人", "username": "sl02", "post": "officer"})

    assert response.status_code == 200
    assert "党务干部须选所在党组织。" in response.content.decode()


def test_new_codes_for_chosen_people_end_the_old_password(client, staff, ours):
    sheet = choose(client, "renew_codes", ours["user"], staff)

    user = User.objects.get(pk=ours["user"].pk)
    assert [strip.name for strip in sheet.context["strips"]] == ["市委干事"]
    assert user.check_password(sheet.context["strips"][0].code)
    assert not user.check_password("sample-2026")
    assert User.objects.get(pk=staff.pk).check_password("sample-2026")


def test_codes_are_not_given_to_people_of_another_committee(client, staff, ours, theirs):
    sheet = choose(client, "renew_codes", ours["user"], theirs["user"])

    assert len(sheet.context["strips"]) == 1
    assert User.objects.get(pk=theirs["user"].pk).check_password("sample-2026")


def test_accounts_are_closed_but_not_the_own(client, staff, ours, theirs):
    response = choose(client, "close_accounts", ours["user"], staff, theirs["user"])

    assert said(client, response) == ["不能停用自己的账号。", "停用所选账号：已完成1项。"]
    people = [User.objects.get(pk=user.pk).is_active for user in (ours["user"], staff, theirs["user"])]
    assert people == [False, True, True]


def test_superuser_opens_a_committee_and_its_first_staff(client, db):
    root = User.objects.create_superuser("root", "x", name="示例运维")
    client.force_login(root)
    committee = form_values(client, "/admin/alliances/committee/add/") | {"name": "示例市工委", "short_name": "市工委"}

    opened = client.post("/admin/alliances/committee/add/", committee)
    pk = User._meta.get_field("committee").related_model.objects.get().pk
    values = {"name": "示例干部", "username": "first", "post": "staff", "is_active": "on", "committee": pk}
    sheet = client.post(page(User, "add"), values)

    assert (opened.status_code, sheet.context["strips"][0].name) == (302, "示例干部")
    assert User.objects.get(username="first").committee_id == pk
