"""What each kind of person finds on the list and on a contest's page."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    make_brand,
    make_contest,
    make_entry,
    make_judge,
    make_member,
    make_officer,
    make_open_stage,
    make_organization,
    make_sound_contest,
    make_staff,
    score,
)

pytestmark = pytest.mark.django_db


def words(client, url):
    return client.get(url).content.decode()


def main_of(page):
    return page.partition("<main")[2].partition("</main>")[0]


def test_officer_finds_the_button_to_enter_while_entries_are_open_only(client):
    contest = make_contest(state="entries")
    unit = make_organization(committee=contest.committee)
    button = f'href="{reverse("contest-enter", args=[contest.pk])}"'
    client.force_login(make_officer(unit))

    assert button in words(client, contest.get_absolute_url())
    contest.state = "judging"
    contest.save()
    assert button not in words(client, contest.get_absolute_url())


def test_officer_sees_the_own_entries_and_no_others(client):
    contest = make_contest(state="judging")
    own, other = [make_brand(organization=make_organization(committee=contest.committee)) for _ in range(2)]
    entry = make_entry(contest, own)
    make_entry(contest, other)
    client.force_login(make_officer(own.organization))

    page = client.get(contest.get_absolute_url())

    assert page.context["entries"] == [entry]
    assert str(other) not in page.content.decode()
    assert page.context["handle"] is None


def test_what_happens_inside_the_panel_is_not_in_the_public_trail(client):
    contest = make_sound_contest(state="judging")
    staff = make_staff(contest.committee)
    contest.record("开放征集", by=staff)
    contest.record("评委退出", by=staff, reason="某评委", is_public=False)
    client.force_login(make_member(make_organization(committee=contest.committee)))

    page = client.get(contest.get_absolute_url())

    assert [line["what"] for line in page.context["trail"]] == ["工委 开放征集"]
    assert staff.name not in page.content.decode()


def test_judge_finds_the_way_to_the_sheets_and_no_count(client):
    stage = make_open_stage(judges=2, entries=2)
    judge, other = stage.judges.all()
    client.force_login(judge.user)

    before = words(client, stage.contest.get_absolute_url())
    for sheet in other.sheets.all():
        score(sheet, 50, 30)
    after = words(client, stage.contest.get_absolute_url())

    assert reverse("judge-desk", args=[stage.contest_id]) in before
    assert main_of(before) == main_of(after)


def test_staff_who_judges_does_not_end_the_scoring(client):
    stage = make_open_stage(judges=1, entries=1)
    staff = make_staff(stage.contest.committee)
    make_judge(stage.contest, [stage], user=staff)
    client.force_login(staff)

    page = client.post(reverse("stage-close", args=[stage.pk]), {"reason": ""}, follow=True)

    stage.refresh_from_db()
    assert "请由其他工作人员结束评分" in page.content.decode()
    assert stage.state == "open"


def test_long_trail_is_folded(client):
    contest = make_contest(state="entries")
    staff = make_staff(contest.committee)
    for number in range(30):
        contest.record(f"第{number}步", by=staff)
    client.force_login(staff)

    assert len(client.get(contest.get_absolute_url()).context["trail"]) == 12
    assert len(client.get(contest.get_absolute_url(), {"trail": "all"}).context["trail"]) == 30


def test_list_is_of_the_year_asked_for_and_hides_what_is_not_announced(client):
    contest = make_contest(state="awarded", entries_since=date(2024, 3, 1), entries_until=date(2024, 4, 1))
    hidden = make_contest(committee=contest.committee)
    staff, member = make_staff(contest.committee), make_member(make_organization(committee=contest.committee))
    make_contest(state="awarded")

    def shown(user, **query):
        client.force_login(user)
        return list(client.get(reverse("contest-list"), query).context["page"])

    assert shown(staff) == [hidden, contest]
    assert shown(member) == [contest]
    assert shown(staff, year="2024") == [contest]
    assert shown(staff, year="x", page="-3") == [hidden, contest]
    assert client.get(hidden.get_absolute_url()).status_code == 200


def test_empty_list_says_what_is_next(client):
    client.force_login(make_staff())

    assert "还没有比赛" in words(client, reverse("contest-list"))
