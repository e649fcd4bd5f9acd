"""Who has a place? The limit holds, the waiting list moves up in order, refusals are said in words."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from activities import plans, signups
from activities.models import Activity, SignUp
from notices.models import Notice
from portal.access import WrongState
from tests.factories import (
    make_activity,
    make_alliance,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_staff,
)

State = SignUp.State


def make_open_activity(**fields):
    fields.setdefault("state", Activity.State.PUBLISHED)
    return make_activity(signup_open=True, **fields)


def make_people(activity, count):
    unit = make_organization(committee=activity.committee)
    return [make_member(unit) for _ in range(count)]


def states(activity):
    return list(SignUp.objects.filter(activity=activity).order_by("at", "pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_signup_beyond_the_limit_waits_in_order():
    activity = make_open_activity(signup_limit=2)

    made = [signups.sign_up(activity, by=user) for user in make_people(activity, 4)]

    assert states(activity) == [State.CONFIRMED, State.CONFIRMED, State.WAITING, State.WAITING]
    assert [signups.place_in_queue(signup) for signup in made] == [None, None, 1, 2]


@pytest.mark.django_db
def test_signup_without_limit_never_waits():
    activity = make_open_activity()

    for user in make_people(activity, 3):
        signups.sign_up(activity, by=user)

    assert states(activity) == [State.CONFIRMED] * 3


@pytest.mark.django_db
def test_withdrawal_moves_up_who_waits_longest_and_tells_them():
    activity = make_open_activity(signup_limit=1)
    first, second, third = make_people(activity, 3)
    for user in (first, second, third):
        signups.sign_up(activity, by=user)

    promoted = signups.withdraw(activity, by=first)

    assert [signup.user for signup in promoted] == [second]
    assert states(activity) == [State.WITHDRAWN, State.CONFIRMED, State.WAITING]
    assert list(Notice.objects.values_list("recipient", "title")) == [
        (second.pk, f"候补转为正式报名：{activity.title}")
    ]


@pytest.mark.django_db
def test_withdrawal_from_the_waiting_list_promotes_nobody():
    activity = make_open_activity(signup_limit=1)
    first, second = make_people(activity, 2)
    signups.sign_up(activity, by=first)
    signups.sign_up(activity, by=second)

    assert signups.withdraw(activity, by=second) == []
    assert states(activity) == [State.CONFIRMED, State.WITHDRAWN]


@pytest.mark.django_db
def test_signup_again_after_withdrawal_goes_to_the_end():
    activity = make_open_activity(signup_limit=1)
    first, second, third = make_people(activity, 3)
    for user in (first, second, third):
        signups.sign_up(activity, by=user)

    signups.withdraw(activity, by=first)
    again = signups.sign_up(activity, by=first)

    assert (again.state, signups.place_in_queue(again)) == (State.WAITING, 2)
    assert SignUp.objects.count() == 3


@pytest.mark.django_db
def test_raised_limit_fills_the_new_places_first():
    activity = make_open_activity(signup_limit=1)
    first, second, third = make_people(activity, 3)
    signups.sign_up(activity, by=first)
    signups.sign_up(activity, by=second)
    Activity.objects.update(signup_limit=2)

    late = signups.sign_up(activity, by=third)

    assert (states(activity), late.state) == ([State.CONFIRMED, State.CONFIRMED, State.WAITING], State.WAITING)


@pytest.mark.django_db
def test_limit_raised_in_the_plan_moves_up_who_waits():
    activity = make_open_activity(signup_limit=1)
    staff = make_staff(activity.committee)
    for user in make_people(activity, 3):
        signups.sign_up(activity, by=user)

    activity.signup_limit = 2
    plans.keep(activity, by=staff, revision=activity.revision, forms=[], partners=[], organizations=[])

    assert states(activity) == [State.CONFIRMED, State.CONFIRMED, State.WAITING]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": Activity.State.CANCELLED}, "活动已取消，不再报名。"),
        ({"state": Activity.State.DRAFT}, "这项活动未开放个人报名。"),
        ({"signup_open": False}, "这项活动未开放个人报名。"),
        ({"signup_until": timedelta(minutes=-1)}, "截止"),
        ({"starts_at": timedelta(minutes=-1)}, "截止"),
        ({"starts_at": timedelta(days=-1), "state": Activity.State.REPORTED}, "截止"),
    ],
    ids=["cancelled", "draft", "not open", "deadline", "begun", "reported"],
)
def test_signup_is_refused_in_words(fields, words):
    activity = make_open_activity()
    moments = {name: timezone.now() + value for name, value in fields.items() if isinstance(value, timedelta)}
    Activity.objects.update(**{**fields, **moments})

    with pytest.raises(WrongState, match=words):
        signups.sign_up(activity, by=make_people(activity, 1)[0])

    assert not SignUp.objects.exists()


@pytest.mark.django_db
def test_signup_twice_is_refused_in_words():
    activity = make_open_activity()
    [user] = make_people(activity, 1)
    signups.sign_up(activity, by=user)

    with pytest.raises(WrongState, match="您已经报过名了"):
        signups.sign_up(activity, by=user)


@pytest.mark.django_db
def test_withdrawal_is_refused_once_it_began():
    activity = make_open_activity()
    [user] = make_people(activity, 1)
    signups.sign_up(activity, by=user)

    with pytest.raises(WrongState, match="活动已经开始"):
        signups.withdraw(activity, by=user, now=activity.starts_at)


@pytest.mark.django_db
def test_signup_page_says_the_place_in_the_queue(client):
    activity = make_open_activity(signup_limit=1)
    first, second = make_people(activity, 2)
    signups.sign_up(activity, by=first)
    client.force_login(second)

    response = client.post(reverse("signup", args=[activity.pk]), follow=True)

    assert "候补第 1 位" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "status"),
    [("member", 302), ("officer", 302), ("lead", 302), ("staff", 403), ("leader", 403), ("stranger", 404)],
)
def test_signup_is_for_members_and_officers_of_the_committee(client, who, status):
    alliance = make_alliance()
    activity = make_open_activity(alliance=alliance)
    unit = make_organization(committee=alliance.committee)
    people = {
        "member": lambda: make_member(unit),
        "officer": lambda: make_officer(unit),
        "lead": lambda: make_officer_of(alliance),
        "staff": lambda: make_staff(alliance.committee),
        "leader": lambda: make_leader(alliance),
        "stranger": make_member,
    }
    client.force_login(people[who]())

    response = client.post(reverse("signup", args=[activity.pk]))

    assert response.status_code == status
    assert SignUp.objects.exists() is (status == 302)


@pytest.mark.django_db
def test_member_meets_the_signup_before_the_facts(client):
    activity = make_open_activity()
    [member] = make_people(activity, 1)
    order = {}
    for user in (member, make_officer(member.organization)):
        client.force_login(user)
        html = client.get(activity.get_absolute_url()).content.decode()
        order[user] = (html.count('id="signup"'), html.index('id="signup"') < html.index('id="facts"'))

    assert list(order.values()) == [(1, True), (1, False)]


@pytest.mark.django_db
def test_signup_list_is_for_who_works_on_the_activity():
    alliance = make_alliance()
    lead = make_officer_of(alliance)
    activity = make_open_activity(alliance=alliance)
    [user] = make_people(activity, 1)
    made = signups.sign_up(activity, by=user)

    seen = {person: signups.overview(activity, person)["rows"] for person in (lead, user)}

    assert seen == {lead: [made], user: []}


@pytest.mark.django_db(transaction=True)
def test_limit_holds_when_many_sign_up_at_once():
    activity = make_open_activity(signup_limit=3)
    people = make_people(activity, 8)
    start = Barrier(len(people))
    faults = []

    def sign_up(user):
        try:
            start.wait()
            signups.sign_up(activity, by=user)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=sign_up, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert sorted(states(activity)) == [State.CONFIRMED] * 3 + [State.WAITING] * 5


@pytest.mark.django_db(transaction=True)
def test_one_place_given_back_twice_at_once_promotes_one_each():
    activity = make_open_activity(signup_limit=2)
    people = make_people(activity, 5)
    for user in people:
        signups.sign_up(activity, by=user)
    start = Barrier(2)

    def withdraw(user):
        try:
            start.wait()
            signups.withdraw(activity, by=user)
        finally:
            connection.close()

    threads = [Thread(target=withdraw, args=[user]) for user in people[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert states(activity) == [State.WITHDRAWN] * 2 + [State.CONFIRMED] * 2 + [State.WAITING]
