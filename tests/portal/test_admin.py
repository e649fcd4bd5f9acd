"""The committee's admin: its own rows, choices, filters and history, and nothing of another committee's."""

from io import BytesIO

import pytest
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import path, reverse

from alliances.models import Category, Organization
from portal.access import WrongState
from portal.admin import CommitteeAdmin, VisibleRelatedFilter, verb_action
from portal.workbooks import Column, open_workbook, read_table
from tests.factories import make_category, make_organization, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
site = admin.AdminSite()
door = "organization-detail account password-change logout text-size healthz home login"


class OrganizationAdmin(CommitteeAdmin):
    list_display = ["short_name", "category", "kind", "member_count"]
    list_filter = ["category", "kind"]
    search_fields = ["short_name", "search_key"]
    actions = ["export_xlsx", verb_action("dissolve", "撤销所选党组织")]


class CategoryAdmin(CommitteeAdmin):
    list_display = ["name", "committee"]


site.register(Organization, OrganizationAdmin)
site.register(Category, CategoryAdmin)


def elsewhere(request, *_, **__):
    return HttpResponseRedirect("/")


urlpatterns = [path("admin/", site.urls), path("organizations/<int:pk>/", elsewhere, name="organization-detail")]
urlpatterns += [path(f"{name}/", elsewhere, name=name) for name in door.split()[1:]]


@pytest.fixture
def staff(client):
    user = make_user(post="staff")
    client.force_login(user)
    return user


@pytest.fixture
def ours(staff):
    return make_organization(committee=staff.committee, short_name="市委宣传部", member_count=64)


@pytest.fixture
def theirs():
    return make_organization(short_name="别处的单位")


def change_url(row):
    return reverse(f"admin:alliances_{row._meta.model_name}_change", args=[row.pk])


def form_of(row, **changed):
    names = ["order_number", "name", "short_name", "kind", "category", "member_count", "branch_count"]
    values = {name: getattr(row, name) for name in names} | {"category": row.category_id}
    return values | changed


def choose(client, action, *rows):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(reverse("admin:alliances_organization_changelist"), data, follow=False)


@pytest.mark.parametrize(
    ("post", "status"), [("staff", 200), ("leader", 302), ("officer", 302), ("member", 302), ("judge", 302)]
)
def test_admin_is_for_staff(client, post, status):
    client.force_login(make_user(post=post, organization=make_organization()))

    assert client.get(reverse("admin:alliances_organization_changelist")).status_code == status


def test_list_shows_only_the_own_committee(client, ours, theirs):
    page = client.get(reverse("admin:alliances_organization_changelist")).content.decode()

    assert "市委宣传部" in page
    assert "别处的单位" not in page


def test_filter_offers_only_the_own_committee(client, ours, theirs):
    make_category(committee=ours.committee, name="我们的类别")

    page = client.get(reverse("admin:alliances_organization_changelist"))

    names = [title for _, title in page.context["cl"].filter_specs[0].lookup_choices]
    assert isinstance(page.context["cl"].filter_specs[0], VisibleRelatedFilter)
    assert "我们的类别" in names
    assert theirs.category.name not in names


def test_search_finds_by_initials(client, ours):
    make_organization(committee=ours.committee, short_name="市档案馆")

    page = client.get(reverse("admin:alliances_organization_changelist"), {"q": "swxcb"})

    assert list(page.context["cl"].result_list) == [ours]


@pytest.mark.parametrize("name", ["change", "history"])
def test_row_of_another_committee_is_not_shown(client, ours, theirs, name):
    url = reverse(f"admin:alliances_organization_{name}", args=[theirs.pk])

    response = client.get(url)

    assert (response.status_code, "别处的单位" in response.content.decode()) == (
        (302, False) if name == "change" else (404, False)
    )


@pytest.mark.usefixtures("past")
def test_old_version_of_another_committee_is_not_shown(client, ours, theirs):
    urls = [
        reverse("admin:alliances_organization_simple_history", args=[row.pk, row.history.get().pk])
        for row in (ours, theirs)
    ]

    assert [client.get(url).status_code for url in urls] == [200, 404]


@pytest.mark.usefixtures("past")
def test_old_version_cannot_be_brought_back(client, ours):
    url = reverse("admin:alliances_organization_simple_history", args=[ours.pk, ours.history.get().pk])

    response = client.post(url, form_of(ours, short_name="旧名"))

    ours.refresh_from_db()
    assert (response.status_code, ours.short_name) == (403, "市委宣传部")


@pytest.mark.usefixtures("past")
def test_history_tells_who_changed_what_without_inline_style(client, staff, ours):
    client.post(change_url(ours), form_of(ours, member_count=70))

    page = client.get(reverse("admin:alliances_organization_history", args=[ours.pk])).content.decode()

    assert ours.history.first().history_user == staff
    assert "64 → 70" in page
    assert str(staff) in page
    assert "style=" not in page


def test_history_of_a_model_without_audit_trail_is_djangos(client, ours):
    response = client.get(reverse("admin:alliances_category_history", args=[ours.category.pk]))

    assert response.status_code == 200


def test_new_row_belongs_to_the_own_committee(client, staff):
    category = make_category(committee=staff.committee)
    data = form_of(Organization(category=category, short_name="市新局", name="示例市新局"))

    response = client.post(reverse("admin:alliances_organization_add"), data | {"committee": 999})

    assert response.status_code == 302
    assert Organization.objects.get(short_name="市新局").committee == staff.committee


def test_category_of_another_committee_cannot_be_chosen(client, ours, theirs):
    response = client.post(change_url(ours), form_of(ours, category=theirs.category_id))

    ours.refresh_from_db()
    assert response.status_code == 200
    assert ours.category != theirs.category


def test_second_row_of_the_same_name_is_refused_in_words(client, ours):
    data = form_of(Organization(category=ours.category, short_name="市委宣传部", name="另一个"))

    page = client.post(reverse("admin:alliances_organization_add"), data)

    assert page.status_code == 200
    assert "本工委已有同一简称的党组织。" in page.content.decode()


def test_nothing_is_deleted(client, ours):
    response = client.post(reverse("admin:alliances_organization_delete", args=[ours.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert "delete_selected" not in client.get(reverse("admin:alliances_organization_changelist")).content.decode()


def test_export_holds_the_chosen_rows_in_words(client, ours, theirs):
    response = choose(client, "export_xlsx", ours, theirs)

    columns = [Column("简称", required=True), Column("党组织类型"), Column("单位类别"), Column("党员数", "int")]
    table = read_table(open_workbook(BytesIO(response.content)).sheets[0], columns)
    assert [row.values for row in table.rows] == [
        {"简称": "市委宣传部", "党组织类型": ours.get_kind_display(), "单位类别": str(ours.category), "党员数": 64}
    ]


def test_verb_action_takes_the_step_and_shows_refusals(client, ours, staff, monkeypatch):
    second = make_organization(committee=staff.committee, short_name="市档案馆")
    asked = []

    def dissolve(self, *, by):
        asked.append((self, by))
        if self == second:
            raise WrongState("“市档案馆”不能撤销。")

    monkeypatch.setattr(Organization, "dissolve", dissolve, raising=False)

    response = choose(client, "dissolve", ours, second)

    page = client.get(response.url).content.decode()
    assert asked == [(ours, staff), (second, staff)]
    assert "“市档案馆”不能撤销。" in page
    assert "撤销所选党组织：已完成1项。" in page
