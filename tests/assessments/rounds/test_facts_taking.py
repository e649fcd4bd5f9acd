"""Facts come from records: taken when the round opens, anew while it is scored, frozen after; what changed is shown."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from activities.models import Activity
from assessments.models import Fact
from assessments.rounds import drift, facts_taking, handing, passport, scoring
from tests.assessments.rounds.made import Made
from tests.factories import at, make_held_activity, make_indicator, make_participation

pytestmark = pytest.mark.django_db
RATE = {"kind": "attendance_rate"}
PRESENT, ABSENT = 3, 0


def attended(made, officer, present=PRESENT, month=3):
    """An accepted activity of the alliance to which the unit was invited."""
    year = made.scheme.since.year
    activity = make_held_activity(
        alliance=made.alliance,
        host=made.lead.organization,
        state=Activity.State.ACCEPTED,
        starts_at=at(year, month, 3),
        ends_at=at(year, month, 3, 11),
    )
    made.invited = make_participation(activity=activity, organization=officer.organization, present_count=present)
    return activity


@pytest.fixture
def made():
    """活动数量 is 出勤率 instead."""
    made = Made()
    made.compared.delete()
    made.rate = make_indicator(made.scheme, name="活动出勤", points=30, rule=RATE, source="attendance")
    return made


def points(made, officer, stage="self"):
    return scoring.outcome_of(made.of(officer), stage).values[made.rate.pk]


def test_facts_are_taken_when_the_round_opens(made):
    attended(made, made.one)
    attended(made, made.one, present=ABSENT, month=4)

    made.open()

    assert Fact.objects.filter(indicator=made.rate).count() == 5
    assert points(made, made.one) == 15
    page = passport.of(made.of(made.one), made.one)
    proof = next(row.proof for row in page.rows if row.indicator == made.rate)
    assert len(proof.items) == 2 and all(item.url for item in proof.items)


def test_taken_anew_only_what_changed_is_written_and_what_is_reviewed_stays(made):
    attended(made, made.one)
    attended(made, made.two)
    made.open()
    made.review(made.two)
    before = {fact.pk: fact.taken_at for fact in Fact.objects.all()}
    for officer in (made.one, made.two):
        attended(made, officer, present=ABSENT, month=5)

    facts_taking.retake(made.round, by=made.staff)

    changed = [fact for fact in Fact.objects.all() if fact.taken_at != before[fact.pk]]
    concerned = {fact.assessment.organization_id for fact in changed}
    assert made.one.organization_id in concerned and made.two.organization_id not in concerned
    assert (points(made, made.one), points(made, made.two, "review")) == (15, 30)
    assert made.round.steps.filter(verb="重新取数").count() == 1
    assert facts_taking.take_all(made.round) == 0


def test_a_large_round_goes_on_in_a_task_and_says_how_far_it_is(made, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(facts_taking, "AT_ONCE", 1)
    monkeypatch.setattr(facts_taking, "PIECE", 2)
    attended(made, made.one, present=ABSENT)

    with django_capture_on_commit_callbacks() as waiting:
        made.open()
    assert facts_taking.progress(made.round) == facts_taking.Progress(0, 5)
    assert made.of(made.one).facts_at is None
    for start in waiting:
        start()

    made.round.refresh_from_db()
    assert facts_taking.progress(made.round) == facts_taking.Progress(5, 5)
    assert points(made, made.one) == 0


def test_what_the_records_say_later_is_shown_and_changes_nothing(made):
    activity = attended(made, made.one)
    made.open().review_all().publicize().finalize()
    total = made.of(made.one).final_total
    assert drift.compare(made.round) == 0

    type(made.invited).objects.filter(pk=made.invited.pk).update(present_count=ABSENT)
    Activity.objects.filter(pk=activity.pk).update(title="改了名称")
    differing = drift.compare(made.round)

    fact = Fact.objects.get(assessment=made.of(made.one), indicator=made.rate)
    assert differing >= 1 and fact.drift is not None
    page = passport.of(made.of(made.one), made.one)
    changed = next(row.proof.drift for row in page.rows if row.indicator == made.rate)
    assert (made.of(made.one).final_total, page.totals[-1]) == (total, total)
    assert changed.before != changed.after
    assert changed.items and "→" in changed.items[0]

    type(made.invited).objects.filter(pk=made.invited.pk).update(present_count=PRESENT)
    Activity.objects.filter(pk=activity.pk).update(title=activity.title)
    assert drift.compare(made.round) == 0
    assert not Fact.objects.exclude(drift=None).exists()


def test_the_commands_may_run_at_any_time(made):
    made.open()
    call_command("take_facts", made.round.pk)
    call_command("compare_rounds")
    with pytest.raises(CommandError, match="没有编号"):
        call_command("take_facts", 10**6)


def test_records_that_a_unit_had_before_it_came_do_not_count(made):
    attended(made, made.one, present=ABSENT, month=1)
    seat = made.one.organization.seats.get()
    seat.since = made.scheme.since + timedelta(days=100)
    seat.save()

    made.open()

    made.fill(made.one)
    handing.submit(made.of(made.one), by=made.one)
    assert made.of(made.one).sums["self"]["nodes"][str(made.rate.pk)] == "30.00"
