"""Counted paper ballots: two people, equal counts, added once."""

import pytest

from assessments.models import PaperCount, Tally
from assessments.reviews import paper
from portal.access import WrongState
from tests.factories import make_review_meeting, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    meeting = make_review_meeting(speakers=2, groups=(("党员代表", 100),))
    meeting.open(by=make_staff(meeting.committee))
    return meeting.groups.get()


def count(group, *numbers):
    """For each speaker the numbers of 好, 较好, 一般, 差."""
    levels = list(group.meeting.levels.values_list("pk", flat=True))
    speakers = group.meeting.speakers.values_list("pk", flat=True)
    return {speaker: dict(zip(levels, given, strict=True)) for speaker, given in zip(speakers, numbers, strict=True)}


def counted(group):
    return [tally.count for tally in Tally.objects.filter(group=group).order_by("speaker__order_number", "level")]


def test_counts_are_taken_when_a_second_person_found_the_same(group):
    one, other = make_staff(group.meeting.committee), make_staff(group.meeting.committee)
    numbers = count(group, (7, 2, 1, 0), (10, 0, 0, 0))

    assert paper.enter(group, 10, numbers, by=one) is None
    assert counted(group) == [0] * 8
    assert paper.enter(group, 10, numbers, by=other) == []

    assert counted(group) == [7, 2, 1, 0, 10, 0, 0, 0]
    with pytest.raises(WrongState, match="已经两人核对并计入"):
        paper.enter(group, 10, numbers, by=one)


def test_same_person_twice_is_one_reading(group):
    one = make_staff(group.meeting.committee)
    paper.enter(group, 10, count(group, (7, 2, 1, 0), (10, 0, 0, 0)), by=one)

    assert paper.enter(group, 10, count(group, (6, 3, 1, 0), (10, 0, 0, 0)), by=one) is None

    assert PaperCount.objects.count() == 1
    assert counted(group) == [0] * 8


def test_differences_are_shown_and_either_may_correct(group):
    one, other, third = (make_staff(group.meeting.committee) for _ in range(3))
    first, second = group.meeting.speakers.all()
    good, fair, *_ = group.meeting.levels.all()
    paper.enter(group, 10, count(group, (7, 2, 1, 0), (10, 0, 0, 0)), by=one)

    found = paper.enter(group, 9, count(group, (6, 3, 0, 0), (9, 0, 0, 0)), by=other)

    assert found[:3] == [(None, None, 10, 9), (first.pk, good.pk, 7, 6), (first.pk, fair.pk, 2, 3)]
    assert found[-1] == (second.pk, good.pk, 10, 9)
    with pytest.raises(WrongState, match="已有两人录入"):
        paper.enter(group, 10, count(group, (7, 2, 1, 0), (10, 0, 0, 0)), by=third)
    assert paper.enter(group, 10, count(group, (7, 2, 1, 0), (10, 0, 0, 0)), by=other) == []


def test_all_faults_are_named_at_once(group):
    with pytest.raises(WrongState) as refusal:
        paper.enter(group, 10, count(group, (7, 2, 2, 0), (-1, 0, 0, 0)), by=make_staff(group.meeting.committee))

    first, second = group.meeting.speakers.all()
    assert str(refusal.value) == f"{first}：各等次合计 11 票，多于收回的 10 张；{second}：票数应为整数。"
    assert not PaperCount.objects.exists()


def test_meeting_cannot_close_over_half_typed_paper(group):
    staff = make_staff(group.meeting.committee)
    paper.enter(group, 10, count(group, (7, 2, 1, 0), (10, 0, 0, 0)), by=staff)

    with pytest.raises(WrongState, match="还没有录入两遍并核对一致：党员代表"):
        group.meeting.close(by=staff)
    paper.clear(group, by=staff)
    group.meeting.close(by=staff)

    assert group.meeting.state == "closed"
