"""Results through the database, with figures worked by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from assessments.models import Objection, Sheet
from assessments.results import objections, publicity
from assessments.results.locking import conclude, correct, lock
from branches.models import Honour
from portal.access import WrongState
from portal.workdays import add_workdays
from tests.factories import make_award, make_contest, make_officer, make_open_stage, make_staff, make_stage, score_all

pytestmark = pytest.mark.django_db


def closed(marks, **fields):
    """A closed stage where entry n got `marks[n]`, one number a judge for the single criterion."""
    stage = make_open_stage(judges=len(marks[0]), entries=len(marks), criteria=(("内容", 100),), **fields)
    judges = list(stage.judges.order_by("order_number"))
    score_all(stage, lambda judge, entry, _: marks[entry.number - 1][judges.index(judge)])
    stage.close(by=make_staff(stage.contest.committee))
    return stage


def first_closed(marks, **fields):
    """The first of two stages of equal weight, closed as above, and the second, not begun."""
    contest = make_contest(state="judging")
    following = make_stage(contest, criteria=(("内容", 100),), number=2, weight=50)
    return closed(marks, contest=contest, number=1, weight=50, **fields), following


def places(version):
    return [
        (row.entry.number, row.place, row.total, row.award and row.award.name, row.advances)
        for row in version.placings.select_related("entry", "award").order_by("place", "entry__number")
    ]


def test_trimmed_mean_through_the_database():
    stage = closed([(90, 80, 85, 81), (70, 71, 99, 72)], join="trimmed", drop_high=1, drop_low=1, least_judges=3)
    staff = make_staff(stage.contest.committee)

    lock(stage, by=staff)
    version = conclude(stage.contest, by=staff)

    assert places(version) == [
        (1, 1, Decimal("83.00"), "一等奖", False),
        (2, 2, Decimal("71.50"), None, False),
    ]
    assert stage.contest.state == "judged"


def test_ties_at_the_cut_all_advance():
    stage, following = first_closed([(90, 90), (80, 80), (80, 80), (70, 70)], advance_count=2)

    version = lock(stage, by=make_staff(stage.contest.committee))

    assert [row[-1] for row in places(version)] == [True, True, True, False]
    assert sorted(following.turns.values_list("entry__number", flat=True)) == [1, 2, 3]


def test_lock_only_closed_and_once():
    stage = make_open_stage()
    staff = make_staff(stage.contest.committee)
    with pytest.raises(WrongState, match="评分结束后"):
        lock(stage, by=staff)
    score_all(stage)
    stage.close(by=staff)
    lock(stage, by=staff)
    with pytest.raises(WrongState):
        lock(stage, by=staff)


def test_too_few_sheets_refuse_the_lock_by_name():
    stage = closed([(90, 90, 90), (80, 80, 80)], least_judges=3, when_few="refuse")
    entry = stage.turns.get(entry__number=2).entry
    Sheet.objects.filter(turn__entry=entry).first().delete()

    with pytest.raises(WrongState, match=f"“{entry}”"):
        lock(stage, by=make_staff(stage.contest.committee))


@pytest.mark.parametrize(("rule", "second"), [("extend", [3]), ("take", [])])
def test_tied_awards_become_honours(rule, second):
    contest = make_contest(state="judging", quota_rule=rule, publicity_days=2)
    make_award(contest, "一等奖", 1)
    make_award(contest, "二等奖", 1)
    stage = closed([(90, 90), (90, 90), (80, 80)], contest=contest)
    staff = make_staff(contest.committee)
    lock(stage, by=staff)
    conclude(stage.contest, by=staff)
    contest.refresh_from_db()
    publicity.publicize(contest, by=staff, day=localdate())
    with pytest.raises(WrongState, match="期满后"):
        publicity.award(contest, by=staff, document_number="示例〔2026〕1号", on=localdate())
    past = localdate() - timedelta(days=9)
    contest.__class__.objects.filter(pk=contest.pk).update(publicity_since=past, publicity_until=past)

    publicity.award(contest, by=staff, document_number="示例〔2026〕1号", on=localdate())

    won = Honour.objects.order_by("brand__entries__number").values_list("brand__entries__number", "title")
    assert list(won) == [(number, f"{contest}一等奖") for number in (1, 2)] + [
        (number, f"{contest}二等奖") for number in second
    ]
    assert contest.state == "awarded"


def test_correction_stands_beside_and_restarts_the_publicity():
    stage = closed([(90, 60), (80, 80)])
    staff = make_staff(stage.contest.committee)
    lock(stage, by=staff)
    first = conclude(stage.contest, by=staff)
    contest = stage.contest
    publicity.publicize(contest, by=staff, day=localdate())
    before = first.data
    code = Sheet.objects.get(turn__entry__number=1, marks__value=60).code

    second = correct(contest, by=staff, reason="评分表填错", void=[code])

    first.refresh_from_db()
    assert first.data == before
    assert (first.number, places(first)[0][0]) == (1, 2)
    assert (second.number, places(second)[0][0], second.reason) == (2, 1, "评分表填错")
    assert contest.publicity_since == add_workdays(localdate(), 1)


def test_publicity_counts_workdays_over_the_festival():
    contest = make_contest(publicity_days=5)
    assert publicity.term(contest, date(2026, 9, 30)) == (date(2026, 9, 30), date(2026, 10, 12))


def test_objections_only_during_the_publicity_and_answered_once():
    today = localdate()
    contest = make_contest(state="publicity", publicity_since=today, publicity_until=today)
    staff = make_staff(contest.committee)
    officer = make_officer()
    with pytest.raises(WrongState, match="只在公示期"):
        objections.raise_(contest, by=officer, text="有误", raiser="unit", today=today + timedelta(days=1))
    with pytest.raises(WrongState, match="联络员"):
        objections.raise_(contest, by=staff, text="有误", raiser="unit")
    one = objections.raise_(contest, by=officer, text="有误", raiser="unit")
    objections.answer(one, by=staff, text="已核对", is_upheld=False)
    with pytest.raises(WrongState, match="已经答复"):
        objections.answer(one, by=staff, text="再答", is_upheld=True)
    assert Objection.objects.get().is_upheld is False
