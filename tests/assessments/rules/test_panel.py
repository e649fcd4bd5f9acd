"""The panel: one account one judge, who leaves midway, who comes late."""

import pytest

from assessments import panel
from assessments.models import Sheet
from portal.access import WrongState
from tests.factories import (
    make_contest,
    make_judge,
    make_open_stage,
    make_organization,
    make_staff,
    make_stage,
    make_user,
    score,
    score_all,
    sheet_of,
)

pytestmark = pytest.mark.django_db


def states(judge):
    return sorted(Sheet.objects.filter(judge=judge).values_list("state", flat=True))


def test_two_judges_on_one_account_are_refused_in_words():
    contest = make_contest()
    make_stage(contest)
    judge = make_judge(contest)

    with pytest.raises(WrongState, match="这个账号已经是本场评委；一个账号只能由一位评委使用。"):
        panel.add(contest, judge.user, None, [], by=make_staff(contest.committee))

    assert contest.judges.count() == 1


UNFIT = {
    "other committee": (lambda contest: (make_user(), None), "须属于本工委"),
    "inactive": (lambda contest: (make_user(committee=contest.committee, is_active=False), None), "账号已停用"),
    "foreign unit": (lambda contest: (make_user(committee=contest.committee), make_organization()), "市外评委留空"),
}


@pytest.mark.parametrize(("make", "words"), UNFIT.values(), ids=UNFIT)
def test_who_cannot_be_judge(make, words):
    contest = make_contest()
    user, organization = make(contest)

    with pytest.raises(WrongState, match=words):
        panel.add(contest, user, organization, [], by=make_staff(contest.committee))


def test_stage_of_another_contest_is_refused():
    contest = make_contest()

    with pytest.raises(WrongState, match="只能选这场比赛的阶段"):
        panel.add(
            contest, make_user(committee=contest.committee), None, [make_stage()], by=make_staff(contest.committee)
        )


@pytest.mark.parametrize("state", ["judged", "publicity", "awarded", "cancelled"])
def test_panel_stands_once_the_judging_is_over(state):
    contest = make_contest()
    judge = make_judge(contest)
    contest.move(state, allowed=["setup"])
    staff = make_staff(contest.committee)

    with pytest.raises(WrongState, match="不能办理这一步"):
        panel.add(contest, make_user(committee=contest.committee), None, [], by=staff)
    with pytest.raises(WrongState, match="不能办理这一步"):
        panel.remove(judge, by=staff, reason="因病")


def test_judge_removed_midway_leaves_for_every_entry_and_the_marks_stay():
    stage = make_open_stage(judges=2, entries=3)
    gone, stays = stage.judges.order_by("order_number")
    entries = [turn.entry for turn in stage.turns.all()]
    signed = score(sheet_of(gone, entries[0]), 50, 30)
    score(sheet_of(stays, entries[0]), 50, 30)

    void = panel.remove(gone, by=make_staff(stage.contest.committee), reason="因病")

    assert void == 3
    assert states(gone) == ["void"] * 3
    assert states(stays) == ["open", "open", "signed"]
    signed.refresh_from_db()
    assert (signed.marks.count(), signed.reason) == (2, "评委退出：因病")
    assert [step.reason for step in stage.contest.steps.filter(verb="评委退出", is_public=False)] == [
        f"{gone}：因病（作废评分表3份）"
    ]


def test_judge_removed_midway_keeps_what_is_closed():
    stage = make_open_stage(judges=2, entries=1)
    score_all(stage)
    stage.close(by=make_staff(stage.contest.committee))
    gone = stage.judges.first()

    assert panel.remove(gone, by=make_staff(stage.contest.committee), reason="因病") == 0

    assert states(gone) == ["signed"]


def test_judge_is_removed_once():
    judge = make_judge(make_contest())
    staff = make_staff(judge.contest.committee)
    panel.remove(judge, by=staff, reason="因病")

    with pytest.raises(WrongState, match="已经退出"):
        panel.remove(judge, by=staff, reason="因病")


def test_removed_judge_who_comes_back_has_the_sheets_again():
    stage = make_open_stage(judges=2, entries=2)
    staff = make_staff(stage.contest.committee)
    judge = stage.judges.order_by("order_number").first()
    marked = score(sheet_of(judge, stage.turns.first().entry), 50, 30)
    panel.remove(judge, by=staff, reason="因病")

    back = panel.add(stage.contest, judge.user, None, [stage], by=staff)

    assert (back, back.removed_at, back.order_number) == (judge, None, 3)
    assert states(judge) == ["open", "open"]
    marked.refresh_from_db()
    assert (marked.marks.count(), marked.signed_at) == (2, None)


def test_judge_who_comes_late_gets_sheets_at_once_without_the_own_unit():
    stage = make_open_stage(judges=1, entries=3)
    unit = stage.turns.first().entry.organization

    late = make_judge(stage.contest, [stage], organization=unit)

    assert states(late) == ["open", "open"]


def test_closed_stage_takes_no_more_judges():
    stage = make_open_stage(judges=1, entries=1)
    score_all(stage)
    stage.close(by=make_staff(stage.contest.committee))

    with pytest.raises(WrongState, match="评分已结束，不能再增加评委"):
        make_judge(stage.contest, [stage])


def test_seat_of_a_judge_who_left_is_free():
    contest = make_contest()
    staff = make_staff(contest.committee)
    first, second = make_judge(contest), make_judge(contest)
    panel.remove(second, by=staff, reason="因病")

    third = make_judge(contest)

    assert [judge.order_number for judge in (first, second, third)] == [1, 2, 2]


def test_stages_of_a_judge_change_until_they_open():
    stage = make_open_stage(judges=1, entries=2)
    final = make_stage(stage.contest, name="决赛")
    judge = stage.judges.get()

    panel.assign(judge, [final], by=make_staff(stage.contest.committee))

    assert set(judge.stages.all()) == {stage, final}


def test_judge_who_comes_back_still_counts_as_one_of_what_was_judged_before():
    contest = make_contest(state="judging")
    unit = make_organization(committee=contest.committee)
    first = make_stage(contest, weight=0, state="locked")
    second, third = make_stage(contest, weight=0), make_stage(contest)
    judge = make_judge(contest, [second], organization=unit)
    judge.stages.set([first, second])
    panel.remove(judge, by=make_staff(contest.committee), reason="出差")

    panel.add(contest, judge.user, unit, [third], by=make_staff(contest.committee))

    assert list(judge.stages.order_by("number")) == [first, third]
