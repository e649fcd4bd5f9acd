"""Votes by code: each counts once, and nothing in the database says whose it was."""

import threading

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from assessments.models import BallotCode, ReviewStep, Tally
from assessments.reviews import codes, voting
from portal.access import WrongState
from tests.factories import make_review_meeting, make_staff


def opened(**fields):
    meeting = make_review_meeting(**fields)
    staff = make_staff(meeting.committee)
    slips = {group.name: codes.issue(group, 3, by=staff) for group in meeting.groups.all()}
    meeting.open(by=staff)
    return meeting, slips


def choices(meeting, *names):
    """Speakers in their order → the levels of these names."""
    levels = {level.name: level.pk for level in meeting.levels.all()} | {None: None}
    return {speaker.pk: levels[name] for speaker, name in zip(meeting.speakers.all(), names, strict=True)}


def counts(meeting):
    return {
        (tally.speaker.order_number, tally.group.name, tally.level.name): tally.count
        for tally in Tally.objects.filter(speaker__meeting=meeting, count__gt=0)
    }


@pytest.mark.django_db
def test_vote_is_counted_in_its_group():
    meeting, slips = opened()

    voting.cast(slips["上级领导"][0], choices(meeting, "好", "差"))
    voting.cast(slips["党员代表"][0], choices(meeting, "好", None))

    assert counts(meeting) == {(1, "上级领导", "好"): 1, (2, "上级领导", "差"): 1, (1, "党员代表", "好"): 1}
    assert [codes.used(group) for group in meeting.groups.all()] == [1, 1]


@pytest.mark.django_db
def test_code_is_good_for_one_vote_however_it_is_typed():
    meeting, slips = opened()
    code = slips["上级领导"][0]

    voting.cast(f" {codes.printed(code).lower()} ", choices(meeting, "好", "好"))

    with pytest.raises(WrongState, match="已经用过"):
        voting.cast(code, choices(meeting, "差", "差"))
    assert counts(meeting) == {(1, "上级领导", "好"): 1, (2, "上级领导", "好"): 1}


@pytest.mark.django_db
def test_vote_must_name_every_speaker_and_only_levels_of_the_meeting():
    meeting, slips = opened()
    other, _ = opened()
    code = slips["上级领导"][0]
    complete = choices(meeting, "好", "好")
    first, second = complete

    for wrong in (
        {first: complete[first]},
        {**complete, second: other.levels.first().pk},
        {**complete, other.speakers.first().pk: None},
    ):
        with pytest.raises(WrongState, match="逐一选择"):
            voting.cast(code, wrong)

    assert counts(meeting) == {}
    voting.cast(code, complete)  # the code was not lost


@pytest.mark.django_db
def test_vote_only_while_open():
    meeting = make_review_meeting()
    staff = make_staff(meeting.committee)
    code, late = codes.issue(meeting.groups.first(), 2, by=staff)
    with pytest.raises(WrongState, match="还没有开始"):
        voting.group_of(code)

    meeting.open(by=staff)
    voting.cast(code, choices(meeting, "好", "好"))
    meeting.close(by=staff)

    with pytest.raises(WrongState, match="不对，或者已经用过"):
        voting.cast(late, choices(meeting, "差", "差"))
    assert BallotCode.objects.count() == 0


@pytest.mark.django_db
def test_new_codes_void_the_unused_and_keep_the_cast():
    meeting, slips = opened()
    group = meeting.groups.get(name="上级领导")
    voting.cast(slips["上级领导"][0], choices(meeting, "好", "好"))

    new = codes.issue(group, 5, by=make_staff(meeting.committee))

    with pytest.raises(WrongState):
        voting.group_of(slips["上级领导"][1])
    voting.cast(new[0], choices(meeting, "好", "好"))
    assert codes.used(group) == 2


@pytest.mark.django_db
def test_codes_are_not_kept_in_the_clear():
    meeting, slips = opened()

    text = "\n".join(str(row) for model in apps.get_app_config("assessments").get_models() for row in dump(model))

    assert all(code not in text and codes.printed(code) not in text for some in slips.values() for code in some)
    assert meeting.title in text


@pytest.mark.django_db
def test_nothing_but_counts_changes_with_a_vote():
    """Row for row: the used code is gone, the counts are one higher, and no table has a new or changed row."""
    meeting, slips = opened()
    models = [model for model in apps.get_models() if not model._meta.proxy]
    before = {model: set(dump(model)) for model in models}
    code = slips["党员代表"][0]

    voting.cast(code, choices(meeting, "较好", "一般"))

    changed = {model: (before[model] - set(dump(model)), set(dump(model)) - before[model]) for model in models}
    changed = {model: (len(gone), len(new)) for model, (gone, new) in changed.items() if gone or new}
    assert changed == {BallotCode: (1, 0), Tally: (2, 2)}


@pytest.mark.django_db
def test_vote_writes_every_count_of_its_group():
    """One UPDATE for all of them: the age of a row version does not tell which was raised last."""
    meeting, slips = opened()
    ballot = choices(meeting, "好", "差")

    with CaptureQueriesContext(connection) as caught:
        voting.cast(slips["上级领导"][0], ballot)

    (update,) = [query["sql"] for query in caught if query["sql"].startswith("UPDATE")]
    assert update.count("WHERE") == 1
    assert "level_id" not in update.partition("WHERE")[2]


@pytest.mark.django_db
def test_two_votes_leave_the_same_rows_whatever_their_order():
    """Two codes of a group, two ballots: who cast which leaves the same database, so nothing can tell them apart."""
    left = []
    for order in ((0, 1), (1, 0)):
        meeting, slips = opened()
        ballots = (choices(meeting, "好", "差"), choices(meeting, "差", "好"))
        for slip, ballot in zip(order, ballots, strict=True):
            voting.cast(slips["上级领导"][slip], ballot)
        left.append((counts(meeting), BallotCode.objects.filter(group__meeting=meeting).count()))

    assert left[0] == left[1]


@pytest.mark.django_db
def test_counts_and_codes_are_visible_to_nobody_by_query():
    meeting, _ = opened()
    staff = make_staff(meeting.committee)

    assert not Tally.objects.visible_to(staff).exists()
    assert not BallotCode.objects.visible_to(staff).exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_code_count_once():
    meeting, slips = opened()
    code, ballot = slips["上级领导"][0], choices(meeting, "好", "好")
    ready, answers = threading.Barrier(4), []

    def vote():
        ready.wait()
        try:
            voting.cast(code, ballot)
            answers.append("counted")
        except WrongState:
            answers.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=vote) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["counted", "refused", "refused", "refused"]
    assert set(counts(meeting).values()) == {1}


@pytest.mark.django_db
def test_opening_names_all_that_is_missing():
    meeting = make_review_meeting(speakers=0, groups=(("上级领导", 40), ("党员代表", 50)))
    meeting.levels.filter(name="一般").update(points=80)

    with pytest.raises(WrongState) as refusal:
        meeting.open(by=make_staff(meeting.committee))

    assert str(refusal.value) == (
        "还不能开始投票：没有述职人；投票组的权重合计 90%，应为 100%；等次的折分应由高到低，各不相同。"
    )
    assert not ReviewStep.objects.exists()


def dump(model):
    return [tuple(str(value) for value in row) for row in model._base_manager.values_list()]
