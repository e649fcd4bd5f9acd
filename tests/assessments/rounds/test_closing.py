"""公示 and 定格: totals, grades and places settled when all are reviewed; then nothing changes any more."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Assessment, Fact, Score
from assessments.rounds import closing, drift, facts_taking, handing, scores
from portal.access import WrongState
from portal.workdays import add_workdays, nearest_workday_after
from tests.assessments.rounds.made import VETO, Made

pytestmark = pytest.mark.django_db


def refused(words, act, *args, **fields):
    with pytest.raises(WrongState) as refusal:
        act(*args, **fields)
    assert words in str(refusal.value)


def test_publicity_waits_for_the_last_review_and_names_who_is_missing(made):
    made.review(made.one)

    refused("还有4个没有完成复核", closing.publicize, made.round, by=made.staff, day=timezone.localdate())
    yesterday = timezone.localdate() - timedelta(days=1)
    refused("不能早于今天", closing.publicize, made.round, by=made.staff, day=yesterday)

    assert not Score.objects.filter(stage="final").exists()


def test_publicity_settles_totals_grades_and_places(made):
    for officer, number in ((made.lead, 4), (made.deputy, 2), (made.one, 4), (made.two, 0)):
        made.found(officer, made.compared, amount=number)
        made.found(officer, made.deduct, *(f"activity:{n}" for n in range(5 - number)))
    made.review_all()

    made.publicize()

    since = nearest_workday_after(timezone.localdate())
    assert (made.round.state, made.round.publicity_since) == ("publicity", since)
    assert made.round.publicity_until == add_workdays(since, 4)
    # 满 70 − 0.5 × 迟报，比第一名 30 × 本单位 ÷ 4
    assert {
        name: (made.of(getattr(made, name)).final_total, made.of(getattr(made, name)).place)
        for name in ("lead", "deputy", "one", "two")
    } == {
        "lead": (Decimal("97.50"), 1),
        "deputy": (Decimal("81.50"), 3),
        "one": (Decimal("97.50"), 1),
        "two": (Decimal("65.50"), 4),
    }
    # 优秀 at most 40 % of 4 is one; both who tie get it
    grades = {unit.organization_id: str(unit.grade or "") for unit in made.round.assessments.select_related("grade")}
    assert grades == {
        made.lead.organization_id: "优秀",
        made.deputy.organization_id: "良好",
        made.one.organization_id: "优秀",
        made.two.organization_id: "良好",
        made.outsider.organization_id: "",
    }


def test_the_parts_of_every_unit_add_up_to_its_total(made):
    made.found(made.one, made.compared, amount=3)
    made.found(made.two, made.compared, amount=7)
    made.review_all().publicize()

    for unit in Assessment.objects.filter(round=made.round, state="reviewed"):
        values = dict(unit.scores.filter(stage="final").values_list("indicator", "value"))
        assert sum(values.values()) == unit.final_total
        nodes = {int(pk): Decimal(value) for pk, value in unit.sums["final"]["nodes"].items()}
        assert {leaf: nodes[leaf] for leaf in values} == values
        tops = made.round.scheme.indicators.filter(parent=None)
        assert sum(nodes[top.pk] for top in tops) == unit.final_total


def test_a_veto_takes_the_whole_total():
    made = Made(extra=[("veto", VETO)]).open()
    made.found(made.one, made.veto, "activity:1")
    made.review_all().publicize()

    unit = made.of(made.one)
    assert (unit.final_total, unit.place, unit.grade.name) == (0, 4, "一般")


def test_who_came_midway_is_reckoned_by_days(made):
    made = Made(midway="days")
    period = made.scheme.period
    seat = made.two.organization.seats.get()
    seat.since = period.last_day - timedelta(days=99)
    seat.save()
    made.open().review_all().publicize()

    unit = made.of(made.two)
    whole = (period.last_day - period.first_day).days + 1
    expected = (Decimal(68) * 100 / whole).quantize(Decimal("0.01"))
    assert (unit.days, unit.period_days, unit.final_total) == (100, whole, expected)
    assert made.of(made.one).final_total == 68


def test_finalize_waits_for_the_end_of_the_publicity(public):
    refused("期满后才能定格", closing.finalize, public.round, by=public.staff)
    after = public.round.publicity_until + timedelta(days=1)
    refused("定格日期应在", closing.finalize, public.round, by=public.staff, today=after, day=after + timedelta(days=1))
    closing.finalize(public.round, by=public.staff, today=after, document_number="示例工委〔2026〕9号")

    kept = (public.round.state, public.round.final_on, public.round.document_number)
    assert kept == ("final", after, "示例工委〔2026〕9号")


def test_a_final_round_is_frozen(made):
    made.found(made.one, made.deduct, "activity:1")
    made.review_all().publicize().finalize()
    before = snapshot(made.round)

    for act in (
        lambda: scores.enter(made.of(made.one), made.level, by=made.staff, answer={"choice": "一般"}),
        lambda: handing.return_(made.of(made.one), by=made.staff, reason="重评"),
        lambda: handing.exempt(made.of(made.one), by=made.staff, reason="不参评"),
        lambda: facts_taking.retake(made.round, by=made.staff),
        lambda: closing.publicize(made.round, by=made.staff, day=timezone.localdate()),
        lambda: closing.finalize(made.round, by=made.staff),
        lambda: closing.cancel(made.round, by=made.staff, reason="取消"),
    ):
        refused("不能", act)
    facts_taking.take_all(made.round)
    drift.compare(made.round)

    assert snapshot(made.round) == before


def snapshot(round):
    return (
        list(Score.objects.filter(assessment__round=round).order_by("pk").values()),
        list(Fact.objects.filter(assessment__round=round).order_by("pk").values("pk", "data", "taken_at")),
        list(Assessment.objects.filter(round=round).order_by("pk").values()),
    )


def test_a_cancelled_round_keeps_what_was_written_and_shows_nothing(public):
    refused("请写明原因", closing.cancel, public.round, by=public.staff, reason="")
    closing.cancel(public.round, by=public.staff, reason="方案有误")

    assert public.round.state == "cancelled"
    assert Score.objects.filter(stage="final").exists()
    assert not Score.objects.visible_to(public.one).filter(stage="final").exists()
    refused("不能办理", closing.publicize, public.round, by=public.staff, day=timezone.localdate())
