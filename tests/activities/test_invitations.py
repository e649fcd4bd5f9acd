"""Which units are invited, how they answer, and who may answer for them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import invitations
from activities.models import Activity, Participation, Step
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
    make_participation,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db
State = Activity.State
Answer = Participation.Answer


def invited(activity):
    return set(activity.participations.values_list("organization", flat=True))


def test_default_units_are_the_seats_of_the_day_with_chambers_and_partners():
    alliance = make_alliance()
    lead = make_seat(alliance=alliance, role="lead").organization
    chamber = make_seat(alliance=alliance, role="chamber").organization
    make_seat(alliance=alliance, until=date(2024, 12, 31))
    partner = make_alliance(committee=alliance.committee)
    guest = make_seat(alliance=partner).organization
    activity = make_activity(alliance=alliance)
    activity.partners.add(partner)

    assert set(invitations.default_units(activity)) == {lead, chamber, guest}


def test_invite_keeps_those_already_there_and_uninvite_takes_off():
    activity = make_activity()
    first, second = (make_organization(committee=activity.committee) for _ in range(2))
    staff = make_staff(activity.committee)
    invitations.invite(activity, [first], by=staff)

    added = invitations.invite(activity, [first, second], by=staff)

    assert (added, invited(activity)) == ([second], {first.pk, second.pk})
    assert invitations.uninvite(activity, [first], by=staff) == [first]
    assert invited(activity) == {second.pk}
    assert (activity.steps.count(), Notice.objects.count()) == (0, 0)


def test_invite_after_publishing_tells_only_the_new_unit():
    activity = make_activity(state=State.PUBLISHED)
    old, new = (make_officer(make_organization(committee=activity.committee)) for _ in range(2))
    make_participation(activity=activity, organization=old.organization)

    invitations.set_invited(activity, [old.organization, new.organization], by=make_staff(activity.committee))

    assert [(row.recipient, row.title) for row in Notice.objects.all()] == [(new, f"请答复是否参加：{activity.title}")]
    assert activity.steps.get().reason == f"增加邀请{new.organization}。"


def test_uninvite_refuses_who_was_present():
    row = make_participation(activity=make_activity(state=State.PUBLISHED), present_count=3)

    with pytest.raises(WrongState, match="已经点名到场"):
        invitations.uninvite(row.activity, [row.organization], by=make_staff(row.activity.committee))


def test_invite_refuses_a_unit_of_another_committee():
    activity = make_activity()

    with pytest.raises(WrongState, match="不能邀请"):
        invitations.invite(activity, [make_organization()], by=make_staff(activity.committee))


def test_attend_and_leave_until_the_activity_is_over():
    row = make_participation(activity=make_activity(state=State.PUBLISHED))
    officer = make_officer(row.organization)

    row.attend(by=officer, expected_count=6, attendees="示例甲、示例乙")
    assert (row.answer, row.expected_count, row.attendees, row.answered_by) == (
        Answer.ATTENDING,
        6,
        "示例甲、示例乙",
        officer,
    )
    row.leave(by=officer, reason="当日承办书画展")

    assert (row.answer, row.expected_count, row.leave_reason) == (Answer.LEAVE, None, "当日承办书画展")
    assert [step.reason for step in row.activity.steps.all()] == [
        f"{row.organization} 请假：当日承办书画展",
        f"{row.organization} 参加 6 人",
    ]
    assert not row.activity.steps.filter(is_for_unit=True).exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": State.SUBMITTED}, "计划待审定"),
        ({"state": State.CANCELLED}, "取消"),
        ({"state": State.PUBLISHED, "starts_at": timezone.now() - timedelta(days=1)}, "已经开展"),
    ],
    ids=["not published", "cancelled", "over"],
)
def test_answer_is_refused_when_it_is_too_late_or_too_early(fields, words):
    row = make_participation(activity=make_activity(**fields))

    with pytest.raises(WrongState, match=words):
        row.attend(by=make_officer(row.organization), expected_count=3)

    assert Participation.objects.get().answer == Answer.NONE


def test_answer_is_refused_after_the_roll_call():
    row = make_participation(activity=make_activity(state=State.PUBLISHED), present_count=0)

    with pytest.raises(WrongState, match="已经点名"):
        row.attend(by=make_officer(row.organization), expected_count=3)


def test_leave_needs_a_reason():
    row = make_participation(activity=make_activity(state=State.PUBLISHED))

    with pytest.raises(WrongState, match="事由"):
        row.leave(by=make_officer(row.organization), reason=" ")


@pytest.mark.parametrize("who", ["staff", "lead"])
def test_answer_for_a_unit_is_marked(who):
    alliance = make_alliance()
    users = {"staff": make_staff(alliance.committee), "lead": make_officer_of(alliance)}
    row = make_participation(activity=make_activity(alliance=alliance, state=State.PUBLISHED))

    row.attend(by=users[who], expected_count=2)

    assert row.activity.steps.get(verb=Step.Verb.ANSWER).is_for_unit is True


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("own officer", 302),
        ("lead", 302),
        ("deputy", 302),
        ("staff", 302),
        ("other unit", 403),
        ("own member", 403),
        ("leader", 403),
        ("stranger", 404),
    ],
)
def test_answer_page_is_for_the_unit_and_those_who_may_help(client, who, status):
    alliance = make_alliance()
    row = make_participation(activity=make_activity(alliance=alliance, state=State.PUBLISHED))
    users = {
        "own officer": lambda: make_officer(row.organization),
        "lead": lambda: make_officer_of(alliance),
        "deputy": lambda: make_officer_of(alliance, "deputy"),
        "staff": lambda: make_staff(alliance.committee),
        "other unit": lambda: make_officer_of(alliance, "member"),
        "own member": lambda: make_member(row.organization),
        "leader": lambda: make_leader(alliance),
        "stranger": make_officer,
    }
    client.force_login(users[who]())

    url = f"{reverse('participation-answer', args=[row.activity_id])}?unit={row.organization_id}"
    response = client.post(url, {"answer": "attending", "expected_count": "6"})

    assert response.status_code == status
    row.refresh_from_db()
    assert (row.answer == Answer.ATTENDING) is (status == 302)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "请选择参加或请假。"),
        ({"answer": "attending"}, "请填写参加人数。"),
        ({"answer": "attending", "expected_count": "-3"}, "参加至少 1 人"),
        ({"answer": "attending", "expected_count": "六"}, "只填数字"),
        ({"answer": "leave"}, "请写明请假事由。"),
        ({"answer": "perhaps"}, "请选择参加或请假。"),
    ],
)
def test_answer_page_says_how_to_mend_it(client, data, words):
    row = make_participation(activity=make_activity(state=State.PUBLISHED))
    client.force_login(make_officer(row.organization))

    response = client.post(reverse("participation-answer", args=[row.activity_id]), data)

    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.parametrize("unit", ["0", "999999", "x", "²"])
def test_answer_page_of_a_unit_that_is_not_invited_is_not_found(client, unit):
    row = make_participation(activity=make_activity(state=State.PUBLISHED))
    client.force_login(make_staff(row.activity.committee))

    response = client.get(reverse("participation-answer", args=[row.activity_id]), {"unit": unit})

    assert response.status_code == 404
