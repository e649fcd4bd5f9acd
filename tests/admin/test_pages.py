"""Every page of the committee's admin: opens for its staff, shows nothing of another committee, is shut to others."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from desk.audit import asking
from portal.admin import CommitteeAdmin
from tests.admin import contest_rows, letter_rows, round_rows, term_rows
from tests.admin.conftest import choose, page
from tests.factories import make_organization, make_staff, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OURS = {
    model._meta.model_name: pages for model, pages in admin.site._registry.items() if isinstance(pages, CommitteeAdmin)
}
VIEW_ONLY = {"activity", "participation", "report", "signup", "reminder", "delivery", *contest_rows.VIEW_ONLY}
VIEW_ONLY |= {"brand", "brandversion", "honour", "adoption", "star", "scheme", "indicator", *round_rows.VIEW_ONLY}
VIEW_ONLY |= letter_rows.VIEW_ONLY | term_rows.VIEW_ONLY
OF_ONE_COMMITTEE = sorted(OURS.keys() - letter_rows.SHARED)
NOT_ADDED = VIEW_ONLY | {"feedback", "committee"}


def test_every_model_has_a_row_in_these_tests(ours):
    assert set(OURS) == set(ours.rows)


def test_index_names_the_platform_and_stands_in_order_of_use(client, staff):
    response = client.get(reverse("admin:index"))

    names = [app["name"] for app in response.context["app_list"]]
    assert names == ["党建联盟", "党支部", "评比考核", "活动", "账号", "工作日历", "通知消息", "公文", "工作台"]
    assert "市直机关党建联盟工作平台 · 基础数据" in response.content.decode()
    assert 'href="/">返回平台首页' in response.content.decode()


@pytest.mark.parametrize("name", OURS)
def test_list_and_row_open_for_staff_without_script_or_style(client, staff, ours, name):
    for part in ("changelist", "change", "history"):
        response = client.get(page(ours[name], part))

        html = response.content.decode()
        assert response.status_code == 200
        assert " style=" not in html
        assert "<style" not in html
        assert "<script>" not in html
        assert " onclick=" not in html


@pytest.mark.parametrize("name", ["user", "branch", "organization", "delivery"])
def test_page_of_a_row_leads_to_its_lines_of_the_trail(client, staff, ours, name):
    row = ours[name]
    kind = row._meta.label_lower

    html = client.get(page(row)).content.decode()

    keeps_trail = kind in dict(asking.kinds())
    assert keeps_trail == (name != "delivery")
    assert (f'href="{reverse("audit-list")}?kind={kind}&amp;thing={row.pk}"' in html) == keeps_trail


@pytest.mark.parametrize("name", OURS)
def test_row_can_be_added_where_staff_write_it(client, staff, ours, name):
    expected = 403 if name in NOT_ADDED else 200

    assert client.get(page(ours[name], "add")).status_code == expected


@pytest.mark.parametrize("name", sorted(VIEW_ONLY))
def test_what_verbs_write_is_not_edited_by_hand(client, staff, ours, name):
    assert client.post(page(ours[name]), {"title": "改"}).status_code == 403


@pytest.mark.parametrize("name", OF_ONE_COMMITTEE)
def test_nothing_of_another_committee_is_seen(client, staff, ours, theirs, name):
    listed = client.get(page(ours[name], "changelist"))

    assert theirs[name] not in list(listed.context["cl"].queryset)
    assert "别处" not in listed.content.decode()
    assert client.get(page(theirs[name])).status_code == 302
    assert client.get(page(theirs[name], "history")).status_code == 404


@pytest.mark.parametrize("name", OF_ONE_COMMITTEE)
def test_row_of_another_committee_cannot_be_saved_or_deleted(client, staff, ours, theirs, name):
    row = theirs[name]

    answers = [client.post(page(row), {}).status_code, client.post(page(row, "delete"), {"post": "yes"}).status_code]

    assert answers[0] in (302, 403)
    assert answers[1] in (302, 403)
    assert type(row).objects.filter(pk=row.pk).exists()


def test_forged_change_delete_or_action_is_refused(ours):
    """Before anything is looked at, by whatever page of the admin it comes."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff(ours.committee))
    sent = {"post": "yes", "action": "export_xlsx"}

    answers = {
        (name, part): client.post(page(ours[name], part), sent).status_code
        for name in OURS
        for part in ("add", "change", "delete", "changelist")
    }

    assert {door for door, status in answers.items() if status != 403} == set()


@pytest.mark.parametrize("post", ["leader", "officer", "member", "judge"])
def test_admin_is_shut_to_everybody_else(client, ours, post):
    client.force_login(make_user(post=post, organization=ours["organization"]))

    answers = {client.get(page(ours[name], part)).status_code for name in OURS for part in ("changelist", "change")}

    assert answers <= {302, 403}


def test_admin_asks_strangers_to_sign_in(client, ours):
    response = client.get(page(ours["user"], "changelist"))

    assert (response.status_code, response.url.startswith("/admin/login/")) == (302, True)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("organization", "swxcb"),
        ("branch", "swxcb"),
        ("user", "swxcb"),
        ("activity", "swxcb"),
        ("participation", "swxcb"),
        ("seat", "swxcb"),
        ("alliance", "sw"),
    ],
)
def test_search_finds_by_initials(client, staff, ours, name, words):
    found = client.get(page(ours[name], "changelist"), {"q": words}).context["cl"].queryset
    none = client.get(page(ours[name], "changelist"), {"q": "zzqqx"}).context["cl"].queryset

    assert ours[name] in found
    assert list(none) == []


def test_filter_by_what_was_left_empty_has_a_name(client, staff, ours):
    make_organization(committee=ours.committee, district="屯溪区")

    html = client.get(page(ours["organization"], "changelist"), {"_facets": "True"}).content.decode()

    assert ">屯溪区 (1)</a>" in html
    assert ">未填 (1)</a>" in html


@pytest.mark.parametrize("name", OURS)
def test_strange_filters_are_answered(client, staff, ours, name):
    for query in ({"alliance": "x"}, {"today": "x"}, {"o": "999", "p": "x"}, {"q": "\x00"}):
        assert client.get(page(ours[name], "changelist"), query).status_code in (200, 302)


def test_zero_byte_never_reaches_the_database(client, staff, ours):
    address = page(ours["organization"], "changelist")
    asked = {"app_label": "alliances", "model_name": "seat", "field_name": "organization", "term": "\x00"}

    answer = client.get(address, {"district": "\x00"})

    assert (answer.status_code, answer.url) == (302, f"{address}?e=1")
    assert client.get(answer.url).status_code == 200
    assert client.get(reverse("admin:autocomplete"), asked).status_code == 200


@pytest.mark.parametrize("field", ["organization", "alliance"])
def test_choices_typed_for_come_from_the_own_committee(client, staff, ours, theirs, field):
    asked = {"app_label": "alliances", "model_name": "seat", "field_name": field, "term": ""}

    answer = client.get(reverse("admin:autocomplete"), asked).json()

    assert [row["text"] for row in answer["results"]] == [str(ours[field])]


@pytest.mark.parametrize("name", ["organization", "branch", "seat", "activity", "participation", "user", "report"])
def test_export_can_be_opened(client, staff, ours, name):
    response = choose(client, "export_xlsx", ours[name])

    assert response.status_code == 200
    assert response.content[:2] == b"PK"
