"""公示 in working days over National Day 2026 (1 to 7 October off, Saturday the 10th worked), and what it ends in."""

from datetime import date

import pytest
from django.utils import timezone

from assessments.models import Contest
from assessments.results import objections, publicity
from assessments.results.locking import conclude, correct, lock
from branches.models import Honour
from portal.access import WrongState
from tests.assessments.results.test_locking import closed
from tests.factories import make_award, make_contest, make_officer, make_organization, make_staff

pytestmark = pytest.mark.django_db

NUMBER = "示例〔2026〕1号"


@pytest.fixture
def today(monkeypatch):
    """Call it with a date: that is the day from then on."""
    return lambda day: monkeypatch.setattr(timezone, "localdate", lambda *_: day)


def judged(marks=((90, 90), (80, 80)), **fields):
    contest = make_contest(state="judging", publicity_days=3, **fields)
    make_award(contest, "一等奖", 1)
    stage = closed(marks, contest=contest)
    staff = make_staff(contest.committee)
    lock(stage, by=staff)
    conclude(stage.contest, by=staff)
    return Contest.objects.get(pk=contest.pk), staff


def term_of(contest):
    contest.refresh_from_db()
    return contest.state, contest.publicity_since, contest.publicity_until


@pytest.mark.parametrize(
    ("first", "days", "since", "until"),
    [
        (date(2026, 10, 1), 3, date(2026, 10, 8), date(2026, 10, 10)),
        (date(2026, 9, 30), 2, date(2026, 9, 30), date(2026, 10, 8)),
        (date(2026, 10, 11), 1, date(2026, 10, 12), date(2026, 10, 12)),
        (date(2026, 9, 20), 1, date(2026, 9, 20), date(2026, 9, 20)),  # a Sunday that is worked
        (date(2026, 10, 10), 0, date(2026, 10, 10), date(2026, 10, 10)),
    ],
)
def test_term_skips_the_festival_and_counts_days_worked_for_it(first, days, since, until):
    assert publicity.term(make_contest(publicity_days=days), first) == (since, until)


def test_publicize_from_a_festival_day_keeps_the_next_workdays(today):
    contest, staff = judged()
    today(date(2026, 10, 1))
    with pytest.raises(WrongState, match="早于今天"):
        publicity.publicize(contest, by=staff, day=date(2026, 9, 30))

    publicity.publicize(contest, by=staff, day=date(2026, 10, 1))

    assert term_of(contest) == ("publicity", date(2026, 10, 8), date(2026, 10, 10))
    with pytest.raises(WrongState):
        publicity.publicize(contest, by=staff, day=date(2026, 10, 1))


def test_correction_during_the_publicity_restarts_it_after_the_weekend(today):
    contest, staff = judged()
    today(date(2026, 10, 8))
    publicity.publicize(contest, by=staff, day=date(2026, 10, 8))
    today(date(2026, 10, 10))

    correct(contest, by=staff, reason="评分表填错")

    assert term_of(contest) == ("publicity", date(2026, 10, 12), date(2026, 10, 14))
    with pytest.raises(WrongState, match="期满后"):
        publicity.award(contest, by=staff, document_number=NUMBER, on=date(2026, 10, 10))


def test_correction_before_the_publicity_begins_none():
    contest, staff = judged()
    correct(contest, by=staff, reason="评分表填错")
    assert term_of(contest) == ("judged", None, None)


def test_decision_waits_for_the_end_and_for_every_answer(today):
    contest, staff = judged()
    today(date(2026, 10, 8))
    publicity.publicize(contest, by=staff, day=date(2026, 10, 8))
    officer = make_officer(make_organization(committee=contest.committee))
    objection = objections.raise_(contest, by=officer, text="请核对", raiser="unit")

    def award(**changed):
        words = {"document_number": NUMBER, "on": date(2026, 10, 12), **changed}
        publicity.award(contest, by=staff, **words)

    today(date(2026, 10, 10))
    with pytest.raises(WrongState, match="期满后"):
        award(on=date(2026, 10, 10))
    today(date(2026, 10, 12))
    with pytest.raises(WrongState, match="1件异议没有答复"):
        award()
    objections.answer(objection, by=staff, text="已核对，无误", is_upheld=False)
    with pytest.raises(WrongState, match="文号"):
        award(document_number="  ")
    for day in (date(2026, 10, 10), date(2026, 10, 13)):
        with pytest.raises(WrongState, match="表彰日期"):
            award(on=day)
    assert (Honour.objects.count(), term_of(contest)[0]) == (0, "publicity")

    award()

    honour = Honour.objects.get()
    assert (honour.brand, honour.title) == (contest.entries.get(number=1).brand, f"{contest.title}一等奖")
    assert (honour.document_number, honour.granted_on) == (NUMBER, date(2026, 10, 12))
    assert (term_of(contest)[0], contest.award_document, contest.awarded_on) == ("awarded", NUMBER, honour.granted_on)
    with pytest.raises(WrongState):
        award()
    with pytest.raises(WrongState, match="不再更正"):
        correct(contest, by=staff, reason="评分表填错")
    assert Honour.objects.count() == 1


@pytest.mark.parametrize(("rule", "second"), [("extend", [3, 4]), ("take", [3])])
def test_tie_on_the_first_award_by_both_quota_rules(rule, second):
    contest = make_contest(state="judging", quota_rule=rule)
    make_award(contest, "一等奖", 1)
    make_award(contest, "二等奖", 2)
    stage = closed([(90, 90), (90, 90), (80, 80), (70, 70)], contest=contest)
    staff = make_staff(contest.committee)
    lock(stage, by=staff)

    version = conclude(stage.contest, by=staff)

    won = {name: [] for name in ("一等奖", "二等奖")}
    for placing in version.placings.exclude(award=None).select_related("award", "entry").order_by("entry__number"):
        won[placing.award.name].append(placing.entry.number)
    assert won == {"一等奖": [1, 2], "二等奖": second}


@pytest.mark.parametrize("day", ["", "abc", "2026-02-30", "9999-12-31", "0001-01-01", "2020-01-01"])
def test_odd_first_days_are_answered_on_the_page(client, day):
    contest, staff = judged()
    client.force_login(staff)
    answer = client.post(f"/contests/{contest.pk}/publicize/", {"day": day})
    assert (answer.status_code, term_of(contest)[0]) == (422, "judged")
