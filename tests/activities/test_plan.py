"""The page of one activity and its steps as doors: who sees what, who may do what."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import plans
from activities.models import Activity, Duty, Report
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_duty,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_participation,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db
State = Activity.State
REASON = {"reason": "时间不合适"}
HELD = {"starts_at": timezone.now() - timedelta(hours=5), "ends_at": timezone.now() - timedelta(hours=2)}


@pytest.fixture
def cast():
    """Everybody who may come to a member's activity, by name."""
    alliance = make_alliance()
    host = make_officer_of(alliance, "member")
    return alliance, {
        "staff": make_staff(alliance.committee),
        "lead": make_officer_of(alliance),
        "deputy": make_officer_of(alliance, "deputy"),
        "host": host,
        "unit": make_officer_of(alliance, "member"),
        "leader": make_leader(alliance),
        "member": make_member(host.organization),
        "other alliance": make_officer_of(make_alliance(committee=alliance.committee)),
        "stranger": make_officer(),
        "other staff": make_staff(),
    }


def postponed():
    day = timezone.localdate() + timedelta(days=40)
    return {"date": f"{day}", "starts": "09:00", "ends": "11:00", "reason": "有雨"}


WORKERS = {"staff", "lead", "deputy", "host"}
STEPS = [  # url name, state it starts from, what is posted, who may; the others of the committee get 403 or 404
    ("activity-submit", State.DRAFT, dict, WORKERS),
    ("activity-withdraw", State.SUBMITTED, dict, WORKERS),
    ("activity-withdraw", State.PROPOSED, dict, WORKERS - {"lead"}),
    ("activity-review", State.PROPOSED, dict, {"staff", "lead"}),
    ("activity-publish", State.SUBMITTED, dict, {"staff"}),
    ("activity-return", State.PROPOSED, lambda: REASON, {"staff", "lead"}),
    ("activity-return", State.SUBMITTED, lambda: REASON, {"staff"}),
    ("activity-postpone", State.PUBLISHED, postponed, WORKERS),
    ("activity-cancel", State.PUBLISHED, lambda: REASON, WORKERS),
    ("activity-cancel", State.DRAFT, lambda: REASON, WORKERS),
    ("activity-report", State.PUBLISHED, dict, WORKERS),
    ("activity-return-report", State.REPORTED, lambda: REASON, {"staff"}),
    ("activity-accept", State.REPORTED, dict, {"staff"}),
    ("activity-comment", State.PUBLISHED, lambda: {"text": "请带样品"}, {*WORKERS, "leader"}),
    ("activity-edit", State.DRAFT, None, WORKERS),
]


@pytest.mark.parametrize(("name", "state", "data", "may"), STEPS, ids=[f"{step[0]}-{step[1]}" for step in STEPS])
def test_step_is_for_those_who_may(client, cast, name, state, data, may):
    alliance, people = cast
    outcome = {}
    for who, user in people.items():
        times = HELD if name == "activity-report" else {}
        activity = make_activity(alliance=alliance, host=people["host"].organization, state=state, **times)
        Report.objects.create(activity=activity, text="走访三组", head_count=60)
        client.force_login(user)
        url = reverse(name, args=[activity.pk])
        response = client.get(url) if data is None else client.post(url, data())
        moved = activity.steps.exists() or (data is None and response.status_code == 200)
        outcome[who] = (response.status_code, moved)

    public = state in Activity.PUBLIC
    done = (200 if data is None else 302, True)
    sees = {*WORKERS, *(["leader"] if state != State.DRAFT else [])}
    sees |= {"unit", "member", "other alliance", "leader"} if public else set()
    assert outcome == {who: done if who in may else (403 if who in sees else 404, False) for who in people}


def test_withdrawal_is_offered_until_the_lead_unit_has_passed_it_on(client, cast):
    alliance, people = cast
    activity = make_activity(alliance=alliance, host=people["unit"].organization)
    offered = {}
    for name, step, by in (("handed in", "submit", "unit"), ("passed on", "review", "lead")):
        getattr(activity, step)(by=people[by])
        for who in ("unit", "lead"):
            client.force_login(people[who])
            html = client.get(activity.get_absolute_url()).content.decode()
            offered[name, who] = reverse("activity-withdraw", args=[activity.pk]) in html

    assert offered == {
        ("handed in", "unit"): True,
        ("handed in", "lead"): False,
        ("passed on", "unit"): False,
        ("passed on", "lead"): False,
    }


@pytest.mark.parametrize("name", ["submit", "withdraw", "review", "publish", "report", "accept", "comment"])
def test_step_without_a_page_refuses_get(client, name):
    activity = make_activity()
    client.force_login(make_staff(activity.committee))

    assert client.get(reverse(f"activity-{name}", args=[activity.pk])).status_code == 405


@pytest.mark.parametrize("name", ["return", "return-report", "cancel", "postpone"])
def test_step_with_a_reason_has_a_page_and_insists(client, name):
    activity = make_activity(state=State.PUBLISHED)
    client.force_login(make_staff(activity.committee))
    url = reverse(f"activity-{name}", args=[activity.pk])

    assert client.get(url).status_code == 200
    response = client.post(url, {})

    assert response.status_code == 422
    assert "请写明" in response.content.decode()
    assert not activity.steps.exists()


def test_wrong_step_is_refused_in_words(client):
    activity = make_activity(state=State.PUBLISHED)
    client.force_login(make_staff(activity.committee))

    response = client.post(reverse("activity-publish", args=[activity.pk]), follow=True)

    assert f"“{activity}”现在是“已发布”，不能办理这一步。" in response.content.decode()


def test_nothing_unseen_is_approved(client):
    activity = make_activity(state=State.SUBMITTED, revision=5)
    client.force_login(make_staff(activity.committee))
    url = reverse("activity-publish", args=[activity.pk])

    stale = client.post(f"{url}?seen=4", follow=True)
    activity.refresh_from_db()
    assert ("刚有变动" in stale.content.decode(), activity.state) == (True, State.SUBMITTED)

    client.post(f"{url}?seen=5")
    activity.refresh_from_db()
    assert activity.state == State.PUBLISHED


def test_postponed_end_before_start_is_mended_on_the_page(client):
    activity = make_activity(state=State.PUBLISHED)
    client.force_login(make_staff(activity.committee))
    data = {**postponed(), "ends": "08:00"}

    response = client.post(reverse("activity-postpone", args=[activity.pk]), data)

    assert "应晚于开始时间 09:00。" in response.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_postponed_to_a_day_no_calendar_reaches_is_mended_on_the_page(client, day):
    activity = make_activity(state=State.PUBLISHED)
    client.force_login(make_staff(activity.committee))

    response = client.post(reverse("activity-postpone", args=[activity.pk]), {**postponed(), "date": day})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["date"])


@pytest.mark.parametrize(
    ("state", "held", "who", "words"),
    [
        (State.DRAFT, False, "host", "提交计划"),
        (State.PROPOSED, False, "lead", "审核计划"),
        (State.SUBMITTED, False, "staff", "审定计划"),
        (State.RETURNED, False, "host", "修改计划"),
        (State.PUBLISHED, True, "host", "报送总结"),
        (State.REPORTED, True, "staff", "审定总结"),
        (State.REPORT_RETURNED, True, "host", "修改总结"),
    ],
)
def test_handle_stands_only_with_who_has_it_now(client, cast, state, held, who, words):
    alliance, people = cast
    times = HELD if held else {}
    activity = make_activity(alliance=alliance, host=people["host"].organization, state=state, **times)
    shown = {}
    for name in ("staff", "lead", "host", "leader", "unit"):
        client.force_login(people[name])
        response = client.get(activity.get_absolute_url())
        shown[name] = response.status_code == 200 and f"现在由您办理：{words}" in response.content.decode()

    assert [name for name, said in shown.items() if said] == [who]


def test_handle_tells_the_committee_for_whom_it_may_act(client, cast):
    alliance, people = cast
    host = people["host"].organization
    activity = make_activity(alliance=alliance, host=host, state=State.RETURNED)
    client.force_login(people["staff"])

    content = client.get(activity.get_absolute_url()).content.decode()

    assert f"现在由{host}办理：修改计划" in content
    assert "您可以代办，轨迹里会标明" in content


def test_invited_officer_is_asked_for_an_answer(client, cast):
    alliance, people = cast
    activity = make_activity(alliance=alliance, state=State.PUBLISHED)
    make_participation(activity=activity, organization=people["unit"].organization)
    client.force_login(people["unit"])

    assert "现在由您办理：答复邀请" in client.get(activity.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("who", "sees"),
    [("staff", True), ("lead", True), ("deputy", True), ("host", True), ("own unit", True), ("unit", False),
     ("member", False), ("other alliance", False)],
)  # fmt: skip
def test_names_of_persons_are_for_those_who_work_on_it(client, cast, who, sees):
    alliance, people = cast
    activity = make_activity(alliance=alliance, host=people["host"].organization, state=State.PUBLISHED)
    row = make_participation(activity=activity, attendees="示例甲、示例乙", answer="attending", expected_count=2)
    people["own unit"] = make_officer(row.organization)
    activity.record("submit", by=people["host"])
    client.force_login(people[who])

    page = client.get(activity.get_absolute_url()).content.decode()

    assert ("示例甲、示例乙" in page) is sees
    assert (people["host"].name in page.replace(f"{people[who].name} · ", "")) is (sees and who != "own unit")


@pytest.mark.parametrize(
    ("times", "precision", "offered"), [({}, "time", True), ({}, "month", False), (HELD, "time", False)]
)
def test_page_brings_what_is_to_come_into_the_calendar(client, cast, times, precision, offered):
    alliance, people = cast
    activity = make_activity(alliance=alliance, state=State.PUBLISHED, precision=precision, **times)
    client.force_login(people["lead"])

    page = client.get(activity.get_absolute_url()).content.decode()

    assert (reverse("activity-ics", args=[activity.pk]) in page) is offered


def test_trail_says_who_comes_as_it_says_who_does_not(client, cast):
    alliance, people = cast
    activity = make_activity(alliance=alliance, state=State.PUBLISHED)
    rows = [make_participation(activity=activity, organization=make_seat(alliance=alliance).organization) for _ in "12"]
    units = [make_officer(row.organization) for row in rows]
    rows[0].attend(by=units[0], expected_count=6)
    rows[1].leave(by=units[1], reason="迎接督查")
    client.force_login(people["lead"])

    entries = client.get(activity.get_absolute_url()).context["trail"]

    assert [(entry["what"], entry["who"]) for entry in entries] == [
        (f"{rows[1].organization} 请假：迎接督查", units[1].name),
        (f"{rows[0].organization} 参加 6 人", units[0].name),
    ]


def test_trail_quotes_the_reason_of_a_return(client, cast):
    alliance, people = cast
    activity = make_activity(alliance=alliance, host=people["host"].organization)
    activity.submit(by=people["lead"])
    activity.return_(by=people["staff"], reason="预算请写明用途")
    client.force_login(people["host"])

    page = client.get(activity.get_absolute_url()).content.decode()

    assert "<blockquote>" in page and "预算请写明用途" in page


@pytest.mark.parametrize("state", State)
def test_page_opens_in_every_state(client, cast, state):
    alliance, people = cast
    for times in ({}, HELD):
        activity = make_activity(alliance=alliance, host=people["host"].organization, state=state, **times)
        for name in ("staff", "lead", "host"):
            client.force_login(people[name])
            assert client.get(activity.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("who", ["stranger", "other staff"])
def test_page_of_another_committee_is_not_found(client, cast, who):
    alliance, people = cast
    client.force_login(people[who])

    assert client.get(make_activity(alliance=alliance, state=State.PUBLISHED).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("many", [1, 5])
@pytest.mark.parametrize("state", [State.PUBLISHED, State.REPORTED])
def test_page_asks_the_same_number_of_queries(client, cast, many, state, django_assert_max_num_queries):
    alliance, people = cast
    times = HELD if state == State.REPORTED else {}
    activity = make_activity(alliance=alliance, host=people["host"].organization, state=state, **times)
    for _ in range(many):
        make_participation(activity=activity)
        activity.record("comment", by=people["staff"], reason="好")
        make_activity(alliance=alliance, state=State.PUBLISHED)
    client.force_login(people["lead"])
    client.get(activity.get_absolute_url())

    with django_assert_max_num_queries(12):
        response = client.get(activity.get_absolute_url())

    assert len(response.context["units"]) == many


def test_comment_leaves_out_what_no_database_keeps(client):
    activity = make_activity(state=State.PUBLISHED)
    client.force_login(make_staff(activity.committee))

    client.post(reverse("activity-comment", args=[activity.pk]), {"text": "请带\x00样品"})

    assert activity.steps.get().reason == "请带样品"


def test_quarters_theme_day_is_not_named_again_as_the_years_sum():
    alliance = make_alliance()
    quarterly = make_duty(alliance.committee, period=Duty.Period.QUARTER)
    make_duty(alliance.committee, period=Duty.Period.YEAR, name="联合主题党日（全年）")
    activity = make_activity(alliance=alliance, starts_at=at(2026, 9, 11), ends_at=at(2026, 9, 11, 11))

    assert [row["duty"] for row in plans.duties_met(activity, date(2026, 9, 1))] == [quarterly]
