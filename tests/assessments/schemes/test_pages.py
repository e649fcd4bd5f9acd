"""The pages of schemes: what they show, and how a scheme is made, copied, dropped."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Grade, Scheme
from tests.assessments.schemes.world import DEDUCT, World, basics
from tests.factories import (
    make_category,
    make_grade,
    make_indicator,
    make_measure,
    make_scheme,
    make_staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_scheme_is_made_by_staff(client):
    staff = make_staff()
    client.force_login(staff)

    answer = client.post(reverse("scheme-create"), basics())

    scheme = Scheme.objects.get()
    assert answer.url == scheme.get_absolute_url()
    assert (scheme.committee, scheme.title, scheme.state) == (staff.committee, "示例考核办法", "draft")
    assert client.get(answer.url).status_code == 200


def test_list_is_filtered_by_what_the_address_says_and_forgives_nonsense(client):
    world = World()
    client.force_login(world.people["staff"])
    alliance = make_scheme(committee=world.draft.committee, audience="alliance", period_key="2025")

    def listed(**query):
        return set(client.get(reverse("scheme-list"), query).context["page"].object_list)

    assert listed(audience="alliance") == listed(year="2025") == {alliance}
    assert listed(state="frozen") == {world.frozen}
    everything = {world.draft, world.frozen, alliance}
    assert listed(year="１２", audience="x'", state="\x00", page="-9") == everything


def test_page_says_what_is_to_mend_and_where(client):
    scheme = make_scheme(basis_title="")
    leaf = make_indicator(scheme, None, name="出勤", points=90)
    client.force_login(make_staff(scheme.committee))

    page = client.get(scheme.get_absolute_url())

    assert {fault["href"] for fault in page.context["faults"]} == {
        reverse("scheme-edit", args=[scheme.pk]) + "#div_id_basis_title",
        reverse("indicator-edit", args=[leaf.pk]),
        "#indicators",
        "#grades",
    }
    assert "启动考核</a>" not in page.content.decode()


def test_sound_scheme_leads_to_its_round(client):
    world = World()
    client.force_login(world.people["staff"])

    page = client.get(world.draft.get_absolute_url())

    assert page.context["faults"] == []
    assert reverse("round-open", args=[world.draft.pk]) in page.content.decode()


def test_warning_stands_beside_the_indicator_for_staff_only(client):
    world = World()
    world.frozen_leaf.standard = "领导批示每次加5分"
    world.frozen_leaf.save()

    client.force_login(world.people["staff"])
    of_staff = client.get(world.frozen.get_absolute_url()).content.decode()
    client.force_login(world.people["officer"])
    of_officer = client.get(world.frozen.get_absolute_url()).content.decode()

    assert "措辞提醒：批示" in of_staff
    assert "措辞提醒" not in of_officer


@pytest.mark.parametrize("people", ["staff", "officer"])
def test_pages_ask_as_often_for_forty_indicators_as_for_two(client, people):
    world = World()
    client.force_login(world.people[people])
    scheme = world.draft if people == "staff" else world.frozen
    leaf = scheme.indicators.get()
    addresses = [
        reverse("scheme-list"),
        scheme.get_absolute_url(),
        reverse("scheme-trial", args=[scheme.pk]),
        *(
            [reverse("indicator-edit", args=[leaf.pk]), reverse("scheme-export", args=[scheme.pk])]
            * (people == "staff")
        ),
    ]

    def counts():
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    every_list = make_measure(scheme.committee)
    make_indicator(scheme, DEDUCT, source="outcome", source_params={"measure": every_list.pk}, name="成效")
    few = counts()
    for number in range(20):
        parent = make_indicator(scheme, None, name=f"组{number}", points=1)
        make_indicator(scheme, DEDUCT, name=f"项{number}", parent=parent, points=1, source="attendance")
        make_grade(scheme, f"等次{number}").needs.add(leaf)
        make_scheme(committee=scheme.committee)

    assert counts() == few
    assert max(few) <= 12


# The form of an indicator.


# Grades, copy, drop, workbook.


def test_grade_is_made_changed_and_deleted(client):
    world = World()
    client.force_login(world.people["staff"])

    client.post(
        reverse("grade-create", args=[world.draft.pk]),
        {"name": "合格", "minimum": "60", "quota": "", "needs": [world.leaf.pk]},
    )
    made = Grade.objects.get(name="合格")
    client.post(reverse("grade-edit", args=[made.pk]), {"name": "良好", "minimum": "70", "quota": "40"})
    made.refresh_from_db()
    changed = (made.name, made.minimum, made.quota, made.order_number, made.needs.count())
    client.post(reverse("grade-delete", args=[made.pk]))

    assert changed == ("良好", 70, 40, 2, 0)
    assert [one.name for one in world.draft.grades.all()] == [world.grade.name]
    assert world.draft.history.first().history_user == world.people["staff"]


def test_scheme_is_carried_over_to_the_next_year(client):
    world = World()
    client.force_login(world.people["staff"])
    address = reverse("scheme-copy", args=[world.frozen.pk])
    offered = client.get(address).context["form"].initial

    answer = client.post(address, offered)

    made = Scheme.objects.get(origin=world.frozen)
    assert (answer.url, made.period_key, made.state) == (made.get_absolute_url(), "2027", "draft")
    assert [one.name for one in made.indicators.all()] == ["出勤"]
    assert client.post(address, offered).status_code == 422


def test_draft_is_dropped_after_asking(client):
    world = World()
    client.force_login(world.people["staff"])
    address = reverse("scheme-drop", args=[world.draft.pk])

    assert client.get(address).status_code == 200
    world.draft.refresh_from_db()
    assert world.draft.state == "draft"
    client.post(address)

    world.draft.refresh_from_db()
    assert world.draft.state == "dropped"


def test_template_is_downloaded_and_uploaded(client):
    staff = make_staff()
    client.force_login(staff)
    data = client.get(reverse("scheme-template")).content

    answer = client.post(
        reverse("scheme-import"), {"file": SimpleUploadedFile("模板.xlsx", data), "title": "我的方案", "period_key": ""}
    )

    scheme = Scheme.objects.get()
    assert (answer.url, scheme.title, scheme.committee) == (scheme.get_absolute_url(), "我的方案", staff.committee)
    exported = client.get(reverse("scheme-export", args=[scheme.pk]))
    assert exported["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize(("audience", "kept"), [("organization", "lead"), ("alliance", "none"), ("branch", "none")])
def test_first_review_and_categories_are_for_units_only(client, audience, kept):
    staff = make_staff()
    category = make_category(committee=staff.committee)
    client.force_login(staff)

    client.post(reverse("scheme-create"), basics(audience=audience, categories=[category.pk]))

    scheme = Scheme.objects.get()
    assert (scheme.first_review, scheme.categories.count()) == (kept, int(audience == "organization"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"basis_title": ""}, "basis_title"),
        ({"period_key": "2026-05"}, "period_key"),
        ({"midway": "least"}, "midway_days"),
        ({"grants_stars": "on"}, "grants_stars"),
        ({"full": "0"}, "full"),
    ],
)
def test_scheme_that_contradicts_itself_is_refused_beside_the_field(client, changed, field):
    client.force_login(make_staff())

    answer = client.post(reverse("scheme-create"), basics(**changed))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_namesake_in_the_same_period_is_refused_until_it_is_dropped(client):
    staff = make_staff()
    client.force_login(staff)
    former = make_scheme(committee=staff.committee, title="示例考核办法")

    refused = client.post(reverse("scheme-create"), basics())
    former.drop(by=staff)
    made = client.post(reverse("scheme-create"), basics())

    assert (refused.status_code, made.status_code) == (422, 302)
