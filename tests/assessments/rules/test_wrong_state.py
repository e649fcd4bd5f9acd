"""Acts that come too late, in the wrong state, or from somebody in whose own favour they would be."""

import pytest

from assessments import sheets
from assessments.models import Contest, Sheet, Stage
from portal.access import WrongState
from tests.factories import (
    make_contest,
    make_entry,
    make_judge,
    make_open_stage,
    make_staff,
    make_stage,
    score,
    score_all,
    sheet_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_open_stage(judges=2, entries=2, name="决赛")


@pytest.fixture
def staff(stage):
    return make_staff(stage.contest.committee)


@pytest.mark.parametrize("state", ["open", "closed"])
def test_stage_of_a_cancelled_contest_is_neither_closed_nor_reopened(stage, staff, state):
    score_all(stage)
    Stage.objects.update(state=state)
    Contest.objects.get().cancel(by=staff, reason="示例原因")
    act = {"open": lambda one: one.close(by=staff), "closed": lambda one: one.reopen(by=staff, reason="补评")}[state]

    with pytest.raises(WrongState, match="现在是“取消”，不能办理这一步"):
        act(Stage.objects.get())

    assert Stage.objects.get().state == state


@pytest.mark.parametrize("act", [sheets.reopen, sheets.void])
def test_sheets_of_a_cancelled_contest_stay_as_they_are(stage, staff, act):
    sheet = score(Sheet.objects.first(), 50, 30)
    Contest.objects.get().cancel(by=staff, reason="示例原因")

    with pytest.raises(WrongState, match="现在是“取消”，不能办理这一步"):
        act(Sheet.objects.get(pk=sheet.pk), by=staff, reason="看错了")

    assert Sheet.objects.get(pk=sheet.pk).state == "signed"


@pytest.mark.parametrize("act", [sheets.reopen, sheets.void])
def test_staff_who_judges_does_not_decide_on_the_own_sheet(act):
    contest = make_contest(state="judging")
    stage = make_stage(contest)
    staff = make_staff(contest.committee)
    judge = make_judge(contest, [stage], user=staff)
    entry = make_entry(contest)
    stage.admit([entry])
    stage.turns.update(order_number=1)
    stage.open(by=make_staff(contest.committee))
    sheet = score(sheet_of(judge, entry), 50, 30)

    with pytest.raises(WrongState, match="自己的评分表请由工委其他人员办理"):
        act(sheet, by=staff, reason="看错了")

    assert Sheet.objects.get().state == "signed"


def test_stage_does_not_open_while_the_weights_of_all_stages_do_not_add_up():
    contest = make_contest(state="judging")
    make_stage(contest, name="初评", weight=40, state="locked")
    final = make_stage(contest, name="决赛", weight=50)
    make_judge(contest, [final])
    final.admit([make_entry(contest)])
    final.turns.update(order_number=1)
    staff = make_staff(contest.committee)

    with pytest.raises(WrongState, match="各阶段权重合计应为 100，现为 90。"):
        final.open(by=staff)
    Stage.objects.filter(pk=final.pk).update(weight=60)
    final.open(by=staff)

    assert final.state == "open"
