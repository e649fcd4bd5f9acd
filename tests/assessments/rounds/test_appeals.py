"""申诉: within the publicity, by the own unit's officers; upheld it corrects the score and grades everybody anew."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Appeal, Score
from assessments.rounds import appeals, closing, handing
from notices.models import Notice
from portal.access import WrongState
from portal.workdays import add_workdays
from tests.assessments.rounds.made import Made

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(made):
    """One has 94, everybody else 97: 优秀 is at most one of four."""
    for officer in (made.lead, made.deputy, made.one, made.two):
        made.found(officer, made.compared, amount=1)
    made.found(made.one, made.deduct, *(f"activity:{number}" for number in range(8)))
    made.found(made.deputy, made.deduct, "activity:1", "activity:2")
    made.found(made.two, made.deduct, "activity:1", "activity:2")
    return made.review_all().publicize()


def refused(words, act, *args, **fields):
    with pytest.raises(WrongState) as refusal:
        act(*args, **fields)
    assert words in str(refusal.value)


def raised(made, officer=None, indicator=None, text="记录有误", day=None):
    officer = officer or made.one
    day = day or made.round.publicity_since
    return appeals.raise_(made.of(officer), by=officer, text=text, indicator=indicator, today=day)


def test_only_the_units_own_officers_appeal(made):
    for name in ("two", "lead", "deputy", "member", "leader", "outsider", "staff"):
        act = {"by": getattr(made, name), "text": "不服", "today": made.round.publicity_since}
        refused("由本单位党务干部提出", appeals.raise_, made.of(made.one), **act)

    appeal = raised(made, indicator=made.deduct)

    due = add_workdays(made.round.publicity_since, 5)
    assert (appeal.by, appeal.indicator, appeal.due_on) == (made.one, made.deduct, due)
    assert Notice.objects.filter(recipient=made.staff, key=f"appeal-{appeal.pk}").count() == 1


def test_only_within_the_publicity(made):
    refused("只在公示期内受理", raised, made, day=made.round.publicity_until + timedelta(days=1))
    refused("请填写申诉理由", raised, made, text=" ")
    raised(made)
    refused("还没有答复", raised, made)
    assert Appeal.objects.count() == 1


def test_an_upheld_appeal_corrects_the_score_and_grades_all_anew(made):
    assert [made.of(officer).place for officer in (made.lead, made.two, made.one)] == [1, 2, 4]
    appeal = raised(made, indicator=made.deduct)

    appeals.answer(appeal, by=made.staff, text="经核实，记录均已整改", is_upheld=True, given=Decimal(40))

    unit = made.of(made.one)
    assert (unit.final_total, unit.review_total, unit.place) == (98, 94, 1)
    assert (unit.grade.name, made.of(made.lead).place, made.of(made.two).place) == ("优秀", 1, 3)
    row = Score.objects.get(assessment=unit, indicator=made.deduct, stage="final")
    assert (row.value, row.given, row.by, row.reason) == (40, 40, made.staff, "申诉成立：经核实，记录均已整改")
    assert Score.objects.get(assessment=unit, indicator=made.deduct, stage="review").value == 36
    values = unit.scores.filter(stage="final").values_list("value", flat=True)
    assert sum(values) == unit.final_total
    told = Notice.objects.get(recipient=made.one, key=f"appeal-{appeal.pk}-answer")
    assert told.body == "经核实，记录均已整改"


def test_an_answer_is_given_once_and_fits(made):
    appeal = raised(made, indicator=made.deduct)
    answer = {"by": made.staff, "text": "经核实"}

    refused("请填写更正后的得分", appeals.answer, appeal, is_upheld=True, **answer)
    refused("不更正得分", appeals.answer, appeal, is_upheld=False, given=39, **answer)
    refused(" 0 分至 40 分", appeals.answer, appeal, is_upheld=True, given=41, **answer)
    refused("最末一级", appeals.answer, appeal, is_upheld=True, given={made.work.pk: 3}, **answer)
    appeals.answer(appeal, is_upheld=False, **answer)
    refused("已经答复", appeals.answer, appeal, is_upheld=False, **answer)

    assert made.of(made.one).final_total == 94


def test_finalize_waits_for_the_answers(made):
    appeal = raised(made)
    after = made.round.publicity_until + timedelta(days=1)

    refused("还有1件申诉没有答复", closing.finalize, made.round, by=made.staff, today=after)
    appeals.answer(appeal, by=made.staff, text="维持", is_upheld=False)
    closing.finalize(made.round, by=made.staff, today=after)

    refused("不能办理", raised, made, day=timezone.localdate())
    assert made.round.state == "final"


def test_an_appeal_about_the_whole_corrects_several_leaves(made):
    appeal = raised(made)

    appeals.answer(appeal, by=made.staff, text="两项更正", is_upheld=True, given={made.deduct: 38, made.level.pk: "10"})

    assert made.of(made.one).final_total == Decimal(86)


def test_a_unit_that_took_no_part_has_nothing_to_appeal_against():
    made = Made().open()
    handing.exempt(made.of(made.two), by=made.staff, reason="年内撤并")
    for officer in (made.lead, made.deputy, made.one):
        made.review(officer)
    made._others()
    made.publicize()

    with pytest.raises(WrongState, match="不能办理这一步"):
        appeals.raise_(made.of(made.two), by=made.two, text="应当参评")
