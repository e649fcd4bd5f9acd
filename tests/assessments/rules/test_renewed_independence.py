"""Staff who judge see nothing of a replaced version: its entries are judged once more."""

import pytest
from django.urls import reverse

from assessments.models import Mark, MarkChange, Sheet
from assessments.setup import delete_stage
from portal.access import WrongState
from tests.factories import (
    make_entry,
    make_judge,
    make_open_stage,
    make_sound_contest,
    make_staff,
    score,
)

pytestmark = pytest.mark.django_db


def test_staff_who_judge_do_not_see_the_sheets_of_a_replaced_version(client):
    stage = make_open_stage(judges=1, entries=1)
    sheet = Sheet.objects.of_stage(stage).get()
    score(sheet, 50, 30)
    judging, other = make_staff(stage.contest.committee), make_staff(stage.contest.committee)
    make_judge(stage.contest, [stage], user=judging)

    stage.renew(by=other, reason="改规则")

    for user, sees in ((judging, False), (other, True)):
        client.force_login(user)
        assert Sheet.objects.visible_to(user).filter(pk=sheet.pk).exists() is sees
        assert Mark.objects.visible_to(user).filter(sheet=sheet).exists() is sees
        assert MarkChange.objects.visible_to(user).filter(sheet=sheet).exists() is sees
        assert (client.get(reverse("sheet", args=[sheet.pk])).status_code == 200) is sees


def test_stage_is_deleted_only_before_the_judging_and_with_no_tie_breaker_on_it():
    contest = make_sound_contest()
    staff, stage = make_staff(contest.committee), contest.stages.get()
    breaker = contest.tie_breakers.create(kind="stage", stage=stage)

    with pytest.raises(WrongState, match="同分规则"):
        delete_stage(stage, by=staff)
    breaker.delete()
    contest.open_entries(by=staff)
    make_entry(contest)
    stage.contest.refresh_from_db()
    delete_stage(stage, by=staff)

    assert not contest.stages.exists()
