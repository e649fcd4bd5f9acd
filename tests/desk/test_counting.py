"""The number of what waits is the length of the list, though its query is written for a kind of people only."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from activities.models import Activity
from alliances.models import Seat
from branches.models import BrandVersion
from desk import counting, kinds, todo
from tests import permissions_world
from tests.factories import (
    make_activity,
    make_alliance,
    make_branch,
    make_brand,
    make_contest,
    make_officer_of,
    make_open_stage,
    make_participation,
    make_user,
)

pytestmark = pytest.mark.django_db
State = Activity.State
ROLES = [role for role in permissions_world.ROLES if role != "anonymous"]


def build():
    """{name: key} of every kind of people; something of every part waits for them."""
    made = permissions_world.build()
    committee = made.alliance.committee
    units = [made.people[role].organization for role in ("lead", "deputy", "unit", "outsider")]
    for unit in units:
        for state in BrandVersion.State:
            make_brand(branch=make_branch(organization=unit), state=state)
    make_brand(alliance=make_alliance(committee=committee), state=BrandVersion.State.PROPOSED)
    for state in ("setup", "entries", "judged", "publicity"):
        make_contest(committee=committee, state=state)
    stage = make_open_stage(contest=make_contest(committee=committee, state="judging"))
    made.people["scorer"] = stage.judges.first().user
    made.people["superuser"] = make_user(post="staff", committee=committee, is_superuser=True)
    made.people["head office"] = make_user(post="staff", committee=None, is_superuser=True)
    return {name: user.pk for name, user in made.people.items() if user}


@pytest.fixture(scope="session")
def built(snapshot):
    return snapshot("what waits", build)


@pytest.fixture
def people(built, db, media):
    keys = built.restore()
    return {name: User.objects.get(pk=key) for name, key in keys.items()}


def test_count_is_the_length_of_the_list_for_everybody(people):
    found = {name: counting.counted(user)[counting.TODO] for name, user in people.items()}

    listed = {name: todo.items_for(user, timezone.localdate()) for name, user in people.items()}
    assert found == {name: len(items) for name, items in listed.items()}
    busy = ("staff", "superuser", "leader", "lead", "deputy", "unit", "outsider", "scorer")  # a leader approves letters
    assert all(found[name] for name in busy)
    assert not found["member"]


@pytest.mark.parametrize("role", [*ROLES, "scorer", "superuser", "head office"])
def test_query_of_a_kind_with_the_own_keys_is_the_persons_query(people, role, monkeypatch):
    user, now = people[role], timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    asked = []

    def listen(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        counting.counted(user)

    sql, params = counting.query_of(user, now).query.sql_with_params()
    assert asked[-1][0] == sql
    assert sorted(map(str, asked[-1][1])) == sorted(map(str, params))  # in a list of alliances the order is nobody's


def test_lines_of_a_kind_with_the_own_keys_are_the_persons_lines(people, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)

    found = {name: sorted(kinds.rows(user, todo.lines_of)) for name, user in people.items()}

    assert found == {name: sorted(todo.lines_of(user, now)) for name, user in people.items()}
    assert {name for name, lines in found.items() if lines} >= {"staff", "leader", "lead", "unit", "scorer"}


def test_people_of_one_kind_have_numbers_of_their_own():
    alliance = make_alliance()
    busy, idle = (make_officer_of(alliance, Seat.Role.MEMBER) for _ in range(2))
    for _ in range(2):
        make_activity(alliance=alliance, host=busy.organization, state=State.RETURNED)

    assert [counting.counted(user)[counting.TODO] for user in (busy, idle, busy)] == [2, 0, 2]


def test_what_is_over_between_two_counts_is_counted(monkeypatch):
    alliance = make_alliance()
    officer = make_officer_of(alliance)
    ends = timezone.now() + timedelta(minutes=1)
    plan = make_activity(alliance=alliance, host=officer.organization, state=State.PUBLISHED)
    Activity.objects.filter(pk=plan.pk).update(starts_at=ends - timedelta(hours=1), ends_at=ends)

    before = counting.counted(officer)[counting.TODO]
    monkeypatch.setattr(timezone, "now", lambda: ends)

    assert (before, counting.counted(officer)[counting.TODO]) == (0, 1)


def test_seat_that_ends_is_no_part_of_the_count():
    alliance = make_alliance()
    lead = make_officer_of(alliance)
    make_activity(alliance=alliance, host=make_officer_of(alliance, Seat.Role.MEMBER).organization, state="proposed")

    before = counting.counted(lead)[counting.TODO]
    alliance.seats.leading().update(until="2024-01-01")
    del lead._standing

    assert (before, counting.counted(lead)[counting.TODO]) == (1, 0)


def test_count_is_one_query_and_never_asks_while_it_is_written(django_assert_num_queries, monkeypatch):
    alliance = make_alliance()
    officer = make_officer_of(alliance)
    make_participation(
        activity=make_activity(alliance=alliance, state=State.PUBLISHED), organization=officer.organization
    )

    with django_assert_num_queries(2):  # where the officer stands, then the count
        counting.counted(officer)
    kinds._written.cache_clear()
    monkeypatch.setattr(todo, "rows_for", lambda user, day: list(Seat.objects.all()))
    with pytest.raises(RuntimeError):
        counting.counted(officer)
    kinds._written.cache_clear()
