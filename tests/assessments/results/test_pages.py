"""The pages of results: who opens them, what they say, how often they ask the database."""

from io import BytesIO

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate, now
from openpyxl import load_workbook

from assessments.models import Stage, TimeRule
from assessments.results import publicity
from assessments.results.locking import conclude, lock
from tests.assessments.results.test_locking import closed, first_closed
from tests.factories import make_officer, make_organization, make_staff, score_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged():
    stage = closed([(90, 85), (80, 81)])
    staff = make_staff(stage.contest.committee)
    lock(stage, by=staff)
    conclude(stage.contest, by=staff)
    return stage, staff


def get(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def test_results_are_staffs_until_the_publicity(client, judged):
    stage, staff = judged
    contest, entry = stage.contest, stage.turns.first().entry
    officer = make_officer(make_organization(committee=contest.committee))
    pages = [("contest-results", contest.pk), ("result-passport", contest.pk, entry.pk)]
    pages += [("contest-results-export", contest.pk), ("objection-list", contest.pk)]

    before = [get(client, officer, *page).status_code for page in pages]
    publicity.publicize(contest, by=staff, day=localdate())
    after = [get(client, officer, *page).status_code for page in pages]

    assert (before, after) == ([404] * 4, [200] * 4)
    assert [get(client, make_staff(), *page).status_code for page in pages] == [404] * 4
    assert get(client, officer, "contest-severity", contest.pk).status_code == 403


def test_passport_shows_the_arithmetic_and_names_to_staff_only(client, judged):
    stage, staff = judged
    contest, entry = stage.contest, stage.turns.get(entry__number=1).entry
    publicity.publicize(contest, by=staff, day=localdate())
    judge = stage.judges.first().user.name
    officer = make_officer(make_organization(committee=contest.committee))

    for_staff = get(client, staff, "result-passport", contest.pk, entry.pk).content.decode()
    public = get(client, officer, "result-passport", contest.pk, entry.pk).content.decode()

    assert "（90 + 85）÷ 2 = 87.5" in public
    assert "87.5 × 100% = 87.5，四舍五入到 2 位小数得 87.50" in public
    assert (judge in for_staff, judge in public, "评委1" in public) == (True, False, True)


@pytest.mark.parametrize("version", ["abc", "99", "9" * 40, "-1", "²", ""])
def test_odd_versions_show_the_latest(client, judged, version):
    stage, staff = judged
    assert get(client, staff, "contest-results", stage.contest_id, version=version).status_code == 200


def test_export_reads_back(client, judged):
    stage, staff = judged
    answer = get(client, staff, "contest-results-export", stage.contest_id)
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert [(row[1], row[2], row[6], row[7]) for row in rows[3:]] == [(1, 1, 87.5, "一等奖"), (2, 2, 80.5, "—")]


def test_staff_pages_open(client, judged):
    stage, staff = judged
    contest, turn = stage.contest, stage.turns.first()
    client.force_login(staff)
    for name, pk in [("contest-severity", contest.pk), ("stage-live", stage.pk), ("stage-lock", stage.pk)]:
        assert client.get(reverse(name, args=[pk])).status_code == 200, name
    for name in ("contest-conclude", "contest-correct", "contest-publicize", "contest-award"):
        assert client.get(reverse(name, args=[contest.pk])).status_code == 200, name
    client.post(reverse("turn-reveal", args=[turn.pk]))
    assert "87.50" in client.get(reverse("stage-live", args=[stage.pk])).content.decode() or turn.entry.number != 1


def test_lock_and_objection_through_the_pages(client):
    stage = closed([(90, 85), (80, 81)])
    contest, staff = stage.contest, make_staff(stage.contest.committee)
    client.force_login(staff)
    assert "87.50" in client.get(reverse("stage-lock", args=[stage.pk])).content.decode()
    client.post(reverse("stage-lock", args=[stage.pk]))
    client.post(reverse("contest-conclude", args=[contest.pk]))
    client.post(reverse("contest-publicize", args=[contest.pk]), {"day": localdate().isoformat()})
    contest.refresh_from_db()
    assert contest.state == "publicity"
    assert client.get(reverse("objection-raise", args=[contest.pk])).status_code == 200
    client.post(reverse("objection-raise", args=[contest.pk]), {"raiser": "person", "text": "请核对"})
    one = contest.objections.first()
    if contest.publicity_since == localdate():
        client.post(reverse("objection-answer", args=[one.pk]), {"is_upheld": "no", "text": "无误"})
        one.refresh_from_db()
        assert one.is_upheld is False


@pytest.mark.parametrize("many", [1, 8])
def test_pages_ask_at_most_twelve_times(client, many, django_assert_max_num_queries):
    stage = closed([(90 - number, 80) for number in range(many)])
    staff = make_staff(stage.contest.committee)
    lock(stage, by=staff)
    conclude(stage.contest, by=staff)
    contest, entry = stage.contest, stage.turns.first().entry
    client.force_login(staff)
    for name, args in [
        ("contest-results", [contest.pk]),
        ("result-passport", [contest.pk, entry.pk]),
        ("contest-severity", [contest.pk]),
        ("stage-live", [stage.pk]),
    ]:
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name, args=args)).status_code == 200


@pytest.mark.parametrize("many", [3, 8])
def test_pages_of_a_closed_stage_ask_at_most_twelve_times(client, many, django_assert_max_num_queries):
    first, second = first_closed([(90 - number, 80) for number in range(many)])
    contest, staff = first.contest, make_staff(first.contest.committee)
    Stage.objects.filter(pk=second.pk).update(time_limit=300, most_deduction=5)
    TimeRule.objects.create(stage=second, over_from=1, deduct="0.5")
    contest.tie_breakers.create(kind="exact")
    client.force_login(staff)
    assert connection.features.supports_json_field  # Django asks the database that once in its life

    assert queries_of(client, first, django_assert_max_num_queries) == [200, 200, 200]
    lock(first, by=staff)
    judge_again(second, first, staff)
    assert queries_of(client, second, django_assert_max_num_queries) == [200, 200, 200]


def queries_of(client, stage, at_most):
    stage.turns.update(revealed_at=now())
    found = []
    for name, pk in [("stage-lock", stage.pk), ("contest-severity", stage.contest_id), ("stage-live", stage.pk)]:
        with at_most(12):
            found.append(client.get(reverse(name, args=[pk])).status_code)
    return found


def judge_again(stage, before, staff):
    stage.refresh_from_db()
    for judge in before.judges.all():
        judge.stages.add(stage)
    for number, turn in enumerate(stage.turns.order_by("pk"), start=1):
        stage.turns.filter(pk=turn.pk).update(order_number=number)
    stage.open(by=staff)
    score_all(stage)
    stage.close(by=staff)
