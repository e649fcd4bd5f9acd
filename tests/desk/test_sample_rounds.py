"""考核 in the sample: what the finished round says is what the rules compute; somebody has every unit of the next."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from accounts.models import User
from alliances.models import Organization
from assessments.facts import units_of
from assessments.models import Appeal, Assessment, Claim, Fact, ReviewMeeting, Round, Scheme, Score, Strike
from assessments.reviews import results
from assessments.rounds import drift, grading, stages, unit_todo
from assessments.rounds.board import Board
from assessments.rounds.sums import sums_of
from assessments.schemes import faults, lint
from branches.models import Star
from desk.sample.assessments import finished_year, running_period

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LEDGERS_END = 2026  # the sample's activities; a later year has next to none


@pytest.fixture
def last(loaded):
    return Round.objects.select_related("scheme").get(state="final")


@pytest.fixture
def running(loaded):
    return Round.objects.select_related("scheme").get(state="scoring", scheme__audience="organization")


def test_sample_has_a_scheme_for_each_kind_and_says_that_they_are_examples(loaded):
    schemes = Scheme.objects.order_by("audience", "period_key")
    year, now = str(finished_year(loaded)), running_period(loaded)

    assert sorted(schemes.values_list("audience", "period_key", "state")) == sorted(
        [
            ("organization", year, "frozen"),
            ("organization", now, "frozen"),
            ("alliance", now, "frozen"),
            ("branch", str(loaded.year), "draft"),
        ]
    )
    for scheme in schemes:
        assert "示例" in scheme.title
        assert "示例" in scheme.basis_title
        assert "示例" in scheme.basis_number
        assert faults(scheme) == []


def test_one_wording_meets_the_negative_list_on_purpose(loaded):
    warnings = [warning for scheme in Scheme.objects.all() for warning in lint(scheme)]

    assert [(warning.indicator.scheme.audience, warning.word) for warning in warnings] == [("branch", "笔记")]
    assert "示例" in warnings[0].indicator.standard


def test_stars_follow_the_published_formula(loaded):
    scheme = Scheme.objects.get(audience="branch")
    tops = {top.name: top for top in scheme.indicators.filter(parent=None)}

    assert [(name, top.weight, top.is_extra) for name, top in tops.items()] == [
        ("基础项减减分项", 70, False),
        ("评议项", 30, False),
        ("一票否决", 100, True),
    ]
    assert list(scheme.grades.values_list("name", "minimum", "quota", "stars")) == [
        ("五星", 90, 30, 5),
        ("四星", 80, None, 4),
        ("三星", 70, None, 3),
        ("二星", 60, None, 2),
        ("一星", None, None, 1),
    ]
    assert scheme.grants_stars


def test_totals_of_the_finished_round_are_what_the_rules_compute(last):
    board = Board(last)
    units = list(last.assessments.taking_part())
    for stage in stages.ORDER:
        board.compare(stage)
        inputs = board.inputs(units, stage)
        done = [unit for unit in units if stage.value in unit.sums]
        assert len(done) == (80 if stage == "first" else 87)
        for unit in done:
            computed, kept = board.values(inputs[unit.pk]), sums_of(unit, stage)
            assert (kept.total, kept.nodes) == (computed.total, computed.values)
            assert getattr(unit, stages.TOTALS[stage]) == computed.total
            # the parts make the total: the tops in the sums, every leaf in its row
            assert sum(kept.nodes[root.id] for root in board.roots) == kept.total
            rows = dict(unit.scores.filter(stage=stage).values_list("indicator", "value"))
            shown = {leaf: kept.nodes[leaf] for leaf in board.leaves if not board.is_open(leaf, stage)}
            assert {leaf: value for leaf, value in rows.items() if value is not None} == shown


def test_grades_of_the_finished_round_are_what_the_rules_award(loaded, last):
    fields = ("pk", "grade", "grade_why", "place")
    before = list(last.assessments.values_list(*fields))

    grading.settle(last)

    assert list(last.assessments.values_list(*fields)) == before
    names = Counter(last.assessments.values_list("grade__name", flat=True))
    assert names["优秀"] <= 88 * 30 // 100
    assert finished_year(loaded) > LEDGERS_END or min(names[name] for name in ("优秀", "较好", "一般")) > 0
    assert names[None] == 1  # 不参评


def test_finished_round_shows_every_kind_of_difference_with_its_reason(last):
    scores = Score.objects.filter(assessment__round=last)
    values = {(row.assessment_id, row.indicator_id, row.stage): row for row in scores}
    different = Counter()
    for (unit, leaf, stage), row in values.items():
        before = [values.get((unit, leaf, one)) for one in stages.ORDER[: stages.place(stage)]]
        before = [one for one in before if one is not None and one.value is not None]
        if before and row.value != before[-1].value:
            assert row.reason, row
            different[stage] += 1

    assert different["first"] > 5
    assert different["review"] >= 2
    assert different["final"] == 1
    assert Strike.objects.get().reason.endswith("（示例）")
    assert Claim.objects.filter(assessment__round=last, stage="self").count() == 9
    assert last.assessments.get(state="exempt").exempt_reason
    appeal = Appeal.objects.get()
    assert appeal.by.username == "unit"
    assert appeal.is_upheld
    assert last.publicity_since <= appeal.at.date() <= appeal.answered_at.date() <= last.publicity_until < last.final_on
    assert appeal.answered_at.date() <= appeal.due_on


def test_days_of_the_finished_round_follow_each_other(last):
    for unit in last.assessments.taking_part():
        handed = [sums_of(unit, stage).at for stage in stages.ORDER[:3] if stage.value in unit.sums]
        assert handed == sorted(handed)
        assert last.opened_at < handed[0]
        assert handed[0].date() <= last.self_until
        assert handed[-1].date() <= last.review_until < last.publicity_since
    assert not last.steps.filter(Q(at__lt=last.opened_at) | Q(at__date__gt=last.final_on)).exists()
    assert not Fact.objects.filter(assessment__round=last, taken_at__gt=last.opened_at).exists()


def test_a_record_changed_since_and_the_result_stays(loaded, last):
    kept = dict(Fact.objects.exclude(drift=None).values_list("pk", "drift"))
    totals = list(last.assessments.values_list("final_total", flat=True))

    assert kept or finished_year(loaded) > LEDGERS_END
    assert drift.compare(last, day=loaded) == len(kept)
    assert dict(Fact.objects.exclude(drift=None).values_list("pk", "drift")) == kept
    assert list(last.assessments.values_list("final_total", flat=True)) == totals


def test_every_unit_of_the_running_round_is_in_somebodys_hand(loaded, running):
    states = Counter(running.assessments.values_list("state", flat=True))
    lead = User.objects.get(username="lead")
    first = running.assessments.filter(state="first", alliance__seats__organization=lead.organization)

    assert states.total() == len(units_of(running.scheme)) == 88
    assert set(states) == {"self", "first", "review", "reviewed"}
    assert min(states.values()) >= 8
    assert first.count() >= 2
    assert running.assessments.filter(is_returned=True).count() == 1
    assert loaded < running.self_until < running.first_until < running.review_until
    for stage, column in stages.TOTALS.items():
        for unit in running.assessments.exclude(**{column: None}):
            assert sums_of(unit, stage).total == getattr(unit, column)


def test_facts_of_the_running_rounds_are_those_of_the_day(loaded):
    for round in Round.objects.filter(state="scoring"):
        assert drift.compare(round, day=loaded) == 0


def test_every_account_has_its_part_in_the_running_rounds(loaded, running):
    def waiting(username):
        user = User.objects.get(username=username)
        return Counter(line[1] for rows in [unit_todo.lines_for(user)] for line in rows)

    assert waiting("unit") == {"fill": 1}
    assert waiting("deputy") == {"fill": 2}  # the own unit's, and the alliance's
    assert waiting("lead")["fill"] == 1
    assert waiting("lead")["first"] >= 2
    unit = User.objects.get(username="unit")
    assert Assessment.objects.opened_to(unit).filter(round__state="final").count() > 5  # those of its alliance
    assert Assessment.objects.opened_to(unit).filter(round=running).count() == 1
    judge = User.objects.get(username="judge")
    assert not Assessment.objects.opened_to(judge).exists()


def test_alliances_are_compared_only_once_reviewed(loaded):
    round = Round.objects.get(scheme__audience="alliance")
    compared = Score.objects.filter(assessment__round=round, indicator__rule__kind="ratio_to_top")

    assert Counter(round.assessments.values_list("state", flat=True)) == {"self": 4, "review": 2, "reviewed": 1}
    assert set(compared.filter(stage="self").values_list("value", flat=True)) == {None}
    assert compared.get(stage="review").value is not None


def test_one_review_meeting_is_over_and_one_can_be_opened(loaded):
    over, coming = ReviewMeeting.objects.order_by("held_on")
    found = results.of(over)

    assert (over.state, coming.state) == ("closed", "setup")
    assert over.held_on.year == finished_year(loaded)
    assert Counter(result.speaker.form for result in found) == {"onsite": 5, "written": 5}
    assert all(len(result.groups) == 3 and Decimal(10) < result.total < Decimal(20) for result in found)
    assert not any(group.is_hidden for result in found for group in result.groups)
    assert all(sum(group.counts) == group.group.issued for result in found for group in result.groups)
    assert coming.faults() == []
    assert coming.held_on > loaded


def test_branches_of_two_units_have_stars_granted(loaded):
    granted = Star.objects.valid().select_related("branch__organization")

    assert {star.branch.organization.short_name for star in granted} == {"市委宣传部", "市委党校"}
    assert {star.year for star in granted} == {finished_year(loaded)}
    assert all(star.branch.star == str(star.stars) for star in granted)


def test_nobody_of_the_sample_is_a_real_person(loaded):
    assert not User.objects.exclude(name__startswith="示例").exists()
    assert Organization.objects.units().count() == 88


def test_sample_is_not_loaded_a_second_time(loaded):
    kinds = (Scheme, Round, Assessment, Score, Fact, Claim, Appeal, ReviewMeeting, Star)
    before = [kind.objects.count() for kind in kinds]

    with pytest.raises(CommandError, match="只装进空数据库"):
        call_command("sample")

    assert [kind.objects.count() for kind in kinds] == before


@pytest.mark.parametrize(
    ("day", "finished", "running"),
    [
        (date(2027, 1, 20), 2025, "2026"),  # last year's is still being scored
        (date(2027, 2, 28), 2025, "2026"),
        (date(2027, 3, 1), 2026, "2027Q1"),
        (date(2027, 6, 1), 2026, "2027H1"),
        (date(2026, 11, 23), 2025, "2026"),
    ],
)
def test_rounds_are_of_the_years_and_periods_that_fit_the_day(day, finished, running):
    assert (finished_year(day), running_period(day)) == (finished, running)
