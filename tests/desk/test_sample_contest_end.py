"""The sample's contest is played to its awards: 15 finalists, 10 awards."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from assessments import lots
from assessments.models import Contest
from assessments.results.locking import conclude
from assessments.results.publicity import award, publicize
from branches.models import Honour
from tests.desk.conftest import play

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_sample_contest_is_played_to_its_awards(loaded):
    staff, contest = User.objects.get(username="staff"), Contest.objects.get()
    first, final = contest.stages_in_force()

    # 初评 goes to its end, 15 of 48 go on
    play(first, staff)
    assert final.turns.count() == 15
    with pytest.raises(CommandError, match="请工委为“决赛”抽签"):
        call_command("sample", play_contest=True)

    # 决赛, with the times of the stage
    lots.draw(final, by=staff)
    final.open(by=staff)
    play(final, staff)
    assert not final.turns.filter(seconds=None).exists()

    # result, publicity, awards
    contest.refresh_from_db()
    result = conclude(contest, by=staff)
    won = Counter(result.placings.exclude(award=None).values_list("award__name", flat=True))
    assert won == {"一等奖": 2, "二等奖": 3, "三等奖": 5}
    contest.refresh_from_db()
    publicize(contest, by=staff, day=loaded)
    contest.refresh_from_db()
    call_command("sample", play_contest=True)  # the days of the publicity pass
    before = Honour.objects.count()
    award(contest, by=staff, document_number="黄直工〔2026〕示例12号", on=loaded)
    contest.refresh_from_db()
    assert contest.state == "awarded"
    assert Honour.objects.count() == before + 10
    with pytest.raises(CommandError, match="比赛已经结束"):
        call_command("sample", play_contest=True)
