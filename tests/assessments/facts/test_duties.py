from datetime import date

import pytest
from django.utils import timezone

from activities.duties import duties_of, duties_of_organization
from activities.models import Reminder
from tests.assessments.facts.asking import ask, held, said
from tests.factories import make_alliance, make_committee, make_duty, make_organization, make_seat, make_type

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(alliance):
    return make_duty(alliance.committee, name="联合主题党日")


def a_year(alliance, lead):
    """Met in the first quarter, made up for the second in the third, reported in the fourth."""
    held(alliance, lead, 1, 11, title="专题党课")
    held(alliance, lead, 7, 1, title="消费助农")
    held(alliance, lead, 9, 30, title="微宣讲")
    held(alliance, lead, 11, 3, title="观影", state="reported")


def test_duties_met_are_what_the_matrix_says(alliance, lead, duty):
    a_year(alliance, lead)

    facts = ask("duties_met", alliance)

    assert said(facts) == [
        ("2026年第一季度 联合主题党日：已办（1月11日 专题党课）", 1),
        ("2026年第二季度 联合主题党日：补办（7月1日 消费助农）", 1),
        ("2026年第三季度 联合主题党日：已办（9月30日 微宣讲）", 1),
        ("2026年第四季度 联合主题党日：总结待审定", None),
    ]
    assert (facts.total, facts.whole) == (3, 4)
    cells = duties_of(alliance, date(2026, 12, 31))
    assert [item.counts for item in facts.items] == [cell.kind == "done" for cell in cells]
    assert [item.text.partition("：")[2].partition("（")[0] for item in facts.items] == [cell.word for cell in cells]


def test_duties_on_time_do_not_count_what_was_made_up(alliance, lead, duty):
    a_year(alliance, lead)

    done, missed = ask("duties_on_time", alliance), ask("duties_on_time", alliance, count="missed")

    assert [item.key for item in done.counted] == [f"duty:{duty.pk}:2026Q1", f"duty:{duty.pk}:2026Q3"]
    assert [(item.key, item.flags) for item in missed.counted] == [(f"duty:{duty.pk}:2026Q2", ("补办",))]


@pytest.mark.parametrize(("day", "missed"), [(date(2026, 6, 30), ["2026Q1"]), (date(2026, 7, 1), ["2026Q1", "2026Q2"])])
def test_a_duty_is_missed_the_day_after_its_period(alliance, duty, day, missed):
    facts = ask("duties_met", alliance, day=day, count="missed")

    assert [item.key for item in facts.counted] == [f"duty:{duty.pk}:{key}" for key in missed]
    assert facts.whole == 4


def test_a_period_asks_only_for_what_falls_due_within_it(alliance, lead, duty):
    make_duty(alliance.committee, name="进基地", type=make_type(alliance.committee, "进基地"), period="year")

    quarter = ask("duties_met", alliance, scheme={"period_key": "2026Q2"})
    half = ask("duties_met", alliance, scheme={"period_key": "2026H1"})
    year = ask("duties_met", alliance)

    assert [len(facts.items) for facts in (quarter, half, year)] == [1, 2, 5]


def test_the_sum_of_the_year_is_not_asked_twice(alliance, duty):
    yearly = make_duty(alliance.committee, name="联合主题党日（全年）", period="year")

    assert f"duty:{yearly.pk}:2026" not in [item.key for item in ask("duties_met", alliance).items]
    assert [item.key for item in ask("duties_met", alliance, period="year").items] == [f"duty:{yearly.pk}:2026"]
    assert [item.key for item in ask("yearly_duties", alliance).items] == [f"duty:{yearly.pk}:2026"]


def test_the_four_yearly_duties_are_done_or_not(alliance, lead, duty):
    for name in ("进主题党日基地", "品牌大比武", "商会结对共建", "联合主题党日"):
        make_duty(alliance.committee, name=name, type=make_type(alliance.committee, name), period="year")
    held(alliance, lead, 5, 1, type=make_type(alliance.committee, "品牌大比武"), title="大比武")
    held(alliance, lead, 12, 31, title="主题党日")

    done, missed = ask("yearly_duties", alliance), ask("yearly_duties", alliance, count="missed")

    assert [item.text for item in done.counted] == [
        "2026年 品牌大比武：已办（5月1日 大比武）",
        "2026年 联合主题党日：已办（12月31日 主题党日）",
    ]
    assert [item.text for item in missed.counted] == ["2026年 进主题党日基地：逾期", "2026年 商会结对共建：逾期"]
    assert done.whole == missed.whole == 4


def test_one_type_of_duty_may_be_asked_for(alliance, duty):
    other = make_duty(alliance.committee, name="业务培训", type=make_type(alliance.committee, "业务培训"))

    facts = ask("duties_met", alliance, type=other.type_id)

    assert {item.key.split(":")[1] for item in facts.items} == {str(other.pk)}


def test_several_times_are_said(alliance, lead, unit):
    make_duty(alliance.committee, name="共建", times=2, owed_by="organization", period="year")
    held(alliance, lead, 3, 1, [unit], title="共建活动")

    facts = ask("duties_met", unit, count="missed")

    assert said(facts) == [("2026年 共建：逾期（应2次，已办1次、3月1日 共建活动）", 1)]


def test_who_was_reminded_and_still_missed_it_is_flagged(alliance, lead, duty):
    held(alliance, lead, 7, 1)
    held(alliance, lead, 7, 2)
    for key, sent in (("2026Q1", True), ("2026Q2", False), ("2026Q3", True), ("2026Q4", True)):
        Reminder.objects.create(
            duty=duty,
            alliance=alliance,
            period_key=key,
            due_on=date(2026, 12, 31),
            made_on=date(2026, 12, 1),
            sent_at=timezone.now() if sent else None,
        )

    facts = ask("duties_met", alliance, count="missed")

    assert [(item.key[-2:], item.flags, item.counts) for item in facts.items] == [
        ("Q1", ("补办", "催办后"), False),
        ("Q2", (), True),
        ("Q3", (), False),
        ("Q4", ("催办后",), True),
    ]
    earlier = ask("duties_met", alliance, count="missed", day=date(2026, 11, 30))
    assert not any("催办后" in item.flags for item in earlier.items)


def test_duties_of_a_unit_are_its_own(alliance, lead, unit):
    duty = make_duty(alliance.committee, name="共建", owed_by="organization")
    make_duty(alliance.committee, name="联盟的", type=make_type(alliance.committee, "别的"))
    held(alliance, lead, 2, 1, [unit])

    facts = ask("duties_met", unit)

    assert [item.key for item in facts.counted] == [f"duty:{duty.pk}:2026Q1"]
    assert len(facts.items) == 4
    cells = duties_of_organization(unit, date(2026, 12, 31))
    assert [item.counts for item in facts.items] == [cell.kind == "done" for cell in cells]


def test_duties_are_owed_by_whom_their_last_day_finds_in_the_seat(alliance, lead):
    make_duty(alliance.committee, name="共建", owed_by="organization")
    unit = make_seat(alliance=alliance, since=date(2026, 3, 31), until=date(2026, 9, 29)).organization
    for day in (1, 2):
        held(alliance, lead, 7, day, [unit])

    facts = ask("duties_met", unit)

    assert [(item.key[-2:], item.counts) for item in facts.items] == [
        ("Q1", True),  # made up for in July
        ("Q2", False),
        ("Q3", False),
        ("Q4", False),
    ]
    assert facts.items[2].text == "2026年第三季度 共建：已办（7月2日 业务互学），期末不在席，不计入"
    assert facts.whole == 2


def test_who_was_founded_or_closed_meanwhile_owes_what_the_matrix_asks(alliance):
    make_duty(alliance.committee)
    young = make_alliance(committee=alliance.committee, since=date(2026, 6, 30), until=date(2026, 12, 30))

    facts = ask("duties_met", young)

    assert [item.key[-2:] for item in facts.items] == ["Q2", "Q3"]
    assert facts.whole == 2


def test_a_closed_unit_owes_nothing_after_its_last_day(alliance):
    make_duty(alliance.committee, owed_by="organization")
    unit = make_organization(committee=alliance.committee, until=date(2026, 3, 31))
    make_seat(alliance=alliance, organization=unit, until=date(2026, 3, 31))

    assert [item.key[-2:] for item in ask("duties_met", unit).items] == ["Q1"]


def test_duties_of_another_committee_or_year_are_never_in(alliance):
    make_duty(make_committee())
    make_duty(alliance.committee, year=2025)
    make_duty(alliance.committee, owed_by="organization")

    assert ask("duties_met", alliance).items == ()
