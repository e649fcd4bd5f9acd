from datetime import date

import pytest

from activities.duties.states import Fact, verdicts
from activities.models import Activity
from portal.quarters import quarters_of, year_period

State = Activity.State
QUARTERS = quarters_of(2026)
SEPTEMBER = date(2026, 9, 16)


def make_facts(*activities):
    return [
        Fact(pk, f"活动{pk}", state, date(2026, month, day), date(2026, month, day))
        for pk, (state, month, day) in enumerate(activities, start=1)
    ]


def words(*activities, day=SEPTEMBER, times=1):
    found = verdicts(QUARTERS, make_facts(*activities), times, day)
    return [(verdict.word, verdict.kind, verdict.count) for verdict in found.values()]


OVERDUE, IDLE = ("逾期", "late", 0), ("未到期", "idle", 0)


def test_nothing_planned_is_late_open_or_not_yet_due():
    assert words() == [OVERDUE, OVERDUE, ("未排", "wait", 0), IDLE]


@pytest.mark.parametrize(
    ("state", "month", "day", "third_quarter"),
    [
        (State.ACCEPTED, 9, 16, ("已办", "done", 1)),
        (State.REPORTED, 9, 15, ("总结待审定", "now", 0)),
        (State.PUBLISHED, 9, 15, ("待报总结", "wait", 0)),
        (State.REPORT_RETURNED, 9, 15, ("待报总结", "wait", 0)),
        (State.PUBLISHED, 9, 16, ("已排", "set", 0)),
        (State.PUBLISHED, 9, 24, ("已排", "set", 0)),
        (State.ACCEPTED, 9, 17, ("已排", "set", 0)),
        (State.SUBMITTED, 9, 20, ("待审定", "wait", 0)),
        (State.PROPOSED, 9, 20, ("待审定", "wait", 0)),
        (State.RETURNED, 9, 20, ("未排", "wait", 0)),
        (State.DRAFT, 9, 20, ("未排", "wait", 0)),
        (State.CANCELLED, 9, 20, ("未排", "wait", 0)),
        (State.DROPPED, 9, 20, ("未排", "wait", 0)),
    ],
)
def test_word_of_the_running_quarter(state, month, day, third_quarter):
    assert words((state, month, day))[2] == third_quarter


@pytest.mark.parametrize(
    ("state", "second_quarter"),
    [
        (State.ACCEPTED, ("已办", "done", 1)),
        (State.REPORTED, ("总结待审定", "now", 0)),
        (State.PUBLISHED, OVERDUE),
        (State.SUBMITTED, OVERDUE),
    ],
)
def test_word_of_a_quarter_that_is_over(state, second_quarter):
    assert words((state, 6, 30))[1] == second_quarter


def test_quarter_ahead_shows_what_is_planned():
    assert words((State.PUBLISHED, 10, 15))[3] == ("已排", "set", 0)
    assert words((State.SUBMITTED, 10, 15))[3] == ("待审定", "wait", 0)


def test_last_day_of_the_quarter_is_not_late():
    assert words(day=date(2026, 6, 30))[1] == ("未排", "wait", 0)
    assert words(day=date(2026, 7, 1))[1] == OVERDUE


def test_activity_belongs_to_the_quarter_of_its_first_day():
    fact = Fact(1, "跨季度", State.ACCEPTED, date(2026, 6, 30), date(2026, 7, 2))

    found = verdicts(QUARTERS, [fact], 1, SEPTEMBER)

    assert [verdict.count for verdict in found.values()] == [0, 1, 0, 0]


def test_second_activity_of_a_quarter_makes_up_for_a_missed_one_and_counts_once():
    accepted = State.ACCEPTED

    assert words((accepted, 1, 5), (accepted, 7, 8), (accepted, 9, 1)) == [
        ("已办", "done", 1),
        ("补办", "done", 1),
        ("已办", "done", 1),
        IDLE,
    ]


def test_the_only_activity_of_a_quarter_stays_there():
    assert words((State.ACCEPTED, 7, 8))[1:3] == [OVERDUE, ("已办", "done", 1)]


def test_surplus_is_not_saved_up_for_later_quarters():
    accepted = State.ACCEPTED

    assert words((accepted, 1, 8), (accepted, 2, 8), (accepted, 5, 8)) == [
        ("已办", "done", 2),
        ("已办", "done", 1),
        ("未排", "wait", 0),
        IDLE,
    ]


def test_several_times_are_met_only_together():
    accepted = State.ACCEPTED

    assert words((accepted, 7, 1), (State.PUBLISHED, 9, 24), times=2)[2] == ("已排", "set", 1)
    assert words((accepted, 7, 1), (accepted, 8, 1), times=2)[2] == ("已办", "done", 2)


def test_first_activity_after_the_missed_quarter_is_the_one_that_makes_up():
    facts = make_facts((State.ACCEPTED, 1, 5), (State.ACCEPTED, 7, 8), (State.ACCEPTED, 9, 1))

    found = verdicts(QUARTERS, facts, 1, SEPTEMBER)

    assert [verdict.day for verdict in found.values()][1:3] == [date(2026, 7, 8), date(2026, 9, 1)]


def test_first_date_is_told():
    facts = make_facts((State.ACCEPTED, 5, 8), (State.ACCEPTED, 6, 1), (State.PUBLISHED, 9, 24))

    quarters = verdicts(QUARTERS[1:3], facts, 1, SEPTEMBER)
    year = verdicts([year_period(2026)], facts, 1, SEPTEMBER)

    assert [verdict.day for verdict in quarters.values()] == [date(2026, 5, 8), date(2026, 9, 24)]
    assert [(verdict.day, verdict.count) for verdict in year.values()] == [(date(2026, 5, 8), 2)]
