"""Means, totals and what is hidden of them, worked by hand: 好 100, 较好 75, 一般 50, 差 0."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.models import Tally
from assessments.reviews import results
from tests.factories import make_review_meeting, make_staff

pytestmark = pytest.mark.django_db


def voted(*splits, groups=(("上级领导", 40), ("党员代表", 60)), close=True, **fields):
    """One speaker; for each group the numbers of 好, 较好, 一般, 差."""
    meeting = make_review_meeting(speakers=1, groups=groups, **fields)
    staff = make_staff(meeting.committee)
    meeting.open(by=staff)
    for group, split in zip(meeting.groups.all(), splits, strict=True):
        for level, count in zip(meeting.levels.all(), split, strict=True):
            Tally.objects.filter(group=group, level=level).update(count=count)
    if close:
        meeting.close(by=staff)
    return meeting


def shown(meeting):
    (speaker,) = results.of(meeting)
    return speaker.total, [(group.ballots, group.counts, group.mean) for group in speaker.groups]


def test_total_is_the_means_by_weight():
    # 上级 (5×100 + 2×75 + 1×50) ÷ 8 = 87.5; 党员 (10×100 + 5×75 + 3×50 + 2×0) ÷ 20 = 76.25
    # 87.5 × 40% + 76.25 × 60% = 80.75
    meeting = voted((5, 2, 1, 0), (10, 5, 3, 2))

    assert shown(meeting) == (
        Decimal("80.75"),
        [(8, (5, 2, 1, 0), Decimal("87.50")), (20, (10, 5, 3, 2), Decimal("76.25"))],
    )


def test_rounding_only_at_the_end():
    # (2×100 + 1×75 + 1×50) ÷ 4 = 81.25; × 40% = 32.5 → 33; from the rounded 81 it would be 32.4 → 32
    meeting = voted((2, 1, 1, 0), (0, 0, 0, 6), least_ballots=2, decimals=0)

    assert shown(meeting)[0] == Decimal(33)


def test_group_without_ballots_leaves_its_weight_to_the_others():
    meeting = voted((0, 0, 0, 0), (10, 5, 3, 2))

    assert shown(meeting) == (Decimal("76.25"), [(0, (0, 0, 0, 0), None), (20, (10, 5, 3, 2), Decimal("76.25"))])


def test_small_group_is_hidden_and_with_it_what_would_give_it_away():
    meeting = voted((4, 0, 0, 0), (10, 5, 3, 2))

    total, groups = shown(meeting)

    # 100×40% + 76.25×60%: whoever knew 76.25 would know the 100 of the four.
    assert total == Decimal("85.75")
    assert groups == [(4, (), None), (20, (), None)]


def test_of_three_groups_the_next_smallest_is_hidden_too():
    meeting = voted((4, 0, 0, 0), (0, 6, 0, 0), (9, 0, 0, 0), groups=(("上级", 40), ("同级", 30), ("党员", 30)))

    _, groups = shown(meeting)

    assert groups == [(4, (), None), (6, (), None), (9, (9, 0, 0, 0), Decimal("100.00"))]


def test_no_total_where_it_would_give_the_ballots_away():
    alone = voted((1, 0, 0, 0), (0, 0, 0, 0))
    both = voted((1, 0, 0, 0), (0, 0, 0, 1))  # 100 × 40% + 0 × 60% names both ballots

    assert shown(alone) == (None, [(1, (), None), (0, (0, 0, 0, 0), None)])
    assert shown(both) == (None, [(1, (), None), (1, (), None)])
    assert results.points_of(both.committee, date(2026, 1, 1), date(2026, 12, 31)) == {}


def test_code_beside_counted_paper_is_hidden_when_it_is_little():
    meeting = voted((4, 1, 0, 0), (10, 5, 3, 2))
    meeting.groups.filter(name="上级领导").update(paper_ballots=4)

    _, groups = shown(meeting)

    # Whoever counted the four papers would know the one ballot by code.
    assert [counts for _, counts, _ in groups] == [(), ()]


def test_group_of_exactly_the_least_is_shown():
    meeting = voted((5, 0, 0, 0), (10, 5, 3, 2))

    assert shown(meeting)[1][0] == (5, (5, 0, 0, 0), Decimal("100.00"))


def test_nothing_before_the_votes_are_closed():
    meeting = voted((5, 2, 1, 0), (10, 5, 3, 2), close=False)

    assert results.of(meeting) == []
    assert results.points_of(meeting.committee, date(2026, 1, 1), date(2026, 12, 31)) == {}


def test_points_of_a_period_by_subject():
    meeting = voted((5, 2, 1, 0), (10, 5, 3, 2), held_on=date(2026, 12, 31))
    speaker = meeting.speakers.get()

    found = results.points_of(meeting.committee, date(2026, 1, 1), date(2026, 12, 31))

    assert found == {("organization", speaker.organization_id): [(speaker, Decimal("80.75"))]}
    assert results.points_of(meeting.committee, date(2026, 1, 1), date(2026, 12, 30)) == {}


def test_queries_do_not_grow_with_speakers(django_assert_num_queries):
    meeting = make_review_meeting(speakers=8)
    meeting.open(by=make_staff(meeting.committee))
    meeting.close(by=make_staff(meeting.committee))

    with django_assert_num_queries(4):
        assert len(results.of(meeting)) == 8
