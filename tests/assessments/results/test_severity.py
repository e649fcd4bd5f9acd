"""How strict each judge was: figures worked by hand, who may read them and when."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments import lots
from assessments.models import Mark
from assessments.results.locking import conclude, lock
from tests.assessments.results.test_locking import closed, first_closed
from tests.factories import (
    make_judge,
    make_member,
    make_officer,
    make_open_stage,
    make_organization,
    make_staff,
    make_user,
    score_all,
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
    [shown] = answer.context["stages"]
    assert (shown["name"], shown["judges"]) == (
        stage.name,
        [
            {**shared, "judge": names[0], "mean": Decimal("80.00"), "difference": Decimal("5.00")},
            {**shared, "judge": names[1], "mean": Decimal("70.00"), "difference": Decimal("-5.00")},
        ],
    )


def test_what_the_figures_mean_is_said(client):
    stage = closed([(90, 80), (80, 70), (70, 60)])

    text = page(client, make_staff(stage.contest.committee), stage.contest).content.decode()

    for words in ("不调整任何分数", "正数偏松，负数偏严", "越大，分数拉得越开", "1为完全相同", "+5.00", "-5.00"):
        assert words in text


def test_agreement_of_too_few_entries_is_a_dash(client):
    stage = closed([(90, 80), (80, 70)])
    answer = page(client, make_staff(stage.contest.committee), stage.contest)
    assert [row["agreement"] for row in answer.context["stages"][0]["judges"]] == [None, None]
    assert "None" not in answer.content.decode()


def places(rows):
    return [(entry.number, row.places) for entry, row in rows]


MOVING = [(90, 90, 60), (85, 85, 85), (80, 80, 80)]  # entry 1: mean 80, median 90, trimmed to the middle one 90
MOVED = [
    (2, {"own": 1, "mean": 1, "median": 2, "trimmed": 2}),
    (1, {"own": 2, "mean": 2, "median": 1, "trimmed": 1}),
    (3, {"own": 2, "mean": 2, "median": 3, "trimmed": 3}),
]


def test_other_ways_of_joining_stand_side_by_side_as_soon_as_a_stage_is_closed(client):
    stage = closed(MOVING)
    staff = make_staff(stage.contest.committee)
    before = page(client, staff, stage.contest)
    lock(stage, by=staff)
    locked = page(client, staff, stage.contest)
    conclude(stage.contest, by=staff)
    concluded = page(client, staff, stage.contest)

    shown = [(places(one.context["stages"][0]["first"]), places(one.context["final"])) for one in (before, locked)]
    assert shown == [(MOVED, []), (MOVED, [])]
    assert places(concluded.context["stages"][0]["first"]) == places(concluded.context["final"]) == MOVED
    assert before.content.decode().count("名次有变") == 3


def test_stage_that_nobody_was_scored_in_compares_nothing(client):
    stage = make_open_stage(criteria=(("内容", 100),))
    staff = make_staff(stage.contest.committee)
    stage.close(by=staff, without_reason="示例")

    answer = page(client, staff, stage.contest)

    [shown] = answer.context["stages"]
    assert (answer.status_code, shown["judges"], shown["first"]) == (200, [], [])
    assert "第1轮名次对照" not in answer.content.decode()


def test_each_stage_is_compared_by_its_own_totals(client):
    first, following = first_closed(MOVING)
    contest, staff = first.contest, make_staff(first.contest.committee)
    make_judge(contest, [following])
    lock(first, by=staff)
    lots.draw(following, "示例种子", by=staff)
    following.open(by=staff)
    while_scoring = page(client, staff, contest)
    score_all(following, lambda judge, entry, _: 60 + entry.number)
    following.close(by=staff)

    stages = page(client, staff, contest).context["stages"]

    assert [one["name"] for one in while_scoring.context["stages"]] == [first.name]
    assert [one["name"] for one in stages] == [first.name, following.name]
    assert places(stages[0]["first"]) == MOVED
    assert places(stages[1]["first"]) == [
        (entry, dict.fromkeys(("own", "mean", "median", "trimmed"), place)) for place, entry in enumerate((3, 2, 1), 1)
    ]


def test_comparison_changes_no_result(client):
    stage = closed(MOVING)
    staff = make_staff(stage.contest.committee)
    lock(stage, by=staff)
    version = conclude(stage.contest, by=staff)
    before = list(Mark.objects.order_by("pk").values_list("pk", "value", "changed_at")), version.data

    page(client, staff, stage.contest)

    version.refresh_from_db()
    assert (list(Mark.objects.order_by("pk").values_list("pk", "value", "changed_at")), version.data) == before


def test_nothing_of_an_open_stage(client):
    stage = make_open_stage()
    answer = page(client, make_staff(stage.contest.committee), stage.contest)
    assert (answer.status_code, answer.context["stages"], answer.context["final"]) == (200, [], [])
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
    stage, following = first_closed([(90, 80), (80, 70)])
    contest = stage.contest
    staff = make_staff(contest.committee)
    lock(stage, by=staff)
    judging = make_staff(contest.committee)
    make_judge(contest, [following], user=judging)
    lots.draw(following, "示例种子", by=staff)
    following.open(by=staff)

    assert (page(client, judging, contest).status_code, page(client, staff, contest).status_code) == (403, 200)

    following.close(by=staff, without_reason="示例")
    assert page(client, judging, contest).status_code == 200


def test_stage_leads_there_once_it_is_closed(client, django_assert_max_num_queries):
    stage, following = first_closed(MOVING)
    contest, staff = stage.contest, make_staff(stage.contest.committee)
    judging = make_staff(contest.committee)
    make_judge(contest, [following], user=judging)

    def leads(user, stage):
        client.force_login(user)
        with django_assert_max_num_queries(12):
            text = client.get(stage.get_absolute_url()).content.decode()
        return reverse("contest-severity", args=[contest.pk]) in text

    assert (leads(staff, stage), leads(judging, stage), leads(staff, following)) == (True, False, False)
    lock(stage, by=staff)
    assert leads(staff, stage)


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_no_such_contest(client, pk):
    client.force_login(make_staff())
    assert client.get(f"/contests/{pk}/severity/").status_code == 404
