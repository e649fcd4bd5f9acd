"""A contest from preparation to the closed stage, step by step through the verbs."""

import pytest

from assessments import entering, lots, sheets
from assessments.models import Sheet
from tests.factories import (
    make_brand,
    make_judge,
    make_officer,
    make_organization,
    make_sound_contest,
    make_staff,
    score_all,
)


@pytest.mark.django_db
def test_contest_runs_from_preparation_to_the_closed_stage():
    contest = make_sound_contest()
    staff = make_staff(contest.committee)
    units = [make_organization(committee=contest.committee) for _ in range(3)]
    judges = [make_judge(contest) for _ in range(2)]
    stage = contest.stages.get()

    contest.open_entries(by=staff)
    entries = [entering.enter(contest, make_brand(organization=unit), by=make_officer(unit)) for unit in units]
    for entry in entries:
        entry.accept(by=staff)
    contest.close_entries(by=staff)
    drawn = lots.draw(stage, "20261122", by=staff)
    stage.open(by=staff)
    score_all(stage)
    stage.close(by=staff)

    assert [entry.number for entry in entries] == [1, 2, 3]
    assert sorted(drawn.order) == [1, 2, 3]
    assert lots.verify(drawn)
    assert stage.state == "closed"
    assert sorted(Sheet.objects.values_list("judge", "state")) == sorted(
        (judge.pk, "signed") for judge in judges for _ in entries
    )
    assert list(sheets.print_codes(stage).values_list("judge", flat=True)) == [judges[0].pk] * 3 + [judges[1].pk] * 3
    assert [step.verb for step in contest.steps.order_by("pk")][-5:] == [
        "受理",
        "截止征集，转入评审",
        "决赛抽签",
        "决赛开始评分",
        "决赛结束评分",
    ]
