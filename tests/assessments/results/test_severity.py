"""How strict each judge was: figures worked by hand, who may read them and when."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments import lots
from assessments.results.locking import conclude, lock
from tests.assessments.results.test_locking import closed
from tests.factories import (
    make_judge,
    make_member,
    make_officer,
    make_open_stage,
    make_organization,
    make_staff,
    make_stage,
    make_user,
)

pytestmark = pytest.mark.django_db


def page(client, user, contest):
    client.force_login(user)
    return client.get(reverse("contest-severity", args=[contest.pk]))


def test_figures_of_a_closed_stage(client):
    stage = closed([(90, 80), (80, 70), (70, 60)])
    names = [judge.user.name for judge in stage.judges.order_by("pk")]

    answer = page(client, make_staff(stage.contest.committee), stage.contest)

    # means 80 and 70, the panel's 75; deviations 10, 0, 10 give √(200/3) = 8.16497; both order the entries alike
    shared = {"sheets": 3, "panel_mean": Decimal("75.00"), "spread": Decimal("8.1650"), "agreement": Decimal("1.0000")}
    assert answer.context["stages"] == [
        {
            "name": stage.name,
            "rows": [
                {**shared, "judge": names[0], "mean": Decimal("80.00"), "difference": Decimal("5.00")},
                {**shared, "judge": names[1], "mean": Decimal("70.00"), "difference": Decimal("-5.00")},
            ],
        }
    ]
    assert "不调整任何分数" in answer.content.decode()


def test_agreement_of_too_few_entries_is_a_dash(client):
    stage = closed([(90, 80), (80, 70)])
    answer = page(client, make_staff(stage.contest.committee), stage.contest)
    assert [row["agreement"] for row in answer.context["stages"][0]["rows"]] == [None, None]
    assert "None" not in answer.content.decode()


def test_other_ways_of_joining_stand_side_by_side(client):
    stage = closed([(90, 90, 60), (85, 85, 85), (80, 80, 80)])
    staff = make_staff(stage.contest.committee)
    lock(stage, by=staff)
    conclude(stage.contest, by=staff)

    rows = page(client, staff, stage.contest).context["rows"]

    # entry 1: mean 80, median 90, trimmed to the middle one 90
    assert [(entry.number, row.places) for entry, row in rows] == [
        (2, {"own": 1, "mean": 1, "median": 2, "trimmed": 2}),
        (1, {"own": 2, "mean": 2, "median": 1, "trimmed": 1}),
        (3, {"own": 2, "mean": 2, "median": 3, "trimmed": 3}),
    ]


def test_nothing_of_an_open_stage(client):
    stage = make_open_stage()
    answer = page(client, make_staff(stage.contest.committee), stage.contest)
    assert (answer.status_code, answer.context["stages"], answer.context["rows"]) == (200, [], [])
    assert "还没有结束评分的阶段" in answer.content.decode()


def test_only_staff_of_it_read_it(client):
    contest = closed([(90, 80), (80, 70)]).contest
    unit = make_organization(committee=contest.committee)
    asked = [
        make_officer(unit),
        make_member(unit),
        contest.judges.first().user,
        make_staff(),
        make_officer(),
        make_user(),
    ]
    assert [page(client, user, contest).status_code for user in asked] == [403, 403, 403, 404, 404, 404]


def test_staff_who_judge_wait_until_no_stage_is_open(client):
    stage = closed([(90, 80), (80, 70)], weight=50)
    contest = stage.contest
    following = make_stage(contest, weight=50)
    staff = make_staff(contest.committee)
    lock(stage, by=staff)
    judging = make_staff(contest.committee)
    make_judge(contest, [following], user=judging)
    lots.draw(following, "示例种子", by=staff)
    following.open(by=staff)

    assert (page(client, judging, contest).status_code, page(client, staff, contest).status_code) == (403, 200)

    following.close(by=staff, without_reason="示例")
    assert page(client, judging, contest).status_code == 200


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_no_such_contest(client, pk):
    client.force_login(make_staff())
    assert client.get(f"/contests/{pk}/severity/").status_code == 404
