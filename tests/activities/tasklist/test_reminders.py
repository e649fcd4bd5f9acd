"""Who has a task is reminded at the committee's own steps, each step once for a term."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from activities.models import Task, TaskStep
from activities.tasklist.reminders import remind
from notices.models import Notice
from portal.workdays import add_workdays
from tests.factories import (
    at,
    make_alliance,
    make_leader,
    make_officer,
    make_officer_of,
    make_organization,
    make_reminder_steps,
    make_seat,
    make_staff,
    make_task,
)

pytestmark = pytest.mark.django_db
DUE = date(2026, 9, 30)
GIVEN = at(2026, 8, 3)


@pytest.fixture
def committee():
    alliance = make_alliance()
    make_reminder_steps(alliance.committee)
    return alliance.committee


def told():
    return list(Notice.objects.order_by("pk").values_list("recipient", "title"))


def test_task_is_reminded_before_its_term_and_once_it_is_over(committee):
    unit = make_organization(committee=committee)
    officer = make_officer(unit)
    make_task(unit, title="走访企业", due_on=DUE, state_since=GIVEN)

    mornings = [date(2026, 9, day) for day in range(14, 31)] + [date(2026, 10, day) for day in range(1, 13)]
    made = {day: found for day in mornings if (found := remind(day))}

    unit_name = unit.short_name
    assert made == {
        date(2026, 9, 14): [f"{unit_name}：走访企业，首次提醒"],
        add_workdays(DUE, -9): [f"{unit_name}：走访企业，二次提醒"],
        date(2026, 10, 8): [f"{unit_name}：走访企业，逾期提醒"],
    }
    assert Notice.objects.filter(recipient=officer).count() == 3


def test_each_step_reminds_once_whoever_asks_again(committee):
    unit = make_organization(committee=committee)
    officer = make_officer(unit)
    task = make_task(unit, title="走访企业", due_on=DUE, state_since=GIVEN)

    first, second = remind(date(2026, 9, 24)), remind(date(2026, 9, 24))

    assert (len(first), second) == (1, [])
    assert [recipient for recipient, _ in told()] == [officer.pk]
    assert task.steps.get().verb == TaskStep.Verb.REMIND
    assert "期限2026年9月30日，还有" in Notice.objects.get().body


def test_workdays_of_a_year_without_published_holidays_are_said_to_be_so(committee):
    unit = make_organization(committee=committee)
    make_officer(unit)
    make_task(unit, due_on=date(2027, 1, 8), state_since=GIVEN)

    remind(date(2026, 12, 28))

    assert Notice.objects.get().body.endswith("个工作日，请抓紧办理。2027年放假调休安排尚未公布，按法定节假日推算。")


def test_term_that_was_moved_reminds_anew(committee):
    task = make_task(make_organization(committee=committee), due_on=DUE, state_since=GIVEN)
    remind(date(2026, 9, 24))
    Task.objects.filter(pk=task.pk).update(due_on=date(2026, 10, 16))

    assert len(remind(date(2026, 10, 12))) == 1


def test_overdue_goes_one_level_up(committee):
    seat = make_seat(alliance=make_alliance(committee=committee))
    officer, leader, staff = make_officer(seat.organization), make_leader(seat.alliance), make_staff(committee)
    make_leader(make_alliance(committee=committee))
    make_task(seat.organization, due_on=DUE, state_since=GIVEN)

    remind(date(2026, 10, 9))

    assert {recipient for recipient, _ in told()} == {officer.pk, leader.pk, staff.pk}
    assert "已经逾期" in Notice.objects.first().body


def test_alliance_is_reminded_through_its_lead_unit(committee):
    alliance = make_alliance(committee=committee)
    lead = make_officer_of(alliance)
    make_officer_of(alliance, "deputy")
    make_task(alliance, due_on=DUE, state_since=GIVEN)

    remind(date(2026, 9, 24))

    assert [recipient for recipient, _ in told()] == [lead.pk]


@pytest.mark.parametrize("state", ["raised", "reported", "closed", "dropped"])
def test_nobody_is_reminded_of_what_is_not_in_hand(committee, state):
    make_task(make_organization(committee=committee), due_on=DUE, state=state, state_since=GIVEN)

    assert remind(date(2026, 10, 9)) == []


def test_days_of_rest_and_committees_without_steps_remind_nobody(committee):
    make_task(make_organization(committee=committee), due_on=DUE, state_since=GIVEN)
    make_task(make_organization(), due_on=DUE, state_since=GIVEN)

    assert remind(date(2026, 9, 26)) == []
    assert len(remind(date(2026, 9, 24))) == 1


def test_command_prints_a_line_for_each_and_a_dry_run_keeps_nothing(committee):
    make_task(
        make_organization(committee=committee, short_name="市档案馆"), title="走访", due_on=DUE, state_since=GIVEN
    )

    def run(*words):
        out = StringIO()
        call_command("remind", "--on", "2026-09-24", *words, stdout=out)
        return out.getvalue().splitlines()

    dry, first, again = run("--dry-run"), run(), run()

    assert dry == first and len(first) == 1 and first[0].startswith("市档案馆：走访，")
    assert again == []


def test_queries_do_not_grow_with_tasks_that_were_reminded(committee, django_assert_num_queries):
    unit = make_organization(committee=committee)
    for _ in range(5):
        make_task(unit, due_on=DUE, state_since=GIVEN)
    remind(date(2026, 9, 24))

    with django_assert_num_queries(4):
        remind(date(2026, 9, 24))
