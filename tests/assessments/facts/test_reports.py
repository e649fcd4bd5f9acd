from datetime import date

import pytest

from activities.models import Step
from tests.assessments.facts.asking import ask, held, said
from tests.factories import at, make_alliance, make_committee, make_seat, make_type

pytestmark = pytest.mark.django_db


def reported(activity, *days):
    for month, day in days:
        activity.steps.create(verb=Step.Verb.REPORT, at=at(2026, month, day, 23, 59), state="reported")
    return activity


def test_a_report_is_in_time_on_the_last_workday_and_late_on_the_next(alliance, lead):
    """June 2 is a Tuesday; the fifth workday after it is the 9th."""
    reported(held(alliance, lead, 6, 2, title="甲"), (6, 9))
    reported(held(alliance, lead, 6, 2, title="乙"), (6, 10))

    done, missed = ask("report_delay", lead), ask("report_delay", lead, count="missed")

    assert said(done) == [
        ("6月2日 甲，期限6月9日，6月9日报送", 1),
        ("6月2日 乙，期限6月9日，6月10日报送，迟报", None),
    ]
    assert (done.total, done.whole) == (1, 2)
    assert [(item.key, item.flags) for item in missed.counted] == [(done.items[1].key, ("迟报",))]


@pytest.mark.parametrize(("workdays", "late"), [(9, 1), (10, 0)])
def test_how_many_workdays_there_are_is_the_leafs_word(alliance, lead, workdays, late):
    """June 19 is 端午节: the tenth workday after the 5th is Monday the 22nd."""
    reported(held(alliance, lead, 6, 5), (6, 22))

    assert ask("report_delay", lead, count="missed", workdays=workdays).total == late


@pytest.mark.parametrize(
    ("day", "text", "missed", "whole"),
    [
        (date(2026, 6, 9), "6月2日 业务互学，期限6月9日，还没有到", 0, 0),
        (date(2026, 6, 10), "6月2日 业务互学，期限6月9日，未报", 1, 1),
    ],
)
def test_no_report_is_missing_once_the_term_is_over(alliance, lead, day, text, missed, whole):
    held(alliance, lead, 6, 2, state="published")

    facts = ask("report_delay", lead, count="missed", day=day)

    assert [item.text for item in facts.items] == [text]
    assert (facts.total, facts.whole) == (missed, whole)
    assert facts.items[0].flags == (("未报",) if missed else ())


def test_a_report_after_the_day_asked_is_not_yet_there(alliance, lead):
    reported(held(alliance, lead, 6, 2, state="reported"), (6, 11))

    assert [item.flags for item in ask("report_delay", lead, day=date(2026, 6, 10)).items] == [("未报",)]


def test_what_was_returned_and_mended_is_not_late(alliance, lead):
    reported(held(alliance, lead, 6, 2), (6, 30), (6, 3))

    assert ask("report_delay", lead).total == 1


def test_lateness_of_late_records_is_not_shamed(alliance, lead):
    reported(held(alliance, lead, 6, 2, title="补录的", is_late_record=True), (9, 1))
    held(alliance, lead, 6, 3, title="导入的")
    held(alliance, lead, 6, 4, state="cancelled")

    facts = ask("report_delay", lead, count="missed")

    assert said(facts) == [
        ("6月2日 补录的，补录的活动，不计迟报", None),
        ("6月3日 导入的，由台账导入，不计迟报", None),
    ]
    assert facts.whole == 0


def test_reports_are_owed_by_the_host_and_its_alliance_alone(alliance, lead, unit):
    other = make_alliance(committee=alliance.committee)
    activity = reported(held(alliance, lead, 6, 2, [unit]), (6, 3))
    activity.partners.add(other)

    assert [ask("report_delay", one).whole for one in (lead, unit, alliance, other)] == [1, 0, 1, 0]


def test_reports_count_in_the_seat_and_by_type(alliance, lead):
    unit = make_seat(alliance=alliance, since=date(2026, 6, 3)).organization
    training = make_type(alliance.committee, "业务培训")
    reported(held(alliance, unit, 6, 2), (9, 1))
    reported(held(alliance, unit, 6, 3, type=training), (9, 1))

    facts = ask("report_delay", unit, count="missed")

    assert said(facts) == [
        ("6月2日 业务互学，当日不在席，不计入", None),
        ("6月3日 业务互学，期限6月10日，9月1日报送，迟报", 1),
    ]
    assert len(ask("report_delay", unit, type=training.pk).items) == 1


def test_reports_of_another_committee_are_never_in(alliance):
    elsewhere = make_alliance(committee=make_committee())
    stranger = make_seat(alliance=elsewhere, role="lead").organization
    reported(held(elsewhere, stranger, 6, 2), (9, 1))

    assert ask("report_delay", alliance).items == ()
