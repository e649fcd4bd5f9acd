from datetime import date
from fractions import Fraction

import pytest

from activities.models import ActivityForm, Outcome
from tests.assessments.facts.asking import ask, held, said
from tests.factories import (
    make_alliance,
    make_committee,
    make_measure,
    make_organization,
    make_participation,
    make_report,
    make_seat,
    make_type,
)

pytestmark = pytest.mark.django_db


def with_figure(activity, value, name="助农消费", **fields):
    measure = make_measure(activity.committee, name, **fields)
    report = getattr(activity, "summary", None) or make_report(activity)
    Outcome.objects.create(report=report, measure=measure, value=value)
    return measure


@pytest.mark.parametrize(
    ("sharing", "lead_gets", "unit_gets"),
    [
        ("full", 1, 1),
        ("host", 1, None),
        ("equal", Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_an_activity_of_three_counts_as_the_scheme_says(alliance, lead, unit, sharing, lead_gets, unit_gets):
    held(alliance, lead, 3, 2, came=[unit, make_seat(alliance=alliance).organization])

    of_lead = ask("theme_days", lead, scheme={"sharing": sharing})
    of_unit = ask("theme_days", unit, scheme={"sharing": sharing})

    words = {"full": "", "host": "，只计牵头单位，不计入", "equal": "，3家平均分摊"}[sharing]
    assert said(of_lead) == [(f"3月2日 业务互学{words if sharing == 'equal' else ''}", lead_gets)]
    assert said(of_unit) == [(f"3月2日 业务互学{words}", unit_gets)]


def test_theme_days_of_a_unit_are_those_it_hosted_or_came_to(alliance, lead, unit):
    held(alliance, lead, 3, 1, came=[unit])
    held(alliance, unit, 3, 2)
    make_participation(activity=held(alliance, lead, 3, 3), organization=unit, answer="leave", leave_reason="出差")
    make_participation(activity=held(alliance, lead, 3, 4), organization=unit)

    facts = ask("theme_days", unit)
    hosted = ask("theme_days", unit, role="host")

    assert [item.day.day for item in facts.items] == [1, 2]
    assert [item.day.day for item in hosted.items] == [2]


def test_theme_days_of_an_alliance_are_those_it_holds_alone_or_with_others(alliance, lead):
    other = make_alliance(committee=alliance.committee)
    held(alliance, lead, 3, 1)
    held(other, lead, 3, 2).partners.add(alliance)
    held(other, lead, 3, 3)

    assert said(ask("theme_days", alliance, scheme={"sharing": "equal"})) == [
        ("3月1日 业务互学", 1),
        ("3月2日 业务互学，2家平均分摊", Fraction(1, 2)),
    ]
    assert said(ask("theme_days", alliance, scheme={"sharing": "host"})) == [
        ("3月1日 业务互学", 1),
        ("3月2日 业务互学，只计牵头单位，不计入", None),
    ]
    assert len(ask("theme_days", alliance, role="host").items) == 1


def test_theme_days_count_once_accepted_from_the_first_to_the_last_day_of_the_period(alliance, lead):
    for month, day in ((3, 31), (4, 1), (6, 30), (7, 1)):
        held(alliance, lead, month, day)
    held(alliance, lead, 5, 1, state="reported")
    held(alliance, lead, 5, 2, state="cancelled")

    facts = ask("theme_days", lead, scheme={"period_key": "2026Q2"})

    assert said(facts) == [
        ("4月1日 业务互学", 1),
        ("5月1日 业务互学，总结待审定，暂不计", None),
        ("6月30日 业务互学", 1),
    ]


def test_theme_days_look_at_one_type_or_form_where_asked(alliance, lead):
    training = make_type(alliance.committee, "业务培训")
    lecture = ActivityForm.objects.create(committee=alliance.committee, name="专题党课")
    held(alliance, lead, 3, 1, type=training)
    held(alliance, lead, 3, 2).forms.add(lecture)

    assert [item.day.day for item in ask("theme_days", alliance, type=training.pk).items] == [1]
    assert [item.day.day for item in ask("theme_days", alliance, form=lecture.pk).items] == [2]


def test_cross_alliance_is_held_by_two_or_joined_by_a_unit_of_another(alliance, lead):
    other = make_alliance(committee=alliance.committee)
    guest = make_seat(alliance=other, since=date(2026, 4, 1)).organization
    held(alliance, lead, 2, 1).partners.add(other)
    held(alliance, lead, 3, 31, came=[guest])  # on that day it sat nowhere
    held(alliance, lead, 4, 1, came=[guest])
    held(alliance, lead, 5, 1, came=[make_seat(alliance=alliance).organization])
    make_participation(activity=held(alliance, lead, 6, 1), organization=guest)

    found = [item.day for item in ask("cross_alliance", lead).items]

    assert found == [date(2026, 2, 1), date(2026, 4, 1)]
    assert [item.day for item in ask("cross_alliance", alliance).items] == found
    assert [item.day for item in ask("cross_alliance", other).items] == [date(2026, 2, 1)]
    assert [item.day for item in ask("cross_alliance", guest).counted] == [date(2026, 4, 1)]


@pytest.mark.parametrize(("sharing", "amount"), [("full", 12000), ("equal", 4000)])
def test_outcome_is_shared_as_the_scheme_says(alliance, lead, unit, sharing, amount):
    third = make_seat(alliance=alliance).organization
    measure = with_figure(held(alliance, lead, 6, 15, [unit, third], title="消费助农"), 12000)

    facts = ask("outcome", unit, scheme={"sharing": sharing}, measure=measure.pk)

    words = "，3家平均分摊" if sharing == "equal" else ""
    assert said(facts) == [(f"6月15日 消费助农，助农消费12000元{words}", amount)]


def test_outcome_is_exact_and_said_as_it_is_measured(alliance, lead, unit):
    third = make_seat(alliance=alliance).organization
    for day, value in ((1, "100.10"), (2, "0.20"), (3, "7.00")):
        measure = with_figure(held(alliance, lead, 6, day, [unit, third]), value, "招商引资", unit="万元", decimals=1)

    facts = ask("outcome", unit, scheme={"sharing": "equal"}, measure=measure.pk)

    assert facts.total == Fraction("107.3") / 3
    assert [item.text for item in facts.items] == [
        f"6月{day}日 业务互学，招商引资{value}万元，3家平均分摊"
        for day, value in ((1, "100.1"), (2, "0.2"), (3, "7.0"))
    ]


def test_outcome_counts_one_measure_of_accepted_reports_in_the_seat(alliance, lead):
    unit = make_organization(committee=alliance.committee)
    make_seat(alliance=alliance, organization=unit, since=date(2026, 6, 2))
    measure = with_figure(held(alliance, lead, 6, 1, [unit]), 5, "解决问题", unit="件")
    both = held(alliance, lead, 6, 2, [unit])
    with_figure(both, 3, "解决问题")
    with_figure(both, 1000)
    with_figure(held(alliance, lead, 6, 3, [unit], state="reported"), 4, "解决问题")
    with_figure(held(alliance, lead, 6, 4, [unit], state="cancelled"), 9, "解决问题")
    held(alliance, lead, 6, 5, [unit])

    facts = ask("outcome", unit, measure=measure.pk)

    assert said(facts) == [
        ("6月1日 业务互学，解决问题5件，当日不在席，不计入", None),
        ("6月2日 业务互学，解决问题3件", 3),
        ("6月3日 业务互学，解决问题4件，总结待审定，暂不计", None),
    ]


def test_active_periods_are_quarters_with_enough_activities(alliance, lead, unit):
    """每季度2次共建（可多单位联合），季度未开展每季度扣5分."""
    pairing = make_type(alliance.committee, "结对共建")
    for month, day in ((1, 1), (3, 31), (4, 1), (7, 1), (7, 2)):
        held(alliance, lead, month, day, came=[unit], type=pairing, title="共建")
    held(alliance, lead, 7, 3, came=[unit], type=pairing, title="共建", state="reported")
    held(alliance, lead, 10, 8, came=[unit], type=pairing, title="共建", state="reported")
    held(alliance, lead, 10, 9, came=[unit], type=pairing, title="共建", state="reported")
    held(alliance, lead, 5, 1, came=[unit])

    done = ask("active_periods", unit, type=pairing.pk, times=2)
    missed = ask("active_periods", unit, type=pairing.pk, times=2, count="missed")

    assert said(done) == [
        ("2026年第一季度开展2次（应2次）：1月1日 共建、3月31日 共建", 1),
        ("2026年第二季度开展1次（应2次）：4月1日 共建", None),
        ("2026年第三季度开展2次（应2次）：7月1日 共建、7月2日 共建，另有1次总结未办结", 1),
        ("2026年第四季度未开展（应2次），另有2次总结未办结", None),
    ]
    assert (done.total, done.whole) == (2, 4)
    assert [item.key for item in missed.counted] == ["period:2026Q2"]


@pytest.mark.parametrize(("day", "missed"), [(date(2026, 3, 31), []), (date(2026, 4, 1), ["period:2026Q1"])])
def test_a_quarter_is_missed_the_day_after_it_ended(alliance, unit, day, missed):
    facts = ask("active_periods", unit, day=day, count="missed")

    assert [item.key for item in facts.counted] == missed
    assert facts.whole == 4


def test_active_periods_are_owed_by_whom_the_last_day_finds_in_the_seat(alliance):
    unit = make_seat(alliance=alliance, since=date(2026, 3, 31), until=date(2026, 9, 29)).organization

    facts = ask("active_periods", unit, count="missed")

    assert [item.key for item in facts.counted] == ["period:2026Q1", "period:2026Q2"]
    assert facts.whole == 2
    assert facts.items[2].text == "2026年第三季度未开展，期末不在席，不计入"


def test_active_periods_go_by_month_too(alliance, lead):
    held(alliance, lead, 5, 31)

    facts = ask("active_periods", alliance, scheme={"period_key": "2026H1"}, by="month")

    assert [item.key for item in facts.counted] == ["period:2026-05"]
    assert facts.whole == 6


def test_activities_of_another_committee_are_never_in(alliance, lead, unit):
    elsewhere = make_alliance(committee=make_committee())
    stray = held(elsewhere, make_seat(alliance=elsewhere, role="lead").organization, 3, 1, came=[unit])
    stray.partners.add(alliance)  # no door writes such rows

    for source in ("theme_days", "cross_alliance"):
        assert ask(source, unit).items == ask(source, alliance).items == ()
    assert ask("active_periods", unit).total == 0
