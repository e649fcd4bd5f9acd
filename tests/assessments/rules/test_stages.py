"""Stages open in their order, close with everybody or with a reason, may open again before the result is locked."""

import pytest

from assessments import conflicts, panel, setup
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


def staff_of(stage):
    return make_staff(stage.contest.committee)


def states(stage):
    return sorted(Sheet.objects.of_stage(stage).values_list("state", flat=True))


def test_every_judge_gets_a_sheet_for_everything_each_with_its_own_code():
    stage = make_open_stage(judges=3, entries=4)

    rows = Sheet.objects.of_stage(stage)

    assert stage.opened_at
    assert rows.values("judge", "turn").distinct().count() == rows.count() == 12
    assert len(set(rows.values_list("code", flat=True))) == 12


def test_stage_opens_once_though_two_click():
    stage = make_open_stage(judges=1, entries=1)
    stale = Stage.objects.get(pk=stage.pk)
    stale.state = "set"

    with pytest.raises(WrongState, match="现在是“评分中”，不能办理这一步"):
        stale.open(by=staff_of(stage))

    assert Sheet.objects.count() == 1


def test_stage_opens_after_the_result_of_the_one_before():
    stage = make_open_stage(judges=1, entries=1, name="初评")
    final = make_stage(stage.contest, name="决赛")
    final.admit([stage.turns.get().entry])

    with pytest.raises(WrongState, match="“初评”的结果还没有锁定，不能开始“决赛”。"):
        final.open(by=staff_of(stage))


def test_stage_does_not_open_without_judges_or_entries():
    stage = make_stage(make_contest(state="judging"), name="决赛")
    with pytest.raises(WrongState, match="“决赛”还没有参评的品牌。"):
        stage.open(by=staff_of(stage))
    (turn,) = stage.admit([make_entry(stage.contest)])
    turn.order_number = 1
    turn.save()

    with pytest.raises(WrongState, match="决赛：还没有评委。"):
        stage.open(by=staff_of(stage))


def test_removed_judge_is_not_counted_when_the_stage_opens():
    stage = make_stage(make_contest(state="judging"), name="决赛")
    judge = make_judge(stage.contest)
    panel.remove(judge, by=staff_of(stage), reason="因病")
    (turn,) = stage.admit([make_entry(stage.contest)])
    turn.order_number = 1
    turn.save()

    with pytest.raises(WrongState, match="还没有评委"):
        stage.open(by=staff_of(stage))


def test_closing_names_who_has_not_signed_and_changes_nothing():
    stage = make_open_stage(judges=3, entries=2)
    done, half, none = stage.judges.order_by("order_number")
    entries = [turn.entry for turn in stage.turns.all()]
    for judge, some in ((done, entries), (half, entries[:1])):
        for entry in some:
            score(sheet_of(judge, entry), 50, 30)

    with pytest.raises(WrongState) as refusal:
        stage.close(by=staff_of(stage))

    assert str(refusal.value) == (
        f"还有评分表没有签交：{half}（1份）、{none}（2份）。催交后再结束，或写明原因，不计这些评分表。"
    )
    assert Stage.objects.get(pk=stage.pk).state == "open"
    assert states(stage) == ["open"] * 3 + ["signed"] * 3


def test_closing_with_a_reason_goes_on_without_the_unsigned():
    stage = make_open_stage(judges=2, entries=1)
    done, absent = stage.judges.order_by("order_number")
    score(sheet_of(done, stage.turns.get().entry), 50, 30)
    half = score(sheet_of(absent, stage.turns.get().entry), 50, 30, sign=False)

    stage.close(by=staff_of(stage), without_reason="评委临时离会")

    half.refresh_from_db()
    assert (stage.state, half.state, half.reason) == ("closed", "void", "评分结束时未签交：评委临时离会")
    assert half.marks.count() == 2
    trail = stage.contest.steps.filter(stage=stage).values_list("verb", "is_public", "reason")[:2]
    assert list(trail) == [
        ("第1轮有评分表未签交", False, f"不计未签交的评分表：{absent}（1份）。评委临时离会"),
        ("第1轮结束评分", True, ""),
    ]


def test_reopened_stage_gives_back_what_was_not_signed_and_nothing_else():
    stage = make_open_stage(judges=4, entries=2)
    signed, late, gone, aside = stage.judges.order_by("order_number")
    entry, other = (turn.entry for turn in stage.turns.all())
    staff = staff_of(stage)
    for one in (entry, other):
        score(sheet_of(signed, one), 50, 30)
    panel.remove(gone, by=staff, reason="因病")
    conflicts.declare(aside, entry, "亲属", by=staff)
    stage.close(by=staff, without_reason="评委临时离会")
    other.withdraw(by=staff, reason="单位申请")

    stage.reopen(by=staff, reason="评委返回")

    assert (stage.state, stage.closed_at) == ("open", None)
    assert [sheet_of(judge, entry).state for judge in (signed, late, gone)] == ["signed", "open", "void"]
    assert sheet_of(aside, entry).state == "void"
    assert {sheet_of(judge, other).state for judge in (signed, late, aside)} == {"void"}
    assert [change.act for change in sheet_of(late, entry).changes.order_by("pk")] == ["void", "restore"]


def test_reopening_needs_a_reason_and_a_closed_stage():
    stage = make_open_stage(judges=1, entries=1)
    with pytest.raises(WrongState, match="现在是“评分中”"):
        stage.reopen(by=staff_of(stage), reason="看错")
    score_all(stage)
    stage.close(by=staff_of(stage))

    with pytest.raises(WrongState, match="请写明原因"):
        stage.reopen(by=staff_of(stage), reason=" ")


def test_admitting_twice_makes_one_turn():
    stage = make_stage(make_contest(state="judging"))
    entries = [make_entry(stage.contest) for _ in range(2)]
    stage.admit(entries)

    stage.admit(entries)

    assert stage.turns.count() == 2


def test_closed_stage_admits_nobody():
    stage = make_stage(make_contest(state="judging"), state="closed")

    with pytest.raises(WrongState, match="现在是“评分结束”"):
        stage.admit([make_entry(stage.contest)])


def test_current_turn_is_shown_and_cleared():
    stage = make_open_stage(judges=1, entries=2)
    turn = stage.turns.last()

    stage.show(turn, by=staff_of(stage))
    shown = Stage.objects.get(pk=stage.pk).current
    stage.show(None, by=staff_of(stage))

    assert (shown, Stage.objects.get(pk=stage.pk).current) == (turn, None)
    with pytest.raises(WrongState, match="这不是“第1轮”的出场"):
        stage.show(make_open_stage(judges=1, entries=1).turns.get(), by=staff_of(stage))


def test_time_is_kept_changed_and_taken_back_with_a_line_each():
    stage = make_open_stage(judges=1, entries=1)
    turn, staff = stage.turns.get(), staff_of(stage)

    for seconds in (480, 480, 495, None):
        stage.put_time(turn, seconds, by=staff)

    turn.refresh_from_db()
    assert turn.seconds is None
    words = [step.reason for step in stage.contest.steps.filter(verb="第1轮登记用时", is_public=False).order_by("pk")]
    name = turn.entry.version.name
    assert words == [f"“{name}”：未登记 → 480秒", f"“{name}”：480秒 → 495秒", f"“{name}”：495秒 → 未登记"]


@pytest.mark.parametrize("seconds", [-1, 14401, "480", 1.5])
def test_time_that_cannot_be_is_refused(seconds):
    stage = make_open_stage(judges=1, entries=1)

    with pytest.raises(WrongState, match="用时请填秒数"):
        stage.put_time(stage.turns.get(), seconds, by=staff_of(stage))


def test_of_two_who_open_entries_one_is_told():
    contest = make_contest(state=Contest.State.ENTRIES)
    contest.state = "setup"

    with pytest.raises(WrongState, match="现在是“征集”，不能办理这一步"):
        contest.open_entries(by=make_staff(contest.committee))


def test_states_have_words_and_marks():
    stage = make_open_stage(judges=1, entries=1)

    assert stage.contest.status == {"kind": "now", "label": "评审"}
    assert stage.status == {"kind": "now", "label": "评分中"}
    assert stage.turns.get().entry.status == {"kind": "set", "label": "已受理"}
    assert setup.frozen(stage) is False


def test_opening_asks_no_more_for_many_entries(django_assert_max_num_queries):
    stage = make_stage(make_contest(state="judging"))
    make_judge(stage.contest)
    for place, turn in enumerate(stage.admit([make_entry(stage.contest) for _ in range(12)]), start=1):
        turn.order_number = place
        turn.save()

    with django_assert_max_num_queries(40):
        stage.open(by=staff_of(stage))
