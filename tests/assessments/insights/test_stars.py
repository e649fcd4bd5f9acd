"""A finished star rating: shown beside last year's stars, granted by one document."""

from datetime import date

import pytest
from django.urls import reverse

from branches import stars as granting
from branches.models import Star
from tests.factories import (
    make_assessment,
    make_branch,
    make_committee,
    make_grade,
    make_officer,
    make_organization,
    make_round,
    make_scheme,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Four branches: 五星, 三星, 不定级, and one that took no part."""

    class World:
        unit = make_organization()

    scheme = make_scheme(
        committee=World.unit.committee, audience="branch", grants_stars=True, period_key="2025", title="示例评星办法"
    )
    grades = [
        make_grade(scheme, *grade, stars=number)
        for *grade, number in (("五星", 90, 5), ("三星", 70, 3), ("不定级", None, 0))
    ]
    World.round = make_round(scheme, state="final", final_on=date(2026, 2, 20))
    World.branches = [make_branch(organization=World.unit) for _ in range(4)]
    for branch, grade in zip(World.branches, [*grades, None], strict=True):
        state = "reviewed" if grade else "exempt"
        make_assessment(World.round, organization=World.unit, branch=branch, grade=grade, state=state)
    World.staff = make_staff(World.unit.committee)
    before = {World.branches[0]: 3, World.branches[2]: 4}
    granting.grant(2024, before, document_number="示组〔2025〕1号", granted_on=date(2025, 3, 1), by=World.staff)
    return World


def post(client, world, **fields):
    data = {"document_number": "示组〔2026〕1号", "granted_on": "2026-03-01"} | fields
    return client.post(reverse("round-stars", args=[world.round.pk]), data)


def test_page_says_who_rises_and_falls(client, world):
    client.force_login(world.staff)

    page = client.get(reverse("round-stars", args=[world.round.pk])).content.decode()

    assert [words in page for words in ("晋升（原三星）", "新评", "降低（原四星）", "不参评", "未授予")] == [True] * 5


def test_stars_are_granted_for_the_year_that_was_rated(client, world):
    client.force_login(world.staff)

    post(client, world)

    granted = Star.objects.filter(year=2025).order_by("branch")
    assert [(star.branch, star.stars, star.document_number) for star in granted] == [
        (world.branches[0], 5, "示组〔2026〕1号"),
        (world.branches[1], 3, "示组〔2026〕1号"),
        (world.branches[2], 0, "示组〔2026〕1号"),
    ]
    for branch in world.branches:
        branch.refresh_from_db()
    assert [branch.star for branch in world.branches] == ["5", "3", "", ""]
    assert post(client, world).status_code == 422
    assert Star.objects.filter(year=2025).count() == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"document_number": ""}, "请填写决定文号"),
        ({"granted_on": "2026-02-01"}, "授予日期不能早于定格日期"),
        ({"granted_on": "2999-01-01"}, "请核对"),
    ],
)
def test_wrong_document_grants_nothing(client, world, fields, words):
    client.force_login(world.staff)

    response = post(client, world, **fields)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Star.objects.filter(year=2025).exists()


def test_nothing_is_granted_before_the_round_is_final(client, world):
    type(world.round).objects.filter(pk=world.round.pk).update(state="publicity")
    client.force_login(world.staff)

    assert "定格后才能授予星级" in post(client, world).content.decode()
    assert not Star.objects.filter(year=2025).exists()


def test_star_is_withdrawn_with_a_reason(client, world):
    client.force_login(world.staff)
    post(client, world)
    star = Star.objects.get(branch=world.branches[0], year=2025)

    client.post(reverse("star-withdraw", args=[star.pk]), {"reason": "发生一票否决情形"})

    star.refresh_from_db()
    world.branches[0].refresh_from_db()
    assert (star.withdrawn_reason, world.branches[0].star) == ("发生一票否决情形", "3")


def test_only_the_committee_grants(client, world):
    client.force_login(make_officer(world.unit))
    assert post(client, world).status_code == 403

    client.force_login(make_staff(make_committee()))
    assert post(client, world).status_code == 404


@pytest.mark.parametrize("more", [0, 12])
def test_queries_do_not_grow(client, world, django_assert_max_num_queries, more):
    for _ in range(more):
        branch = make_branch(organization=make_organization(committee=world.unit.committee))
        make_assessment(world.round, organization=branch.organization, branch=branch)
    client.force_login(world.staff)

    with django_assert_max_num_queries(12):
        client.get(reverse("round-stars", args=[world.round.pk]))
