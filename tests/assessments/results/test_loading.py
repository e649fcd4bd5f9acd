"""A contest out of the database is what its rows say, number by number."""

from decimal import Decimal

import pytest
from django.db import connection

from assessments.judging import contest as judging
from assessments.judging.awards import Award
from assessments.judging.deductions import OvertimeRow
from assessments.judging.ranking import Breaker
from assessments.models import Conflict, TimeRule
from assessments.results.loading import contest_data
from tests.assessments.results.test_locking import closed
from tests.factories import make_award

pytestmark = pytest.mark.django_db


def test_short_tables_are_read_in_their_order_and_exactly(django_assert_num_queries):
    stage = closed([(90, 85), (80, 81)], time_limit=300, most_deduction=5)
    contest = stage.contest
    first = contest.awards.get()
    first.order_number = 2
    first.save()
    best = make_award(contest, "特等奖", quota=1, order_number=1)
    criterion = stage.criteria.get()
    contest.tie_breakers.create(order_number=2, kind="top_marks", stage=stage)
    contest.tie_breakers.create(order_number=1, kind="criterion", criterion=criterion)
    contest.tie_breakers.create(order_number=3, kind="exact")
    for over_from, deduct in ((61, "12.25"), (1, "0.5")):
        TimeRule.objects.create(stage=stage, over_from=over_from, deduct=deduct)
    turn = stage.turns.get(entry__number=2)
    stage.turns.filter(pk=turn.pk).update(seconds=320)

    assert connection.features.supports_json_field  # Django asks the database that once in its life
    with django_assert_num_queries(5):
        data = contest_data(contest)

    assert data.stages[0].overtime == (OvertimeRow(1, 60, Decimal("0.50")), OvertimeRow(61, None, Decimal("12.25")))
    assert str(data.stages[0].overtime[0].points) == "0.50"
    assert data.awards == (Award(best.pk, "特等奖", 1), Award(first.pk, first.name, first.quota))
    assert data.breakers == (
        Breaker("criterion", stage=stage.pk, criterion=criterion.pk),
        Breaker("top_marks", stage=stage.pk),
        Breaker("exact"),
    )
    assert data.timings == (judging.Timing(stage.pk, turn.entry_id, 320),)
    panel = contest.judges.order_by("pk")
    assert data.judges == tuple(judging.Judge(one.pk, f"评委{one.order_number}") for one in panel)


def test_who_stood_aside_is_named_with_the_reason():
    stage = closed([(90, 85, 80), (80, 81, 82)])
    judge, entry = stage.judges.first(), stage.turns.first().entry
    stage.turns.get(entry=entry).sheets.filter(judge=judge).delete()
    Conflict.objects.create(contest=stage.contest, judge=judge, entry=entry, kind=Conflict.Kind.DECLARED)

    assert contest_data(stage.contest).asides == (judging.Aside(stage.pk, entry.pk, judge.pk, "申请回避"),)
