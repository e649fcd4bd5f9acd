"""The life of a task: raised, given, handed back with evidence, checked, closed."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from activities.models import Task
from notices.models import Notice
from portal.access import EditConflict, WrongState
from tests.factories import (
    make_activity,
    make_alliance,
    make_officer,
    make_officer_of,
    make_organization,
    make_seat,
    make_staff,
    make_task,
)

pytestmark = pytest.mark.django_db
State = Task.State


def trail_of(task):
    return list(task.steps.order_by("pk").values_list("verb", "state", "is_for_unit"))


def told(user):
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", "title"))


def test_task_goes_all_the_way():
    unit = make_organization()
    staff, officer = make_staff(unit.committee), make_officer(unit)
    task = Task(committee=unit.committee, organization=unit, title="整改台账", due_on=localdate())

    task.raise_(by=staff)
    task.assign(by=staff)
    task.report(by=officer, evidence=" 已整改，台账补齐。 ")
    task.return_(by=staff, reason="缺第三项。")
    task.report(by=officer, evidence="第三项已补。")
    task.close(by=staff)

    assert (task.state, task.evidence, task.closed_on) == (State.CLOSED, "第三项已补。", localdate())
    assert trail_of(task) == [
        ("raise", "raised", False),
        ("assign", "assigned", False),
        ("report", "reported", False),
        ("return", "returned", False),
        ("report", "reported", False),
        ("close", "closed", False),
    ]
    assert told(officer) == [
        ("todo", "新交办的任务：整改台账"),
        ("todo", "任务退回再办：整改台账"),
        ("news", "任务已核查办结：整改台账"),
    ]
    assert told(staff) == [("todo", "任务报办结，请核查：整改台账")] * 2


def test_what_asked_for_a_step_is_settled_by_it():
    task = make_task(state=State.RAISED)
    staff, officer = make_staff(task.committee), make_officer(task.organization)
    task.assign(by=staff)

    task.report(by=officer, evidence="已办")

    assert not Notice.objects.filter(recipient=officer).unread().exists()
    assert Notice.objects.filter(recipient=staff).unread().count() == 1


def test_alliance_answers_by_its_lead_unit():
    alliance = make_alliance()
    lead, deputy = make_officer_of(alliance), make_officer_of(alliance, "deputy")
    task = make_task(alliance, state=State.RAISED)

    task.assign(by=make_staff(alliance.committee))

    assert (len(told(lead)), len(told(deputy))) == (1, 0)


VERBS = {
    "assign": lambda task, by: task.assign(by=by),
    "report": lambda task, by: task.report(by=by, evidence="已办"),
    "withdraw": lambda task, by: task.withdraw(by=by),
    "return": lambda task, by: task.return_(by=by, reason="再核"),
    "close": lambda task, by: task.close(by=by),
    "drop": lambda task, by: task.drop(by=by, reason="合并"),
}
FITTING = {
    "assign": {State.RAISED: State.ASSIGNED},
    "report": {State.ASSIGNED: State.REPORTED, State.RETURNED: State.REPORTED},
    "withdraw": {State.REPORTED: State.ASSIGNED},
    "return": {State.REPORTED: State.RETURNED},
    "close": {State.REPORTED: State.CLOSED},
    "drop": {
        State.RAISED: State.DROPPED,
        State.ASSIGNED: State.DROPPED,
        State.RETURNED: State.DROPPED,
        State.REPORTED: State.DROPPED,
    },
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_step_fits_its_states_and_no_others(verb):
    staff = make_staff()
    unit = make_organization(committee=staff.committee)
    tasks = {state: make_task(unit, state=state) for state in State}

    for task in tasks.values():
        with suppress(WrongState):
            VERBS[verb](task, staff)

    found = {before: Task.objects.get(pk=task.pk).state for before, task in tasks.items()}
    assert found == {state: FITTING[verb].get(state, state) for state in State}


def test_of_two_who_close_one_wins():
    task = make_task(state=State.REPORTED)
    staff = make_staff(task.committee)
    twin = Task.objects.get(pk=task.pk)
    task.close(by=staff)

    with pytest.raises(WrongState, match="现在是“办结”，不能办理这一步"):
        twin.close(by=staff)

    assert [verb for verb, *_ in trail_of(task)] == ["close"]


def test_committee_that_acts_for_a_unit_is_marked():
    task = make_task()

    task.report(by=make_staff(task.committee), evidence="电话核实已办")

    assert trail_of(task) == [("report", "reported", True)]


@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_evidence_and_reasons_are_words(words):
    task, checked = make_task(), make_task(state=State.REPORTED)
    staff = make_staff(task.committee)

    with pytest.raises(WrongState, match="请写一句办理情况"):
        task.report(by=staff, evidence=words)
    with pytest.raises(WrongState, match="请写明原因"):
        checked.return_(by=staff, reason=words)
    with pytest.raises(WrongState, match="请写明原因"):
        checked.drop(by=staff, reason=words)

    assert list(Task.objects.order_by("pk").values_list("state", flat=True)) == [State.ASSIGNED, State.REPORTED]


def test_evidence_is_of_the_own_committee():
    task = make_task()

    with pytest.raises(WrongState, match="不是本工委的"):
        task.report(by=make_staff(task.committee), evidence="已办", activity=make_activity())


def test_term_in_the_past_is_not_given():
    task = make_task(state=State.RAISED, due_on=localdate() - timedelta(days=1))

    with pytest.raises(WrongState, match="已经过了，请先改期限"):
        task.assign(by=make_staff(task.committee))

    task.refresh_from_db()
    assert task.state == State.RAISED


def test_change_of_the_term_is_told_and_kept_in_the_trail():
    task = make_task(due_on=localdate() + timedelta(days=3), title="走访")
    officer = make_officer(task.organization)
    before, task.due_on = task.due_on, localdate() + timedelta(days=9)

    task.edit(by=make_staff(task.committee), revision=0)

    step = task.steps.get()
    words = f"期限由{before:%Y年%-m月%-d日}改为{task.due_on:%Y年%-m月%-d日}。"
    assert (step.verb, step.reason) == ("edit", words)
    assert told(officer) == [("todo", "任务有变动：走访")]


def test_who_has_it_is_not_changed_once_it_is_given():
    task = make_task()
    task.organization = make_organization(committee=task.committee)

    with pytest.raises(WrongState, match="不能换承办单位"):
        task.edit(by=make_staff(task.committee), revision=0)


def test_second_edit_is_refused():
    task = make_task(state=State.RAISED, title="原来")
    twin = Task.objects.get(pk=task.pk)
    staff = make_staff(task.committee)
    task.title, twin.title = "先到", "后到"
    task.edit(by=staff, revision=0)

    with pytest.raises(EditConflict):
        twin.edit(by=staff, revision=0)

    assert Task.objects.get(pk=task.pk).title == "先到"


def test_lead_unit_that_raises_is_asked_to_check():
    seat = make_seat()
    lead, member = make_officer_of(seat.alliance), make_officer(seat.organization)
    task = Task(committee=lead.committee, organization=seat.organization, title="片会第二项", due_on=localdate())
    task.raise_(by=lead)
    task.assign(by=lead)

    task.report(by=member, evidence="已办")

    assert task.raiser == lead.organization
    assert told(lead) == [("todo", "任务报办结，请核查：片会第二项")]
