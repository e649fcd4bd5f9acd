"""Stars of branches: granted by one document, up, down and removed, withdrawn with a reason."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from branches import stars
from branches.models import Star
from portal.access import WrongState
from tests.factories import make_branch, make_member, make_organization, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def branches():
    unit = make_organization()
    return [make_branch(organization=unit) for _ in range(3)]


def grant(year, given, by, number="示组〔2026〕1号"):
    return stars.grant(year, given, document_number=number, granted_on=date(2026, 3, 1), by=by)


def shown(branches):
    for branch in branches:
        branch.refresh_from_db()
    return [branch.star for branch in branches]


def test_grant_shows_on_the_branches(branches):
    staff = make_staff(branches[0].organization.committee)
    first, second, third = branches

    grant(2025, {first: 5, second: 3, third: 0}, staff)

    assert shown(branches) == ["5", "3", ""]
    assert [str(star) for star in Star.objects.order_by("branch")] == ["2025年度五星", "2025年度三星", "2025年度不定级"]
    assert first.history.first().history_user == staff


def test_last_year_decides_what_is_shown(branches):
    staff = make_staff(branches[0].organization.committee)
    first, second, _ = branches

    grant(2025, {first: 4, second: 3}, staff)
    grant(2024, {first: 5}, staff)

    assert shown(branches) == ["4", "3", ""]
    assert stars.last_before(2025, branches) == {first.pk: 5}
    assert stars.last_before(2026, branches) == {first.pk: 4, second.pk: 3}


def test_second_document_for_a_year_is_refused_whole(branches):
    staff = make_staff(branches[0].organization.committee)
    first, second, _ = branches
    grant(2025, {first: 5}, staff)

    with pytest.raises(WrongState, match=f"已有2025年度星级：{first}"):
        grant(2025, {first: 4, second: 4}, staff)

    assert Star.objects.count() == 1
    assert shown(branches) == ["5", "", ""]


def test_withdrawn_star_leaves_the_one_before(branches):
    staff = make_staff(branches[0].organization.committee)
    first = branches[0]
    grant(2024, {first: 3}, staff)
    (star,) = grant(2025, {first: 5}, staff)

    stars.withdraw(star, by=staff, reason="发生一票否决情形")

    assert shown(branches)[0] == "3"
    assert (star.withdrawn_by, star.withdrawn_reason) == (staff, "发生一票否决情形")
    with pytest.raises(WrongState, match="已经撤销"):
        stars.withdraw(star, by=staff, reason="再撤一次")
    grant(2025, {first: 4}, staff, "示组〔2026〕9号")
    assert shown(branches)[0] == "4"


def test_document_and_day_are_needed(branches):
    staff = make_staff(branches[0].organization.committee)

    with pytest.raises(WrongState, match="请填写决定文号"):
        grant(2025, {branches[0]: 5}, staff, number=" ")
    tomorrow = localdate() + timedelta(days=1)
    with pytest.raises(WrongState, match="授予日期不能晚于今天"):
        stars.grant(2025, {branches[0]: 5}, document_number="示组〔2026〕1号", granted_on=tomorrow, by=staff)
    assert not Star.objects.exists()


@pytest.mark.parametrize(
    ("before", "now", "words"), [(None, 4, "新评"), (4, 4, "保持"), (3, 5, "晋升（原三星）"), (5, 0, "降低（原五星）")]
)
def test_change_in_words(before, now, words):
    assert stars.change_words(before, now) == words


def test_stars_are_seen_within_the_committee(branches):
    staff = make_staff(branches[0].organization.committee)
    grant(2025, {branches[0]: 5}, staff)

    assert Star.objects.visible_to(make_member(branches[0].organization)).count() == 1
    assert Star.objects.visible_to(make_member()).count() == 0
