from datetime import date
from fractions import Fraction

import pytest

from activities.duties.facts import facts_of_organizations
from activities.models import ActivityForm, Participation
from tests.assessments.facts.asking import ask, held, said
from tests.factories import (
    make_alliance,
    make_committee,
    make_duty,
    make_organization,
    make_participation,
    make_seat,
    make_type,
)

pytestmark = pytest.mark.django_db


def invite(activity, unit, **answer):
    return make_participation(activity=activity, organization=unit, **answer)


def half_a_year(alliance, lead, unit):
    """As on the example page: six that were due, one of them missed without leave, one own activity, one on leave."""
    for month, day, title, count in ((1, 11, "专题党课", 5), (2, 26, "专题党课", 6), (3, 23, "廉洁教育", 4)):
        invite(held(alliance, lead, month, day, title=title), unit, answer="attending", present_count=count)
    invite(held(alliance, lead, 4, 16, title="助企纾困"), unit, answer="attending")
    held(alliance, unit, 5, 20, came=[unit], title="支部学习")
    invite(held(alliance, lead, 5, 28, title="业务互学"), unit)
    invite(held(alliance, lead, 6, 15, title="消费助农"), unit, answer="leave", present_count=6)
    invite(held(alliance, lead, 6, 20, title="微宣讲"), unit, answer="leave", leave_reason="全省会议")


def test_attendance_of_a_unit_is_what_it_came_to_of_what_was_due(alliance, lead, unit):
    half_a_year(alliance, lead, unit)

    facts = ask("attendance", unit, scheme={"period_key": "2026H1"})

    assert said(facts) == [
        ("1月11日 专题党课，实到5人", 1),
        ("2月26日 专题党课，实到6人", 1),
        ("3月23日 廉洁教育，实到4人", 1),
        ("4月16日 助企纾困，未点名，按答复计实到", 1),
        ("5月20日 支部学习，本单位自行开展，不计入", None),
        ("5月28日 业务互学，未参加，无请假记录", None),
        ("6月15日 消费助农，实到6人", 1),
        ("6月20日 微宣讲，请假：全省会议，不计入应到", None),
    ]
    assert (facts.total, facts.whole, facts.excused) == (5, 6, 1)


def test_absence_without_leave_counts_for_a_deduction(alliance, lead, unit):
    half_a_year(alliance, lead, unit)

    facts = ask("attendance", unit, scheme={"period_key": "2026H1"}, count="missed")

    assert [(item.text, item.flags) for item in facts.counted] == [
        ("5月28日 业务互学，未参加，无请假记录", ("无故缺席",))
    ]
    assert (facts.total, facts.whole, facts.excused) == (1, 6, 1)


@pytest.mark.parametrize(
    ("answer", "came", "excused"),
    [
        ({"answer": "attending"}, 1, 0),
        ({"answer": "attending", "present_count": 1}, 1, 0),
        ({"answer": "attending", "present_count": 0}, 0, 0),
        ({"answer": "none"}, 0, 0),
        ({"answer": "none", "present_count": 3}, 1, 0),
        ({"answer": "leave", "leave_reason": "出差"}, 0, 1),
        ({"answer": "leave", "leave_reason": "出差", "present_count": 0}, 0, 1),
        ({"answer": "leave", "leave_reason": "出差", "present_count": 2}, 1, 0),
        ({"answer": "leave", "leave_reason": "  "}, 0, 0),
    ],
)
def test_attendance_follows_the_answer_and_the_roll_call(alliance, lead, unit, answer, came, excused):
    invite(held(alliance, lead, 3, 2), unit, **answer)

    facts = ask("attendance", unit)

    assert (facts.total, facts.whole, facts.excused) == (came, 1 - excused, excused)


def test_who_came_is_who_came_for_the_duties(alliance, lead):
    """The same question in Python here and in SQL there."""
    make_duty(alliance.committee, owed_by="organization")
    activity = held(alliance, lead, 3, 2)
    for answer in Participation.Answer.values:
        for present in (None, 0, 1):
            unit = make_seat(alliance=alliance).organization
            invite(activity, unit, answer=answer, present_count=present, leave_reason="出差")
    taken = {owner for _, owner in facts_of_organizations(alliance.committee, 2026)}

    units = [lead, *(one.organization for one in activity.participations.all())]
    came = {unit.pk for unit in units if ask("attendance", unit).total}

    assert came == taken


def test_the_host_was_there_also_when_it_is_not_on_its_own_list(alliance, lead, unit):
    held(alliance, lead, 3, 2, came=[unit])

    assert said(ask("attendance", lead)) == [("3月2日 业务互学，牵头单位", 1)]


def test_a_committees_own_activity_is_due_for_whom_it_invited(alliance, unit):
    invite(held(alliance, None, 3, 2, title="工作推进会"), unit)

    assert said(ask("attendance", unit, count="missed")) == [("3月2日 工作推进会，未参加，无请假记录", 1)]


def test_attendance_counts_on_every_day_of_the_seat_and_of_the_period_only(alliance, lead):
    other = make_alliance(committee=alliance.committee)
    unit = make_organization(committee=alliance.committee)
    make_seat(alliance=alliance, organization=unit, since=date(2026, 2, 1), until=date(2026, 3, 31))
    make_seat(alliance=other, organization=unit, since=date(2026, 6, 1))
    for month, day in ((1, 1), (1, 31), (2, 1), (3, 31), (4, 1), (5, 31), (6, 1), (12, 31)):
        invite(held(alliance, lead, month, day, title="学习"), unit, answer="attending", present_count=1)

    facts = ask("attendance", unit)

    away = "当日不在席，不计入"
    assert said(facts) == [
        (f"1月1日 学习，{away}", None),
        (f"1月31日 学习，{away}", None),
        ("2月1日 学习，实到1人", 1),
        ("3月31日 学习，实到1人", 1),
        (f"4月1日 学习，{away}", None),
        (f"5月31日 学习，{away}", None),
        ("6月1日 学习，实到1人", 1),
        ("12月31日 学习，实到1人", 1),
    ]
    assert facts.whole == 4
    first_quarter = ask("attendance", unit, scheme={"period_key": "2026Q1"})
    assert [item.day for item in first_quarter.items][-1] == date(2026, 3, 31)


def test_attendance_shows_what_is_not_yet_accepted_without_counting_it(alliance, lead, unit):
    for month, state in enumerate(("reported", "published", "report_returned", "cancelled", "draft", "dropped"), 1):
        held(alliance, lead, month, 5, came=[unit], state=state)

    facts = ask("attendance", unit)

    assert said(facts) == [
        ("1月5日 业务互学，总结待审定，暂不计", None),
        ("2月5日 业务互学，总结待报，暂不计", None),
        ("3月5日 业务互学，总结待报，暂不计", None),
    ]
    assert facts.whole == 0


def test_attendance_ends_with_the_day_asked(alliance, lead, unit):
    for day in (10, 11, 12):
        held(alliance, lead, 3, day, came=[unit])

    facts = ask("attendance", unit, day=date(2026, 3, 11))

    assert [item.day for item in facts.items] == [date(2026, 3, 10), date(2026, 3, 11)]


def test_attendance_looks_at_one_type_or_form_where_asked(alliance, lead, unit):
    meeting = make_type(alliance.committee, "联席会议")
    lecture = ActivityForm.objects.create(committee=alliance.committee, name="专题党课")
    held(alliance, lead, 3, 1, came=[unit], type=meeting)
    held(alliance, lead, 3, 2, came=[unit]).forms.add(lecture)

    assert [item.day.day for item in ask("attendance", unit, type=meeting.pk).items] == [1]
    assert [item.day.day for item in ask("attendance", unit, form=lecture.pk).items] == [2]
    assert [item.day.day for item in ask("attendance", unit).items] == [1, 2]


def test_attendance_of_an_alliance_is_that_of_the_units_seated_on_the_day(alliance, lead, unit):
    guest = make_seat(alliance=make_alliance(committee=alliance.committee)).organization
    late = make_seat(alliance=alliance, since=date(2026, 5, 1)).organization
    on_leave = make_seat(alliance=alliance).organization
    for month in (4, 5):
        activity = held(alliance, lead, month, 30, came=[lead, late, guest])
        invite(activity, unit)
        invite(activity, on_leave, answer="leave", leave_reason="出差")

    done, missed = ask("attendance", alliance), ask("attendance", alliance, count="missed")

    assert said(done) == [
        ("4月30日 业务互学，邀请3家，请假1家，实到1家", 1),
        ("5月30日 业务互学，邀请4家，请假1家，实到2家", 2),
    ]
    assert (done.total, done.whole, done.excused) == (3, 5, 2)
    assert [(item.amount, item.flags) for item in missed.counted] == [(1, ("无故缺席",)), (1, ("无故缺席",))]


def test_attendance_of_alliances_is_the_sum_of_their_units(alliance, lead):
    units = [make_seat(alliance=alliance).organization for _ in range(3)]
    for month in range(1, 7):
        activity = held(alliance, lead, month, 8, came=units[: month % 4])
        for unit in units[month % 4 :]:
            invite(activity, unit)

    of_units = [ask("attendance", unit) for unit in (lead, *units)]
    whole = ask("attendance", alliance)

    assert (whole.total, whole.whole) == (
        sum(Fraction(facts.total) for facts in of_units),
        sum(facts.whole for facts in of_units),
    )


def test_attendance_never_looks_into_another_committee(alliance, lead, unit):
    elsewhere = make_alliance(committee=make_committee())
    stranger = make_seat(alliance=elsewhere, role="lead").organization
    held(elsewhere, stranger, 3, 1, came=[stranger, unit])  # no door writes such a row

    facts = ask("attendance", unit)

    assert facts.items == ()
