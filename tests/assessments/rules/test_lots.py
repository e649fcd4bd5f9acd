"""The lot: anybody can check it with the seed; it is drawn again only before scoring, with a reason, in the open."""

from hashlib import sha256

import pytest

from assessments import lots
from assessments.models import Draw
from portal.access import WrongState
from tests.factories import make_contest, make_entry, make_judge, make_open_stage, make_staff, make_stage

pytestmark = pytest.mark.django_db


def make_ready_stage(entries=5):
    stage = make_stage(make_contest(state="judging"), name="决赛")
    make_judge(stage.contest)
    stage.admit([make_entry(stage.contest) for _ in range(entries)])
    return stage, make_staff(stage.contest.committee)


def test_order_is_that_of_the_hashes_and_the_turns_follow_it():
    stage, staff = make_ready_stage()

    drawn = lots.draw(stage, " 20261122-08 ", by=staff)

    worked_out = sorted(range(1, 6), key=lambda number: sha256(f"20261122-08:{number}".encode()).hexdigest())
    assert (drawn.seed, drawn.order, drawn.is_void) == ("20261122-08", worked_out, False)
    assert [turn.entry.number for turn in stage.turns.order_by("order_number")] == worked_out
    assert [turn.order_number for turn in stage.turns.order_by("order_number")] == [1, 2, 3, 4, 5]
    assert lots.verify(drawn)
    assert (stage.contest.steps.first().verb, stage.contest.steps.first().is_public) == ("决赛抽签", True)


def test_order_is_a_fixed_one_for_a_seed():
    """Worked out by hand with sha256sum, so that a change of the method does not go unseen."""
    assert lots.in_order("示例种子", range(1, 6)) == lots.in_order("示例种子", [5, 3, 1, 2, 4])
    assert lots.in_order("a", [1, 2, 3]) == sorted(
        [1, 2, 3], key=lambda number: sha256(b"a:" + str(number).encode()).digest()
    )


def test_order_that_does_not_follow_from_the_seed_is_found_out():
    stage, staff = make_ready_stage()
    drawn = lots.draw(stage, "一", by=staff)

    drawn.order = drawn.order[::-1]

    assert not lots.verify(drawn)


def test_empty_seed_is_made_at_random_and_shown():
    stage, staff = make_ready_stage()

    drawn = lots.draw(stage, "", by=staff)

    assert len(drawn.seed) == 16
    assert lots.verify(drawn)


def test_drawing_again_needs_a_reason_and_keeps_the_first_one_void():
    stage, staff = make_ready_stage()
    first = lots.draw(stage, "一", by=staff)
    with pytest.raises(WrongState, match="已经抽过签"):
        lots.draw(stage, "二", by=staff)

    second = lots.draw(stage, "二", by=staff, reason="漏了一件")

    assert list(Draw.objects.order_by("pk").values_list("pk", "is_void", "reason")) == [
        (first.pk, True, ""),
        (second.pk, False, "漏了一件"),
    ]
    assert [turn.entry.number for turn in stage.turns.order_by("order_number")] == second.order


@pytest.mark.parametrize("seed", ["长" * 65, "一\x00二", "一\n二"])
def test_seed_that_cannot_be_shown_is_refused(seed):
    stage, staff = make_ready_stage()

    with pytest.raises(WrongState, match="种子请用64个以内的普通字符"):
        lots.draw(stage, seed, by=staff)

    assert not Draw.objects.exists()


def test_nothing_is_drawn_once_scoring_has_begun():
    stage = make_open_stage()

    with pytest.raises(WrongState, match="出场次序不再重抽"):
        lots.draw(stage, "二", by=make_staff(stage.contest.committee), reason="重来")


def test_stage_without_entries_is_not_drawn():
    stage = make_stage(make_contest(state="judging"))

    with pytest.raises(WrongState, match="还没有参评的品牌"):
        lots.draw(stage, "一", by=make_staff(stage.contest.committee))


def test_stage_does_not_open_before_the_lot():
    stage, staff = make_ready_stage()
    with pytest.raises(WrongState, match="请先抽签"):
        stage.open(by=staff)
    lots.draw(stage, "一", by=staff)
    stage.admit([make_entry(stage.contest)])

    with pytest.raises(WrongState, match="请先抽签"):
        stage.open(by=staff)
