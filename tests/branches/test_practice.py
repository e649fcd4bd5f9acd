"""Which activities practised a brand; what came of it is summed from their accepted reports."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from activities import practice
from activities.models import Activity, Outcome
from branches.models import BrandStep
from portal.access import WrongState
from tests.branches.world import build
from tests.factories import (
    at,
    make_activity,
    make_brand,
    make_held_activity,
    make_measure,
    make_participation,
    make_report,
)

pytestmark = pytest.mark.django_db
State = Activity.State


@pytest.fixture
def world():
    world = build()
    world.brand = make_brand(branch=world.branch)
    world.money = make_measure(world.committee, "助农消费", "元", order_number=1)
    world.solved = make_measure(world.committee, "解决问题", "件", order_number=2)
    return world


def held(world, state=State.ACCEPTED, head_count=10, starts_at=None, **outcomes):
    fields = {"starts_at": starts_at} if starts_at else {}
    activity = make_held_activity(alliance=world.alliance, host=world.unit.organization, state=state, **fields)
    report = make_report(activity, head_count=head_count)
    for name, value in outcomes.items():
        Outcome.objects.create(report=report, measure=getattr(world, name), value=value)
    practice.link(world.brand, activity, world.unit)
    return activity


def figures(brand, day=None):
    return [(row.measure.name, row.measure.unit, row.value, row.activities) for row in practice.outcomes_of(brand, day)]


def test_outcomes_sum_the_accepted_reports_and_open_to_their_activities(world):
    first = held(world, money=Decimal("1200.50"), solved=3)
    second = held(world, money=Decimal("799.50"), head_count=None)
    waiting = held(world, State.REPORTED, money=5000)

    assert figures(world.brand) == [("助农消费", "元", Decimal(2000), 2), ("解决问题", "件", Decimal(3), 1)]
    assert set(practice.activities_of(world.brand)) == {first, second, waiting}
    assert set(practice.activities_of(world.brand, measure=world.money)) == {first, second}
    assert set(practice.activities_of(world.brand, measure=world.solved)) == {first}


def test_outcomes_are_as_of_a_day(world):
    held(world, money=100, starts_at=at(2026, 5, 31, 15))
    held(world, money=10, starts_at=at(2026, 6, 1, 9))

    assert figures(world.brand, date(2026, 5, 31)) == [("助农消费", "元", Decimal(100), 1)]
    assert figures(make_brand(committee=world.committee)) == []


def test_link_stands_once_leaves_its_line_and_is_undone(world):
    activity = make_activity(alliance=world.alliance, state=State.PUBLISHED)

    practice.link(world.brand, activity, world.unit)
    practice.link(world.brand, activity, world.unit)
    linked = list(practice.activities_of(world.brand, world.member))
    practice.unlink(world.brand, activity, world.staff)
    practice.unlink(world.brand, activity, world.staff)

    assert linked == [activity]
    assert list(practice.activities_of(world.brand)) == []
    lines = world.brand.steps.order_by("pk").values_list("verb", "by", "is_for_unit", "reason")
    assert list(lines) == [
        (BrandStep.Verb.LINK, world.unit.pk, False, activity.title),
        (BrandStep.Verb.UNLINK, world.staff.pk, True, activity.title),
    ]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.CANCELLED, State.DROPPED])
def test_only_what_is_public_and_not_cancelled_is_linked(world, state):
    with pytest.raises(WrongState, match="不能关联"):
        practice.link(world.brand, make_activity(alliance=world.alliance, state=state), world.unit)


def test_link_refuses_another_committees_activity_and_an_ended_brand(world):
    with pytest.raises(WrongState, match="本工委"):
        practice.link(world.brand, make_activity(state=State.PUBLISHED), world.unit)
    world.brand.ended_on = timezone.localdate()
    world.brand.save()
    with pytest.raises(WrongState, match="停用"):
        practice.link(world.brand, make_activity(alliance=world.alliance, state=State.PUBLISHED), world.unit)


def test_offered_are_the_owners_own_newest_first_without_what_is_linked(world):
    near, joined, linked = (
        make_activity(alliance=world.alliance, state=State.PUBLISHED, starts_at=at(2026, 6, day)) for day in (1, 2, 3)
    )
    other = make_activity(committee=world.committee, state=State.PUBLISHED)
    elsewhere = make_activity(
        committee=world.committee, state=State.PUBLISHED, starts_at=at(2026, 6, 4), host=world.unit.organization
    )
    make_participation(activity=joined, organization=world.unit.organization)
    make_activity(alliance=world.alliance, state=State.DRAFT)
    practice.link(world.brand, linked, world.unit)

    assert list(practice.offered(world.brand, world.unit)) == [elsewhere, joined, near]
    assert other not in practice.offered(world.brand, world.staff)
    assert list(practice.offered(world.brand, world.member)) == []


def test_alliances_brand_is_offered_what_the_alliance_holds(world):
    brand = make_brand(alliance=world.alliance)
    own = make_activity(alliance=world.alliance, state=State.PUBLISHED)
    joint = make_activity(committee=world.committee, state=State.PUBLISHED, starts_at=own.starts_at + timedelta(days=1))
    joint.partners.add(world.alliance)

    assert list(practice.offered(brand, world.deputy)) == [joint, own]


@pytest.mark.parametrize("many", [1, 6])
def test_outcomes_take_one_query(world, many, django_assert_num_queries):
    for _ in range(many):
        held(world, money=1, solved=1)

    with django_assert_num_queries(1):
        assert len(figures(world.brand)) == 2
