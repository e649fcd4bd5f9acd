"""The sample's contest as it is loaded: the numbers of a real one, and the panel's part in it."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from assessments import lots, setup
from assessments.models import Conflict, Contest, Mark, MarkChange, Sheet
from notices.models import Notice
from tests.factories import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def contest(loaded):
    return Contest.objects.get()


def test_sample_contest_waits_for_its_first_judge(contest):
    first, _ = contest.stages_in_force()
    own = Counter(Sheet.objects.filter(judge__user__username="judge").values_list("state", flat=True))
    others = Sheet.objects.exclude(judge__user__username="judge")

    assert (contest.entries.taking_part().count(), contest.judges.serving().count()) == (48, 9)
    assert contest.entries.values("alliance").distinct().count() == 7
    assert (contest.status["label"], first.status["label"]) == ("评审", "评分中")
    assert setup.faults(contest) == []
    assert own == {"signed": 45, "open": 3}
    assert set(others.values_list("state", flat=True)) == {"signed"}
    assert Conflict.objects.exists()
    assert others.count() + Conflict.objects.count() == 48 * 8
    assert lots.verify(first.draws.get())
    # every mark on its scale and in the log, every signature too
    scales = {criterion.pk: setup.scale_of(first, criterion) for criterion in first.criteria.all()}
    marks = list(Mark.objects.values_list("sheet", "criterion", "value"))
    assert all(scales[criterion].check(f"{value:.1f}") == value for _, criterion, value in marks)
    logged = MarkChange.objects.filter(act="mark").values_list("sheet", "criterion", "after")
    assert set(logged) == set(marks)
    assert MarkChange.objects.filter(act="sign").count() == Sheet.objects.filter(state="signed").count()
    # what was told weeks ago is read; only the judges are asked now
    assert not Notice.objects.filter(title__startswith="开放征集", read_at=None).exists()


def test_playing_signs_what_is_missing_and_says_what_comes_next(contest, capsys):
    staff = User.objects.get(username="staff")
    first, _ = contest.stages_in_force()

    call_command("sample", play_contest=True)

    said = capsys.readouterr().out
    assert "示例评委（judge）：打分并签交 3 份" in said
    assert "结束评分、锁定结果" in said
    assert not Sheet.objects.unsigned().exists()
    first.refresh_from_db()
    first.close(by=staff)
    with pytest.raises(CommandError, match="请工委锁定“初评”的结果"):
        call_command("sample", play_contest=True)


def test_nobody_marks_for_the_judges_of_a_real_contest():
    make_staff()

    with pytest.raises(CommandError, match="没有装示例数据"):
        call_command("sample", play_contest=True)
