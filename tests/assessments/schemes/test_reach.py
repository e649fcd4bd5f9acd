"""Who reaches the pages of schemes: drafts the own staff, those in force everybody of the committee, to be read."""

import pytest
from django.urls import reverse

from tests.assessments.schemes.world import World, basics, indicator_form

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["officer", "lead", "leader", "member", "stranger"])
def test_draft_is_for_its_own_staff_only(client, role):
    world = World()
    client.force_login(world.people[role])
    readable = [reverse(name, args=[world.draft.pk]) for name in ("scheme-detail", "scheme-trial")]

    for method, address in [
        *(("get", address) for address in readable),
        *world.pages(world.draft, world.leaf, world.grade),
    ]:
        assert (address, getattr(client, method)(address).status_code) == (address, 404)
    assert world.draft.indicators.count() == 1


@pytest.mark.parametrize(
    ("role", "reads", "changes"),
    [
        ("officer", 200, 403),
        ("lead", 200, 403),
        ("leader", 200, 403),
        ("member", 200, 403),
        ("stranger", 404, 404),
    ],
)
def test_scheme_in_force_is_read_by_all_of_the_committee(client, role, reads, changes):
    world = World()
    client.force_login(world.people[role])

    for name in ("scheme-detail", "scheme-trial"):
        assert client.get(reverse(name, args=[world.frozen.pk])).status_code == reads
    for method, address in world.pages(world.frozen, world.frozen_leaf, world.frozen_grade):
        assert (address, getattr(client, method)(address).status_code) == (address, changes)


def test_scheme_in_force_is_changed_by_nobody(client):
    world = World()
    client.force_login(world.people["staff"])
    leaf, grade = world.frozen_leaf, world.frozen_grade
    posts = {
        reverse("scheme-edit", args=[world.frozen.pk]): basics(title="改了"),
        reverse("indicator-create", args=[world.frozen.pk]): indicator_form(),
        reverse("indicator-edit", args=[leaf.pk]): indicator_form(name="改了"),
        reverse("indicator-delete", args=[leaf.pk]): {},
        reverse("indicator-move", args=[leaf.pk]): {"to": "up"},
        reverse("grade-create", args=[world.frozen.pk]): {"name": "良好"},
        reverse("grade-edit", args=[grade.pk]): {"name": "改了"},
        reverse("grade-delete", args=[grade.pk]): {},
        reverse("scheme-drop", args=[world.frozen.pk]): {},
    }

    for address, data in posts.items():
        assert (address, client.post(address, data).status_code) == (address, 302)

    world.frozen.refresh_from_db()
    assert (world.frozen.state, [one.name for one in world.frozen.indicators.all()]) == ("frozen", ["出勤"])
    assert [one.name for one in world.frozen.grades.all()] == [grade.name]
    page = client.get(world.frozen.get_absolute_url()).content.decode()
    assert "已启用" in page
    assert reverse("indicator-edit", args=[leaf.pk]) not in page


@pytest.mark.parametrize("role", ["officer", "lead", "leader", "member"])
def test_others_make_no_schemes_and_see_those_in_force(client, role):
    world = World()
    client.force_login(world.people[role])

    listed = client.get(reverse("scheme-list")).context["page"].object_list

    assert list(listed) == [world.frozen]
    for name in ("scheme-create", "scheme-import", "scheme-template"):
        assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse("scheme-create"), basics()).status_code == 403
