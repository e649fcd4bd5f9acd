"""Two at the same moment: one step happens, nothing is lost, nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from assessments.models import Appeal, Assessment, Fact, Round, RoundStep, Score
from assessments.rounds import appeals, closing, facts_taking, handing, opening, scores
from notices.models import Notice
from portal.access import WrongState
from tests.assessments.rounds.made import Made

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """All at once, each by a connection of its own: what each returned, or its refusal."""
    start = Barrier(len(acts))

    def alone(act):
        try:
            start.wait()
            return act()
        except WrongState as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(alone, acts))


def refusals(found):
    return sum(isinstance(one, WrongState) for one in found)


def test_a_scheme_opened_by_two_people_has_one_round():
    made = Made()
    day = timezone.localdate() + timedelta(days=9)
    dates = {"self_until": day, "first_until": day, "review_until": day}

    def act():
        scheme = type(made.scheme).objects.get(pk=made.scheme.pk)
        return opening.open_round(scheme, by=made.staff, **dates)

    found = together(act, act)

    assert (refusals(found), Round.objects.count(), Assessment.objects.count()) == (1, 1, 5)


def test_two_reviewers_settle_once(made):
    made.submit(made.one)
    handing.pass_on(made.of(made.one), by=made.lead)
    made.decide(made.one)
    units = [made.of(made.one) for _ in range(2)]

    found = together(*(lambda unit=unit: handing.settle(unit, by=made.staff) for unit in units))

    assert refusals(found) == 1
    assert RoundStep.objects.filter(verb="完成复核").count() == 1
    assert Score.objects.filter(stage="review").count() == 5


def test_a_score_entered_while_it_is_handed_on_is_in_it_or_refused(made):
    made.fill(made.one, level="一般")
    unit, same = made.of(made.one), made.of(made.one)

    found = together(
        lambda: handing.submit(unit, by=made.one),
        lambda: scores.enter(same, made.level, by=made.one, answer={"choice": "好"}),
    )

    total = made.of(made.one).self_total
    refused = isinstance(found[1], WrongState)
    row = Score.objects.get(assessment=unit, indicator=made.level, stage="self")
    assert (total, row.value) == ((58, 10) if refused else (68, 20))


def test_two_who_enter_the_same_leaf_leave_one_row_with_both_in_its_history(made):
    units = [made.of(made.one) for _ in range(2)]

    found = together(
        lambda: scores.enter(units[0], made.level, by=made.one, answer={"choice": "好"}),
        lambda: scores.enter(units[1], made.level, by=made.staff, answer={"choice": "一般"}),
    )

    assert refusals(found) == 0
    row = Score.objects.get(assessment=units[0], indicator=made.level)
    assert sorted(row.history.values_list("value", flat=True)) == [10, 20]
    assert row.value == row.history.first().value


def test_publicity_and_a_return_at_once_do_not_both_happen(reviewed):
    unit = reviewed.of(reviewed.one)

    found = together(
        lambda: closing.publicize(
            Round.objects.select_related("scheme").get(), by=reviewed.staff, day=timezone.localdate()
        ),
        lambda: handing.return_(unit, by=reviewed.staff, reason="再看"),
    )

    assert refusals(found) == 1
    state, unit = Round.objects.get().state, reviewed.of(reviewed.one)
    assert (state, unit.state) in {("publicity", "reviewed"), ("scoring", "self")}
    assert (unit.final_total is None) == (state == "scoring")


def test_an_appeal_is_answered_once(public):
    appeal = appeals.raise_(
        public.of(public.one), by=public.one, text="有误", indicator=public.deduct, today=public.round.publicity_since
    )
    same = Appeal.objects.get(pk=appeal.pk)

    found = together(
        lambda: appeals.answer(appeal, by=public.staff, text="更正", is_upheld=True, given=30),
        lambda: appeals.answer(same, by=public.staff, text="维持", is_upheld=False),
    )

    assert refusals(found) == 1
    kept = Appeal.objects.get()
    assert public.of(public.one).final_total == (58 if kept.is_upheld else 68)
    assert Notice.objects.filter(key=f"appeal-{appeal.pk}-answer").count() == 1


def test_facts_taken_while_it_is_settled_never_change_what_was_settled(made):
    made.submit(made.one)
    handing.pass_on(made.of(made.one), by=made.lead)
    made.decide(made.one)
    unit, round = made.of(made.one), Round.objects.select_related("scheme").get()

    together(lambda: handing.settle(unit, by=made.staff), lambda: facts_taking.retake(round, by=made.staff))

    unit = made.of(made.one)
    assert unit.state == "reviewed"
    late = Fact.objects.filter(assessment=unit, taken_at__gt=unit.state_since)
    assert not late.exists()
