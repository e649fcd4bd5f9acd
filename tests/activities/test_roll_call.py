"""Who came? The list is prefilled, only deviations are edited, and a second caller overwrites nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import rollcall, sheets
from activities.models import Activity, Participation, Report, SignUp, Step
from portal.access import EditConflict, WrongState
from tests.factories import (
    make_alliance,
    make_held_activity,
    make_leader,
    make_member,
    make_officer_of,
    make_participation,
    make_report,
    make_seat,
    make_signup,
    make_staff,
)

pytestmark = pytest.mark.django_db
Answer = Participation.Answer
State = Activity.State


@pytest.fixture
def alliance():
    return make_alliance()


@pytest.fixture
def lead(alliance):
    return make_officer_of(alliance)


@pytest.fixture
def activity(alliance, lead):
    return make_held_activity(alliance=alliance)


def call(activity, counts=None, present=(), *, by):
    return rollcall.call(
        activity, counts=counts or {}, present=set(present), seen=rollcall.fingerprint(activity), by=by
    )


def test_roll_call_expects_those_who_said_they_come(activity):
    coming = make_participation(activity=activity, answer=Answer.ATTENDING, expected_count=12)
    named = make_participation(activity=activity, answer=Answer.ATTENDING, attendees="示例甲、示例乙，示例丙")
    leave = make_participation(activity=activity, answer=Answer.LEAVE, expected_count=5)
    silent = make_participation(activity=activity)

    assert [rollcall.expected(row) for row in (coming, named, leave, silent)] == [12, 3, 0, 0]


def test_roll_call_asks_how_many_came_of_a_unit_that_gave_no_number(client, activity, lead):
    row = make_participation(activity=activity, answer=Answer.ATTENDING)
    client.force_login(lead)
    address = reverse("roll-call", args=[activity.pk])
    field = client.get(address).context["form"].units[0][1]
    assert (field.value(), field.field.required) == (None, True)

    page = client.post(address, {"seen": rollcall.fingerprint(activity), f"unit-{row.pk}": ""})

    assert "请填实到人数，没有人来填 0。" in page.content.decode()
    row.refresh_from_db()
    assert row.present_count is None


@pytest.mark.usefixtures("past")
def test_roll_call_saves_the_expected_and_the_deviations(activity, lead):
    as_expected = make_participation(activity=activity, answer=Answer.ATTENDING, expected_count=12)
    fewer = make_participation(activity=activity, answer=Answer.ATTENDING, expected_count=8)
    make_participation(activity=activity, answer=Answer.LEAVE)

    total = call(activity, {fewer.pk: 7}, by=lead)

    assert total == 19
    assert list(activity.participations.order_by("pk").values_list("present_count", flat=True)) == [12, 7, 0]
    assert list(activity.steps.values_list("verb", "reason", "by")) == [(Step.Verb.ROLL_CALL, "实到 19 人", lead.pk)]
    assert as_expected.history.count() == 2


def test_roll_call_counts_signups_of_units_that_were_not_invited(activity, lead):
    row = make_participation(activity=activity, answer=Answer.ATTENDING, expected_count=4)
    own = make_signup(activity, make_member(row.organization))
    guest, missing = make_signup(activity), make_signup(activity)
    waiting = make_signup(activity, state=SignUp.State.WAITING)

    total = call(activity, present=[own.pk, guest.pk], by=lead)

    assert total == 5
    came = dict(SignUp.objects.values_list("pk", "is_present"))
    assert came == {own.pk: True, guest.pk: True, missing.pk: False, waiting.pk: None}


def test_roll_call_gives_the_report_its_head_count(activity, lead):
    row = make_participation(activity=activity, answer=Answer.ATTENDING, expected_count=4)
    make_report(activity, head_count=4)

    call(activity, {row.pk: 6}, by=lead)

    assert Report.objects.get().head_count == 6


def test_roll_call_again_without_a_change_leaves_no_line(activity, lead):
    make_participation(activity=activity, answer=Answer.ATTENDING, expected_count=4)

    call(activity, by=lead)
    call(activity, by=lead)

    assert activity.steps.count() == 1


def test_second_caller_is_told_and_overwrites_nothing(activity, lead):
    row = make_participation(activity=activity, answer=Answer.ATTENDING, expected_count=4)
    seen = rollcall.fingerprint(activity)
    call(activity, {row.pk: 3}, by=lead)

    with pytest.raises(EditConflict, match="点名册刚被别人改过"):
        rollcall.call(activity, counts={row.pk: 9}, present=set(), seen=seen, by=lead)

    row.refresh_from_db()
    assert row.present_count == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"starts_at": timezone.now() + timedelta(hours=1), "ends_at": timezone.now() + timedelta(hours=2)},
            "还没有开始",
        ),
        ({"state": State.REPORTED}, "先撤回总结"),
        ({"state": State.ACCEPTED}, "已经办结"),
        ({"state": State.CANCELLED}, "已经取消"),
        ({"state": State.SUBMITTED}, "计划还没有发布"),
    ],
    ids=["before it began", "reported", "accepted", "cancelled", "planned"],
)
def test_roll_call_is_refused_in_words(client, activity, lead, fields, words):
    make_participation(activity=activity, answer=Answer.ATTENDING, expected_count=4)
    Activity.objects.update(**fields)
    activity.refresh_from_db()
    client.force_login(lead)

    with pytest.raises(WrongState, match=words):
        call(activity, by=lead)
    page = client.get(reverse("roll-call", args=[activity.pk]), follow=True)

    assert words in page.content.decode()
    assert rollcall.head_count(activity) is None


def test_staff_mend_the_roll_of_a_reported_activity(activity, alliance):
    row = make_participation(activity=activity, answer=Answer.ATTENDING, expected_count=4)
    Activity.objects.update(state=State.REPORTED)
    activity.refresh_from_db()

    call(activity, {row.pk: 5}, by=make_staff(alliance.committee))

    assert rollcall.head_count(activity) == 5


def test_roll_call_page_is_filled_in_and_saved_in_one_go(client, activity, lead):
    row = make_participation(activity=activity, answer=Answer.ATTENDING, expected_count=66)
    client.force_login(lead)
    page = client.get(reverse("roll-call", args=[activity.pk]))
    assert 'value="66"' in page.content.decode()

    response = client.post(
        reverse("roll-call", args=[activity.pk]), {"seen": rollcall.fingerprint(activity), f"unit-{row.pk}": "65"}
    )

    assert (response.status_code, response.url) == (302, reverse("report-edit", args=[activity.pk]))
    row.refresh_from_db()
    assert row.present_count == 65


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-1", "不能是负数。"),
        ("十人", "只填数字"),
        ("1.5", "填整数"),
        ("", "没有人来填 0。"),
        ("99999", "数字太大"),
        ("NaN", "只填数字"),
    ],
)
def test_roll_call_page_refuses_in_words(client, activity, lead, typed, words):
    row = make_participation(activity=activity, answer=Answer.ATTENDING, expected_count=6)
    client.force_login(lead)

    page = client.post(
        reverse("roll-call", args=[activity.pk]), {"seen": rollcall.fingerprint(activity), f"unit-{row.pk}": typed}
    )

    assert words in page.content.decode()
    assert rollcall.head_count(activity) is None


@pytest.mark.parametrize("page", ["roll-call", "sign-in-sheet"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 200),
        ("deputy", 200),
        ("staff", 200),
        ("member unit", 403),
        ("leader", 403),
        ("member", 403),
        ("stranger", 404),
    ],
)
def test_roll_call_and_sheet_are_for_who_works_on_it(client, alliance, activity, lead, page, who, status):
    people = {
        "lead": lambda: lead,
        "deputy": lambda: make_officer_of(alliance, "deputy"),
        "staff": lambda: make_staff(alliance.committee),
        "member unit": lambda: make_officer_of(alliance, "member"),
        "leader": lambda: make_leader(alliance),
        "member": lambda: make_member(make_seat(alliance=alliance).organization),
        "stranger": make_staff,
    }
    make_participation(activity=activity)
    client.force_login(people[who]())

    response = client.get(reverse(page, args=[activity.pk]))

    assert response.status_code == status


def test_sheet_has_a_line_for_each_person_and_some_to_spare(activity):
    named = make_participation(activity=activity, answer=Answer.ATTENDING, attendees="示例甲、示例乙", expected_count=3)
    make_participation(activity=activity, answer=Answer.LEAVE, expected_count=3)
    silent = make_participation(activity=activity)
    own = make_signup(activity, make_member(named.organization, name="示例乙"))
    guest = make_signup(activity)

    lines = [(line.unit, line.name, line.note) for line in sheets.sign_in_lines(activity)]

    unit, other = str(named.organization), str(guest.user.organization)
    assert lines == [
        (unit, "示例甲", ""),
        (unit, own.user.name, "个人报名"),
        (unit, "", ""),
        (str(silent.organization), "", ""),
        (other, guest.user.name, "个人报名"),
        *[("", "", "")] * sheets.SPARE_LINES,
    ]


@pytest.mark.parametrize("page", ["roll-call", "sign-in-sheet"])
def test_page_takes_the_same_queries_at_any_size(client, django_assert_num_queries, activity, lead, page):
    counts = []
    for rows in (1, 3):
        for _ in range(rows):
            make_signup(activity, make_member(make_participation(activity=activity).organization))
        client.force_login(lead)
        with django_assert_num_queries(12, exact=False) as queries:
            client.get(reverse(page, args=[activity.pk]))
        counts.append(len(queries))

    assert counts[0] == counts[1]
