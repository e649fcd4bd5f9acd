"""Reminded before it is due and when it is overdue, one level up then; each of it once, however often it runs."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from assessments.models import Appeal
from assessments.rounds import reminders
from notices.models import Notice
from portal.workdays import add_workdays
from tests.assessments.rounds.made import Made

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 10)  # a Thursday


@pytest.fixture
def made():
    made = Made().open()
    dates = {"self_until": DUE, "first_until": add_workdays(DUE, 10), "review_until": add_workdays(DUE, 20)}
    type(made.round).objects.filter(pk=made.round.pk).update(**dates)
    made.round.refresh_from_db()
    return made


def told():
    rows = Notice.objects.filter(kind="reminder").order_by("pk").values_list("recipient", "title")
    return {(recipient, title.partition("：")[0]) for recipient, title in rows}


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 12, 7), None),
        (date(2026, 12, 8), "due"),
        (DUE, "due"),
        (date(2026, 12, 11), "over"),
        (date(2027, 3, 1), "over"),
    ],
)
def test_a_step_is_due_three_workdays_before_the_last_day(day, step):
    assert reminders.step_due(day, DUE) == step


def test_units_are_reminded_before_their_deadline_and_only_once(made):
    made.submit(made.two)

    first = reminders.remind(date(2026, 12, 8))
    second = reminders.remind(date(2026, 12, 8))
    third = reminders.remind(date(2026, 12, 9))

    people = {made.lead.pk, made.deputy.pk, made.one.pk, made.outsider.pk}
    assert told() == {(person, "自评即将到期") for person in people}
    assert (len(first), second, third) == (4, [], [])


def test_an_overdue_unit_is_told_and_its_lead_and_a_lead_itself_the_committee(made):
    made.submit(made.two)
    made.submit(made.deputy)

    reminders.remind(date(2026, 12, 11))
    reminders.remind(date(2026, 12, 14))

    late = {(person.pk, "自评已超期") for person in (made.lead, made.one, made.outsider, made.staff)}
    assert told() == late
    above = Notice.objects.get(recipient=made.lead, body__contains="督促")
    assert str(made.of(made.one)) in above.title


def test_an_overdue_first_review_goes_to_the_committee(made):
    made.submit(made.one)

    reminders.remind(add_workdays(made.round.first_until, 1))

    found = told()
    assert {(made.lead.pk, "初评已超期"), (made.staff.pk, "初评已超期")} <= found


def test_the_committee_is_reminded_of_reviews_and_appeals(made):
    made.submit(made.lead)
    reminders.remind(made.round.review_until)
    assert (made.staff.pk, "复核即将到期") in told()

    type(made.round).objects.filter(pk=made.round.pk).update(state="publicity")
    Appeal.objects.create(assessment=made.of(made.one), text="有误", by=made.one, due_on=DUE)
    assert reminders.remind(DUE) == [f"{made.staff}：申诉待答复：{made.of(made.one)}"]
    assert reminders.remind(DUE) == []


def test_nobody_is_reminded_on_a_day_of_rest_nor_of_a_round_that_is_over(made):
    assert reminders.remind(date(2026, 12, 12)) == []

    for state in ("publicity", "final", "cancelled"):
        type(made.round).objects.filter(pk=made.round.pk).update(state=state)
        assert reminders.remind(DUE) == []


def test_the_command_takes_a_day_and_says_whom_it_told(made):
    out = StringIO()

    call_command("remind_of_rounds", on=str(DUE + timedelta(days=1)), stdout=out)

    assert len(out.getvalue().splitlines()) == Notice.objects.filter(kind="reminder").count() > 0
