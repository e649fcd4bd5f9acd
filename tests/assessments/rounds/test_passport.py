"""得分明细: from the total to the last point, for each reader as much as is theirs, in a fixed number of queries."""

from datetime import timedelta
from decimal import Decimal

import pytest

from assessments.models import Fact
from assessments.rounds import appeals, drift, handing, passport, scores, strikes
from assessments.scoring.facts import Facts, Item
from tests.assessments.rounds.made import VETO, Made
from tests.factories import make_held_activity, make_indicator

pytestmark = pytest.mark.django_db


def row_of(page, indicator):
    return next(row for row in page.rows if row.indicator.pk == indicator.pk)


def test_the_unit_fills_in_with_its_records_before_it(made):
    made.found(made.one, made.deduct, "activity:1")

    page = passport.of(made.of(made.one), made.one)

    assert [(head.label, head.total, head.is_current, head.note) for head in page.stages] == [
        ("自评", Decimal("39.5"), True, "填写中，不含复核时才得出的2项")
    ]
    assert page.acts == {"enter", "submit"}
    assert [(row.number, row.indicator.name, row.cells[0].value) for row in page.rows] == [
        ("1", "组织建设", Decimal("39.5")),
        ("1.1", "基础工作", Decimal("39.5")),
        ("1.2", "综合评价", 0),
        ("1.3", "民主评价", 0),
        ("2", "活动数量", None),
        ("3", "会议加减分", None),
    ]
    judged, level = row_of(page, made.judged).entry, row_of(page, made.level).entry
    assert (judged.asks, judged.low, judged.high) == ({"points"}, 0, 10)
    assert (level.asks, level.choices) == ({"choice"}, ("好", "一般"))
    assert row_of(page, made.compared).entry is None
    assert page.holder == made.one.organization.short_name


def test_stages_stand_side_by_side_with_every_difference_and_its_reason(made):
    made.found(made.one, made.deduct, "activity:1", "activity:2")
    made.submit(made.one)
    strikes.strike(made.of(made.one), made.deduct, "activity:1", by=made.lead, reason="已整改")
    scores.enter(made.of(made.one), made.level, by=made.lead, answer={"choice": "一般"}, reason="意见较多")
    handing.pass_on(made.of(made.one), by=made.lead)

    page = passport.of(made.of(made.one), made.staff)

    assert page.totals == (67, Decimal("57.5"), Decimal("57.5"), None)
    level = row_of(page, made.level)
    assert [(cell.value, cell.is_cut, cell.differs) for cell in level.cells] == [
        (20, False, False),
        (10, True, True),
        (10, True, False),
        (None, False, False),
    ]
    assert [(one.label, one.text) for one in level.proof.opinions] == [(f"初评（{made.lead.unit}）", "意见较多")]
    items = {item.key: item for item in row_of(page, made.deduct).proof.items}
    assert items["activity:1"].struck == "初评不计入：已整改"
    assert (items["activity:1"].can_strike, items["activity:2"].can_strike) == (False, True)
    assert page.stages[1].who == f"{made.lead.unit}（片长单位）"
    assert page.holder == "工委"


def test_the_unit_sees_nothing_of_the_review_before_it_is_shown(made):
    made.found(made.one, made.deduct, "activity:1")
    made.review(made.one)

    page = passport.of(made.of(made.one), made.one)

    assert [head.label for head in page.stages] == ["自评", "初评"]
    assert (page.grade, page.place, page.appeals) == (None, None, ())
    assert all(len(row.cells) == 2 for row in page.rows)
    assert page.acts == set()


def test_what_is_still_missing_is_a_list_of_acts_with_points(made):
    made.found(made.one, made.deduct, "activity:1")
    made.fill(made.one, points="8")

    page = passport.of(made.of(made.one), made.one)

    assert [(one.indicator.name, one.points) for one in page.lost if one.indicator.pk == made.deduct.pk] == [
        ("基础工作", Decimal("0.50"))
    ]
    assert page.lost_total == sum(one.points for one in page.lost if not one.is_bonus)


def test_a_bonus_is_over_and_above_the_full_mark():
    bonus = {"kind": "bonus_per_occurrence_with_cap", "each": "2", "cap": "4"}
    minus = {"kind": "deduct_per_occurrence", "each": "1", "base": "zero"}
    made = Made(extra=(("praised", bonus), ("warned", minus))).open()
    made.found(made.one, made.warned, "activity:1")
    made.fill(made.one, points="10")

    page = passport.of(made.of(made.one), made.one)

    assert {(one.indicator.name, one.points, one.is_bonus) for one in page.lost} >= {
        ("praised", Decimal(4), True),
        ("warned", Decimal(1), False),
    }
    assert page.lost_total == 1


@pytest.mark.parametrize("who", ["one", "lead", "staff", "two"])
def test_the_parts_shown_add_up_to_the_total_shown(who):
    made = Made(midway="days", extra=[("veto", VETO)])
    period = made.scheme.period
    made.one.organization.seats.update(since=period.last_day - timedelta(days=99))
    made.open()
    made.found(made.one, made.compared, amount=3)
    made.found(made.lead, made.veto, "activity:1")
    made.review_all().publicize()

    for officer in (made.one, made.lead, made.two):
        page = passport.of(made.of(officer), getattr(made, who))
        for place, total in enumerate(page.totals):
            if total is None:
                continue
            tops = sum(row.cells[place].value or 0 for row in page.rows if row.depth == 0)
            assert tops + sum(one.amounts[place] or 0 for one in page.adjustments) == total
    words = [one.words for one in passport.of(made.of(made.one), made.staff).adjustments]
    assert len(words) == 1 and words[0].startswith("在席 100 天")


def test_others_see_the_final_stage_and_only_records_that_are_theirs_to_see(made):
    activity = make_held_activity(alliance=made.alliance)
    made.found(made.one, made.deduct, f"activity:{activity.pk}", "duty:3:2026Q1")
    made.review_all().publicize()

    own, other = (passport.of(made.of(made.one), user) for user in (made.one, made.outsider))

    proof = row_of(own, made.deduct).proof
    assert [(item.key, bool(item.url)) for item in proof.items] == [
        (f"activity:{activity.pk}", True),
        ("duty:3:2026Q1", False),
    ]
    assert [head.label for head in other.stages] == ["定格"]
    hidden = row_of(other, made.deduct).proof
    assert [item.key for item in hidden.items] + ["x"] * hidden.hidden == [f"activity:{activity.pk}", "x"]
    assert (other.lost, other.steps, other.acts) == ((), (), set())


def test_the_trail_of_a_unit_tells_what_happened_to_the_whole_round(public):
    public.finalize()

    verbs = [step.verb for step in passport.of(public.of(public.one), public.one).steps]

    own = [step.verb for step in public.of(public.one).steps.all()]
    assert verbs[:2] == ["定格", "公示"] and verbs[-1] == "启动"
    assert sorted(verbs) == sorted([*own, "定格", "公示", "启动"])


def test_points_by_hand_are_said_once(public):
    raised = appeals.raise_(public.of(public.one), by=public.one, text="计错了。", indicator=public.deduct)
    appeals.answer(raised, by=public.staff, text="经核实", is_upheld=True, given=Decimal(36))

    proof = row_of(passport.of(public.of(public.one), public.staff), public.deduct).proof

    assert ("；".join(proof.lines).count("改定 36 分"), proof.answer) == (1, "")


def test_what_changed_after_the_end_is_said_and_changes_nothing(made):
    made.found(made.one, made.deduct, "activity:1")
    made.review_all().publicize().finalize()
    before = passport.of(made.of(made.one), made.one)
    fact = Fact.objects.get(assessment=made.of(made.one), indicator=made.deduct)
    fact.drift = Facts(items=(Item("activity:2", "记录activity:2"), Item("activity:3", "另一条"))).as_json()
    fact.save()

    page = passport.of(made.of(made.one), made.one)

    assert (page.drifted, page.totals) == (1, before.totals)
    changed = row_of(page, made.deduct).proof.drift
    assert (changed.before, changed.after) == ("1 次", "2 次")
    assert changed.items == ("新增：记录activity:2", "新增：另一条", "不再有：记录activity:1")
    assert drift.words_of(fact.data, fact.data) == ()


def test_appeals_are_shown_to_the_unit_and_the_committee(public):
    appeals.raise_(public.of(public.one), by=public.one, text="有误", today=public.round.publicity_since)

    shown = {
        name: len(passport.of(public.of(public.one), getattr(public, name)).appeals)
        for name in ("one", "lead", "staff", "two")
    }

    assert shown == {"one": 1, "lead": 0, "staff": 1, "two": 0}


@pytest.mark.parametrize("state", ["self", "review", "publicity"])
def test_a_passport_takes_at_most_seven_queries_however_many_leaves(state, django_assert_max_num_queries):
    made = Made()
    make_indicator(made.scheme, name="更多", points=0, is_extra=True)
    more = made.scheme.indicators.get(name="更多")
    for number in range(12):
        make_indicator(made.scheme, name=f"加分{number}", parent=more, points=0, is_extra=True, rule={
            "kind": "bonus_per_occurrence_with_cap", "each": "1", "cap": "3"})  # fmt: skip
    made.open()
    for leaf in more.children.all():
        made.found(made.one, leaf, f"activity:{leaf.pk}", f"brand:{leaf.pk}")
    if state != "self":
        made.submit(made.one)
        handing.pass_on(made.of(made.one), by=made.lead)
    if state == "publicity":
        made.decide(made.one)
        handing.settle(made.of(made.one), by=made.staff)
        for officer in (made.lead, made.deputy, made.two):
            made.review(officer)
        made._others()
        made.publicize()
    unit = made.of(made.one)

    for user in (made.one, made.lead, made.outsider, made.leader):
        fresh = type(user).objects.get(pk=user.pk)
        with django_assert_max_num_queries(7):
            passport.of(unit, fresh)


def test_what_was_written_about_a_unit_is_not_for_others_to_whom_its_score_is_shown():
    made = Made(extra=[("veto", VETO)]).open()
    made.found(made.one, made.veto, "activity:1")
    made.review_all().publicize()
    appeal = appeals.raise_(
        made.of(made.one), by=made.one, text="有误", indicator=made.deduct, today=made.round.publicity_since
    )
    appeals.answer(appeal, by=made.staff, text="内部意见", is_upheld=True, given="39")

    own, other = (repr(passport.of(made.of(made.one), user)) for user in (made.one, made.outsider))

    for words in ("工作扎实", "内部意见", "记录activity:1"):
        assert words in own
        assert words not in other
    assert "一票否决，总分计0分" in other
