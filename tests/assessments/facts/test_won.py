"""Awards of contests, points of review meetings."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.models import ResultVersion, Tally
from tests.assessments.facts.asking import ask, said
from tests.factories import (
    make_alliance,
    make_award,
    make_branch,
    make_brand,
    make_committee,
    make_contest,
    make_entry,
    make_review_meeting,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db


def awarded(brand, on=date(2026, 10, 20), number=1, contest=None, award="一等奖", **fields):
    """A contest that this brand won, decided on the day."""
    contest = contest or make_contest(committee=brand.committee, title=f"大比武{on}", state="awarded", awarded_on=on)
    entry = contest.entries.first() or make_entry(contest, brand, **fields)
    staff = make_staff(contest.committee)
    result = ResultVersion.objects.create(contest=contest, number=number, by=staff)
    won = award and (contest.awards.filter(name=award).first() or make_award(contest, award))
    result.placings.create(contest=contest, entry=entry, place=number, total=90, award=won or None)
    return contest


def brand_of(unit, name="红色引擎"):
    return make_brand(branch=make_branch(organization=unit), name=name, published_on=date(2024, 1, 1))


@pytest.mark.parametrize(
    ("on", "number"),
    [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1), (date(2026, 12, 31), 1), (date(2027, 1, 1), 0)],
)
def test_an_award_belongs_to_the_period_of_its_decision(unit, on, number):
    awarded(brand_of(unit), on)

    assert ask("contest_place", unit).total == number


def test_awards_are_labelled_and_said(alliance, unit):
    brand = brand_of(unit)
    contest = awarded(brand, alliance=alliance)

    facts = ask("contest_place", unit)

    assert said(facts) == [("大比武2026-10-20，“红色引擎”获一等奖（第1名）", 1)]
    assert [(item.key, item.label, item.group) for item in facts.items] == [
        (f"contest:{contest.pk}:brand:{brand.pk}", "一等奖", f"brand:{brand.pk}")
    ]
    assert [ask("contest_place", one).total for one in (alliance, brand.branch)] == [1, 1]


def test_the_last_version_of_a_result_counts(unit):
    brand = brand_of(unit)
    contest = awarded(brand)
    awarded(brand, number=2, contest=contest, award="二等奖")

    assert [item.label for item in ask("contest_place", unit).items] == ["二等奖"]

    awarded(brand, number=3, contest=contest, award=None)

    assert ask("contest_place", unit).items == ()


@pytest.mark.parametrize("state", ["judged", "publicity", "cancelled"])
def test_no_award_counts_before_the_decision(unit, state):
    contest = awarded(brand_of(unit))
    contest.state = state
    contest.save()

    assert ask("contest_place", unit).items == ()


def test_an_award_counts_in_the_seat(alliance):
    unit = make_seat(alliance=alliance, since=date(2026, 10, 21)).organization
    awarded(brand_of(unit))

    assert said(ask("contest_place", unit)) == [
        ("大比武2026-10-20，“红色引擎”获一等奖（第1名），当日不在席，不计入", None)
    ]


def rated(meeting, unit, **counts):
    """The votes for the unit's secretary, by level, in the one group there is."""
    speaker = meeting.speakers.create(organization=unit, order_number=9)
    group = meeting.groups.get()
    for level in meeting.levels.all():
        Tally.objects.create(speaker=speaker, group=group, level=level, count=counts.get(level.name, 0))
    meeting.state = "closed"
    meeting.save()


def meeting_on(unit, held_on):
    return make_review_meeting(
        speakers=0, groups=(("党员代表", 100),), committee=unit.committee, held_on=held_on, title=f"述职评议会{held_on}"
    )


def test_a_review_meeting_gives_its_points(unit):
    meeting = meeting_on(unit, date(2026, 12, 31))
    rated(meeting, unit, 好=8, 较好=2)

    facts = ask("review_meeting", unit)

    assert said(facts) == [("述职评议会2026-12-31，现场述职，得95分", 95)]
    assert (facts.points, facts.total, facts.whole) == (Decimal(95), 95, 100)
    assert [item.key for item in facts.items] == [f"review:{meeting.pk}"]


def test_of_two_review_meetings_the_last_counts(unit):
    rated(meeting_on(unit, date(2026, 6, 30)), unit, 好=10)
    rated(meeting_on(unit, date(2026, 12, 1)), unit, 较好=10)
    rated(meeting_on(unit, date(2027, 1, 1)), unit, 好=10)
    still_open = meeting_on(unit, date(2026, 12, 30))
    rated(still_open, unit, 好=10)
    still_open.state = "open"
    still_open.save()

    facts = ask("review_meeting", unit)

    assert said(facts) == [
        ("述职评议会2026-06-30，现场述职，得100分，以最近一次为准，不计", None),
        ("述职评议会2026-12-01，现场述职，得75分", 75),
    ]
    assert facts.points == 75


def test_a_review_meeting_counts_in_the_seat(alliance):
    unit = make_seat(alliance=alliance, until=date(2026, 11, 30)).organization
    rated(meeting_on(unit, date(2026, 11, 30)), unit, 较好=10)
    rated(meeting_on(unit, date(2026, 12, 1)), unit, 好=10)

    facts = ask("review_meeting", unit)

    assert said(facts) == [
        ("述职评议会2026-11-30，现场述职，得75分", 75),
        ("述职评议会2026-12-01，现场述职，得100分，当日不在席，不计入", None),
    ]
    assert facts.points == 75


def test_without_a_review_meeting_there_are_no_points(unit):
    facts = ask("review_meeting", unit)

    assert (facts.items, facts.points, facts.whole) == ((), None, None)


def test_what_was_won_in_another_committee_is_never_in(unit):
    stranger = make_seat(alliance=make_alliance(committee=make_committee())).organization
    awarded(brand_of(stranger), organization=unit)  # no door writes such a row
    rated(meeting_on(stranger, date(2026, 12, 1)), unit, 好=9)

    assert ask("contest_place", unit).items == ask("review_meeting", unit).items == ()
