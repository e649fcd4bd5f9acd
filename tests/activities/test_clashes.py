"""What stands in the way of a time and place."""

from datetime import date

import pytest
from django.urls import reverse

from activities.clashes import clashes_of, day_words, unit_clashes
from activities.models import Activity, Base, Participation
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_officer_of,
    make_participation,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db
State = Activity.State
WORKDAY = (2026, 9, 16)


def make_held(hour=9, until=11, day=WORKDAY, **fields):
    fields.setdefault("state", State.PUBLISHED)
    return make_activity(starts_at=at(*day, hour), ends_at=at(*day, until), **fields)


def found(activity, organizations=(), user=None):
    user = user or make_staff(activity.committee)
    return [(clash.kind, clash.text) for clash in clashes_of(activity, list(organizations), user)]


@pytest.fixture
def two():
    """Two alliances of one committee, an activity of the first on a workday, a unit of the second invited to it."""
    first = make_alliance(name="文化园党建联盟")
    second = make_alliance(committee=first.committee, name="发展先锋党建联盟")
    other = make_held(alliance=first, title="秋粮收购调研", place="黟县")
    row = make_participation(activity=other, organization=make_seat(alliance=second).organization)
    return second, other, row


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Participation.Answer.ATTENDING, [("unit", "{unit}9月16日 09:00 已答应参加“秋粮收购调研”。")]),
        (Participation.Answer.NONE, [("unit", "{unit}9月16日 09:00 已受邀参加“秋粮收购调研”。")]),
        (Participation.Answer.LEAVE, []),
    ],
)
def test_unit_at_two_places_is_named_unless_it_took_leave(two, answer, words):
    alliance, _, row = two
    Participation.objects.update(answer=answer)
    plan = make_held(10, 12, alliance=alliance, state=State.DRAFT)

    assert found(plan, [row.organization_id]) == [(kind, text.format(unit=row.organization)) for kind, text in words]


def test_nothing_overlaps_when_one_ends_as_the_other_begins(two):
    alliance, _, row = two
    plan = make_held(11, 12, alliance=alliance, state=State.DRAFT)

    assert found(plan, [row.organization_id]) == []


def test_same_place_and_same_base_at_the_same_time(two):
    alliance, _, _ = two
    plan = make_held(10, 12, alliance=alliance, place="黟县", state=State.DRAFT)
    assert found(plan) == [("place", "同一时间，黟县还有“秋粮收购调研”（文化园）。")]

    base = Base.objects.create(committee=alliance.committee, name="芳村主题党日基地")
    Activity.objects.update(base=base)
    plan.refresh_from_db()

    assert found(plan) == [("place", "同一时间，芳村主题党日基地 黟县还有“秋粮收购调研”（文化园）。")]


@pytest.mark.parametrize("as_partner", [False, True])
def test_second_activity_of_the_alliance_on_a_day(two, as_partner):
    alliance, other, _ = two
    plan = make_held(15, 16, alliance=alliance if as_partner else other.alliance, state=State.DRAFT)
    if as_partner:
        other.partners.add(alliance)

    assert found(plan) == [("alliance", f"{plan.alliance.short_name}同一天还有“秋粮收购调研”。")]


@pytest.mark.parametrize("state", [State.DRAFT, State.CANCELLED, State.RETURNED, State.DROPPED])
def test_what_is_not_going_to_happen_does_not_clash(two, state):
    alliance, _, row = two
    Activity.objects.update(state=state)

    assert found(make_held(alliance=alliance, place="黟县"), [row.organization_id]) == []


def test_plans_that_the_person_may_not_see_are_not_given_away(two):
    alliance, _, row = two
    Activity.objects.update(state=State.SUBMITTED)
    plan = make_held(alliance=alliance, place="黟县", state=State.DRAFT)

    assert found(plan, [row.organization_id], make_officer_of(alliance)) == []


def test_activity_over_midnight_clashes_on_both_days(two):
    alliance, _, row = two
    plan = make_activity(alliance=alliance, starts_at=at(2026, 9, 15, 20), ends_at=at(2026, 9, 16, 10))

    assert [kind for kind, _ in found(plan, [row.organization_id])] == ["unit"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 16), None),
        (date(2026, 9, 20), ("9月20日是周日，国庆节调休上班，可以安排。", False)),
        (date(2026, 10, 1), ("10月1日是周四，国庆节放假。", True)),
        (date(2026, 9, 12), ("9月12日是周六，休息日。", True)),
    ],
)
def test_day_is_special_with_its_reason(day, words):
    assert day_words(day) == words


def test_many_units_are_counted_not_listed(two):
    alliance, other, row = two
    rows = [
        row,
        *(make_participation(activity=other, organization=make_seat(alliance=alliance).organization) for _ in range(4)),
    ]

    ((kind, text),) = found(make_held(alliance=alliance), [row.organization_id for row in rows])

    assert (kind, "等 5 家9月16日" in text) == ("unit", True)


@pytest.mark.parametrize("many", [1, 5])
def test_clashes_ask_the_same_number_of_queries(two, many, django_assert_num_queries):
    alliance, _, row = two
    for _ in range(many - 1):
        make_participation(activity=make_held(alliance=alliance), organization=row.organization)
    plan, staff = make_held(alliance=alliance, state=State.DRAFT), make_staff(alliance.committee)
    plan = Activity.objects.with_names().get(pk=plan.pk)

    with django_assert_num_queries(2):
        clashes_of(plan, [row.organization_id], staff)


@pytest.mark.parametrize("many", [1, 5])
def test_unit_clashes_of_many_activities_take_two_queries(two, many, django_assert_num_queries):
    alliance, other, row = two
    more = [make_held(10, 12, alliance=alliance) for _ in range(many)]
    for activity in more:
        make_participation(activity=activity, organization=row.organization)
    activities = list(Activity.objects.with_names())

    with django_assert_num_queries(2):
        clashes = unit_clashes(activities)

    assert {pk: len(rows) for pk, rows in clashes.items()} == {row.pk: many for row in [other, *more]}


def test_fragment_for_the_form_answers_whatever_it_is_asked(client, two):
    alliance, _, row = two
    client.force_login(make_officer_of(alliance))
    url = reverse("activity-clashes")
    asked = {"title": "走访", "date": "2026-09-16", "starts": "10:00", "ends": "11:00", "units": row.organization_id}

    response = client.get(url, asked)

    assert "已受邀参加“秋粮收购调研”" in response.content.decode()
    for bad in ({}, {"date": "2026-02-31"}, {"date": "2026-09-16", "starts": "x", "units": "²"}, {"uid": "7"}):
        assert client.get(url, bad).status_code == 200


def test_fragment_does_not_take_the_activity_for_its_own_clash(client, two):
    _, other, row = two
    client.force_login(make_staff(other.committee))
    asked = {"title": "走访", "date": "2026-09-16", "starts": "09:00", "ends": "11:00", "units": row.organization_id}

    response = client.get(reverse("activity-clashes"), {**asked, "uid": str(other.uid)})

    assert "撞期" not in response.content.decode()
