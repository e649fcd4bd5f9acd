from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from activities.models import Activity, Outcome, Report
from assessments import entering
from branches import brands
from desk.figures import headline
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_branch,
    make_brand,
    make_committee,
    make_duty,
    make_leader,
    make_measure,
    make_member,
    make_officer_of,
    make_open_stage,
    make_participation,
    make_seat,
    make_sound_contest,
    make_staff,
    make_type,
    make_user,
)

pytestmark = pytest.mark.django_db
State = Activity.State


def page(client, user, query=""):
    client.force_login(user)
    return client.get(reverse("home") + query)


def test_home_asks_a_stranger_to_sign_in(client):
    response = client.get(reverse("home"))

    assert response.url == f"{reverse('login')}?next=/"


def test_home_of_staff_lists_what_waits_first(client):
    activity = make_activity(state=State.SUBMITTED, title="老旧小区改造走访")

    response = page(client, make_staff(activity.committee))

    content = response.content.decode()
    assert response.context["frame"].todo == 1
    assert content.index("老旧小区改造走访") < content.index("近期活动")


def test_home_of_staff_shows_due_and_done(client):
    alliance = make_alliance()
    make_duty(alliance.committee, year=localdate().year)

    response = page(client, make_staff(alliance.committee))

    (pair,) = response.context["pairs"]
    assert (pair["due"], pair["done"]) == (1, 0)


def test_home_of_an_officer_shows_the_duties_of_the_alliance(client):
    alliance = make_alliance()
    make_duty(alliance.committee, year=localdate().year)

    response = page(client, make_officer_of(alliance))

    assert response.context["alliance"] == alliance
    assert len(response.context["cells"]) == 4


def test_home_of_a_member_has_no_work_lists(client):
    content = page(client, make_member()).content.decode()

    assert "近期活动" in content
    assert "待我办" not in content


def test_home_of_a_person_of_no_committee_still_opens(client):
    assert page(client, make_user(committee=None)).status_code == 200


def test_home_of_another_committee_shows_nothing_of_this_one(client):
    make_activity(state=State.PUBLISHED, title="只给本工委看")

    assert "只给本工委看" not in page(client, make_staff()).content.decode()


@pytest.mark.parametrize("query", ["?tab=mine", "?tab=done", "?tab=%00", "?tab=x"])
def test_tabs_of_home_open(client, query):
    alliance = make_alliance()
    lead = make_officer_of(alliance)
    make_activity(alliance=alliance, host=lead.organization, created_by=lead).submit(by=lead)

    assert page(client, lead, query).status_code == 200


def test_what_i_sent_off_and_what_i_did_are_listed(client):
    alliance = make_alliance()
    lead = make_officer_of(alliance)
    activity = make_activity(alliance=alliance, host=lead.organization, created_by=lead)
    activity.submit(by=lead)

    for tab in ("?tab=mine", "?tab=done"):
        (row,) = page(client, lead, tab).context["rows"]
        assert (row.kind, row.title, row.href) == ("联合主题党日", activity.title, activity.get_absolute_url())
        assert (row.alliance, row.whose, row.state) == (alliance, str(lead.organization), "计划待审定")


def test_brands_and_contests_stand_beside_the_activities_i_handed_on(client):
    lead = make_officer_of(make_alliance())
    unit = lead.organization
    out = make_brand(organization=unit, name="税润新安")
    draft = brands.start(make_branch(organization=unit, name="第一党支部"), lead)
    draft.edit(by=lead, revision=draft.revision, name="松下议事", business="议事", meaning="内涵", practice="做法")
    draft.submit(by=lead)
    contest = make_sound_contest(committee=lead.committee, state="entries")
    entry = entering.enter(contest, out, by=lead)

    mine = page(client, lead, "?tab=mine").context["rows"]
    ready = page(client, lead, "?tab=done").context["rows"]

    assert [(row.kind, row.title, row.state, row.href) for row in mine] == [
        ("品牌", "松下议事", "待审定", draft.get_absolute_url()),
        ("参评品牌", "税润新安", "待受理", entry.get_absolute_url()),
    ]
    assert [(row.kind, row.title, row.state, row.href) for row in ready] == [
        ("大比武", contest.title, "征集", contest.get_absolute_url()),
        ("品牌", "松下议事", "待审定", draft.get_absolute_url()),
    ]
    assert mine[0].whose == f"{unit.short_name}第一党支部"


@pytest.mark.parametrize("tab", ["", "?tab=mine", "?tab=done"])
@pytest.mark.parametrize("role", ["staff", "lead", "leader"])
def test_every_tab_of_home_takes_at_most_twelve_queries(client, django_assert_max_num_queries, role, tab):
    alliance = make_alliance()
    make_duty(alliance.committee, year=localdate().year)
    lead = make_officer_of(alliance)
    make_activity(alliance=alliance, host=lead.organization, created_by=lead).submit(by=lead)
    people = {"staff": make_staff(alliance.committee), "lead": lead, "leader": make_leader(alliance)}
    client.force_login(people[role])

    with django_assert_max_num_queries(12):
        client.get(reverse("home") + tab)


@pytest.mark.parametrize("many", [1, 12])
def test_home_of_staff_takes_a_fixed_number_of_queries(client, django_assert_num_queries, many):
    committee = make_committee()
    make_duty(committee, year=localdate().year)
    for _ in range(many):
        alliance = make_alliance(committee=committee)
        make_seat(alliance=alliance, role="lead")
        make_activity(alliance=alliance, state=State.SUBMITTED)
        make_activity(alliance=alliance, state=State.PUBLISHED)
    staff = make_staff(committee)
    client.force_login(staff)

    with django_assert_num_queries(12):
        client.get(reverse("home"))


@pytest.mark.parametrize("role", ["lead", "member"])
@pytest.mark.parametrize("many", [1, 12])
def test_home_of_officers_takes_a_fixed_number_of_queries(client, django_assert_max_num_queries, many, role):
    alliance = make_alliance()
    make_duty(alliance.committee, year=localdate().year)
    officer = make_officer_of(alliance, role)
    for _ in range(many):
        activity = make_activity(alliance=alliance, state=State.PUBLISHED)
        make_participation(activity=activity, organization=officer.organization)
    client.force_login(officer)

    with django_assert_max_num_queries(12):
        client.get(reverse("home"))


def test_liaison_sees_all_alliances_at_a_glance(client):
    alliance = make_alliance()
    make_duty(alliance.committee, year=localdate().year)

    response = page(client, make_leader(alliance))

    assert response.context["pairs"]


def test_headline_counts_events_once_and_units_each():
    committee = make_committee()
    theme_day = make_type(committee)
    alliance = make_alliance(committee=committee)
    held = make_activity(
        alliance=alliance, type=theme_day, state=State.ACCEPTED, starts_at=at(2026, 7, 1), ends_at=at(2026, 7, 1, 11)
    )
    make_participation(activity=held, answer="attending", present_count=5)
    make_participation(activity=held, answer="attending")
    make_participation(activity=held, answer="attending", present_count=0)
    make_participation(activity=held, answer="leave")
    money = make_measure(committee)
    Outcome.objects.create(report=Report.objects.create(activity=held), measure=money, value="8700.50")
    waiting = make_activity(
        alliance=alliance, type=theme_day, state=State.REPORTED, starts_at=at(2026, 7, 2), ends_at=at(2026, 7, 2, 11)
    )
    Outcome.objects.create(report=Report.objects.create(activity=waiting), measure=money, value=1)
    before = make_activity(
        alliance=alliance, type=theme_day, state=State.ACCEPTED, starts_at=at(2025, 7, 31, 23), ends_at=at(2025, 8, 1)
    )
    make_participation(activity=before, answer="attending")

    figures = headline(committee, date(2026, 7, 31), theme_day)

    assert [(figure.name, figure.value, figure.before) for figure in figures] == [
        ("联合主题党日", 1, 1),
        ("参与单位", 2, 1),
        ("助农消费", Decimal("8700.50"), 0),
    ]


def test_liaison_is_shown_what_is_open_in_the_alliances_guided(client):
    guided = make_alliance()
    make_alliance(committee=guided.committee)
    make_duty(guided.committee, year=localdate().year, period="year")

    response = page(client, make_leader(guided))

    assert [cell.owner for cell in response.context["open_cells"]] == [guided]


def test_judge_finds_the_sheets_to_score_on_the_home_page(client):
    stage = make_open_stage(judges=1, entries=2)
    judge = stage.judges.get()
    client.force_login(judge.user)

    page = client.get("/").content.decode()

    assert reverse("judge-desk", args=[stage.contest_id]) in page
    assert "2 份待签交" in page
