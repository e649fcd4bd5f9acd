import time
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from branches.models import TermReminder, TermReminderStep
from branches.tasks import remind_of_terms
from branches.terms.entering import renew
from branches.terms.extending import extend
from branches.terms.reminding import remind, step_due
from notices.models import Notice
from portal.workdays import is_workday
from tests.branches.terms.world import TODAY, make_branch, make_term, make_world

DUE = date(2026, 11, 23)


@pytest.fixture
def steps(world):
    return list(TermReminderStep.objects.filter(committee=world.committee))


@pytest.mark.parametrize(
    ("day", "months", "number"),
    [
        (date(2026, 5, 21), None, None),
        (date(2026, 5, 22), 6, 0),  # the 23rd is a Saturday: the Friday before
        (date(2026, 8, 20), 6, 0),
        (date(2026, 8, 21), 3, 0),  # the 23rd is a Sunday
        (date(2026, 11, 20), 3, 0),
        (date(2026, 11, 23), 0, 0),
        (date(2026, 12, 22), 0, 0),
        (date(2026, 12, 23), -1, 1),
        (date(2027, 1, 25), -1, 2),
        (date(2028, 11, 23), -1, 24),
    ],
)
def test_the_latest_step_that_has_come_is_the_only_one(steps, day, months, number):
    found = step_due(DUE, day, steps)

    assert (found and (found[0].months_left, found[1])) == (months and (months, number) if months != 0 else (0, number))


@pytest.mark.once  # days, not the database
def test_every_step_is_told_exactly_once_over_two_years(world, term):
    made, day = [], date(2026, 5, 1)
    while day < date(2027, 3, 1):
        for _ in range(2):
            made += [(str(one.made_on), one.step.months_left, one.number) for one in remind(day)]
        day += timedelta(days=1)

    assert made == [
        ("2026-05-22", 6, 0),
        ("2026-08-21", 3, 0),
        ("2026-11-23", 0, 0),
        ("2026-12-23", -1, 1),
        ("2027-01-25", -1, 2),  # the 23rd and 24th are a weekend
        ("2027-02-23", -1, 3),
    ]
    told = Notice.objects.filter(recipient=world.officer, kind=Notice.Kind.REMINDER)
    assert told.count() == 6


def test_days_that_were_missed_are_caught_up_with_the_latest_step_only(world, term):
    assert [(one.step.months_left, one.number) for one in remind(date(2027, 2, 24))] == [(-1, 3)]
    assert remind(date(2027, 2, 25)) == []


def test_nobody_is_reminded_on_a_day_of_rest(world, term):
    sunday = date(2026, 11, 29)

    assert not is_workday(sunday)
    assert remind(sunday) == []


def test_an_extension_begins_the_steps_anew_and_so_does_the_next_term(world, term):
    remind(TODAY)
    extend(
        term,
        by=world.staff,
        until=date(2027, 5, 24),
        document="示例〔2026〕3号",
        decided_on=date(2026, 11, 1),
        today=TODAY,
    )
    again = remind(date(2026, 11, 24))
    renew(
        term,
        by=world.staff,
        since=date(2026, 11, 24),
        years=1,
        approval_document="示例〔2026〕4号",
        approved_on=date(2026, 11, 24),
        today=date(2026, 11, 24),
    )
    next_one = remind(date(2027, 5, 24))

    assert [(one.step.months_left, one.due_on) for one in again] == [(6, date(2027, 5, 24))]
    assert [(one.step.months_left, one.due_on) for one in next_one] == [(6, date(2027, 11, 24))]


def test_what_is_unknown_or_renewed_or_ended_is_not_reminded(world):
    make_term(world.unit, since=None)
    make_term(world.unit, make_branch(world.unit, until=date(2026, 1, 1)))

    assert remind(TODAY) == []


def test_a_unit_with_several_terms_gets_one_message(world):
    make_term(world.unit)
    for number in range(25):
        make_term(world.unit, make_branch(world.unit, f"第{number}支部"))

    assert len(remind(TODAY)) == 26

    notice = Notice.objects.get(recipient=world.officer)
    assert notice.title == f"{world.unit}：26个换届提醒"
    assert len(notice.body.splitlines()) == 21


def test_the_word_goes_up_as_the_step_says(world, term):
    remind(TODAY)
    on_the_day = set(Notice.objects.values_list("recipient__name", flat=True))
    Notice.objects.all().delete()
    remind(date(2026, 12, 23))
    overdue = set(Notice.objects.values_list("recipient__name", flat=True))

    assert on_the_day == {world.officer.name, world.lead.name}
    assert overdue == {world.officer.name, world.lead.name, world.leader.name, world.staff.name}


def test_the_wording_is_the_committees_and_what_it_does_not_know_stays(world, term):
    step = TermReminderStep.objects.filter(committee=world.committee, months_left=0)
    step.update(wording="{subject}：{until}，{left}。{{x}} {nobody} {{")

    remind(TODAY)

    body = Notice.objects.get(recipient=world.officer).body
    assert body == f"{world.unit}：2026年11月23日，今天届满。{{{{x}}}} {{nobody}} {{{{"


def test_a_step_that_is_off_says_nothing(world, term):
    TermReminderStep.objects.filter(committee=world.committee).update(is_active=False)

    assert remind(TODAY) == []


def test_bodies_made_elsewhere_have_a_term_in_the_morning(world):
    branch = make_branch(world.unit, term_since=date(2024, 1, 1), term_month_only=True)

    remind(TODAY)

    found = branch.terms.get()
    assert (found.since, found.due_on, found.source) == (date(2024, 1, 1), date(2027, 1, 31), "kept")


def test_the_command_prints_a_line_each_and_a_dry_run_keeps_nothing(world, term, capsys):
    call_command("remind_of_terms", on="2026-11-23", dry_run=True)
    assert TermReminder.objects.count() == 0
    call_command("remind_of_terms", on="2026-11-23")
    call_command("remind_of_terms", on="2026-11-23")

    assert capsys.readouterr().out == f"{world.unit}：届满当日提醒\n" * 2


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_once(workers):
    world = make_world()
    make_term(world.unit)
    workers(2)

    results = [remind_of_terms.apply_async(kwargs={"on": "2026-11-23"}, ignore_result=False) for _ in range(2)]
    _wait(lambda: TermReminder.objects.count() == 1)

    assert len(results) == 2
    _wait(lambda: Notice.objects.filter(recipient=world.officer).count() == 1)
    assert TermReminder.objects.count() == 1


def _wait(done, seconds=30):
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.1)
    time.sleep(1)
