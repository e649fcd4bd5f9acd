"""Opening a round: the scheme is frozen, every unit has its assessment, officers are told; or all faults are said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import Assessment, Round, Scheme
from assessments.rounds import facts_taking, opening
from notices.models import Notice
from portal.access import WrongState
from tests.assessments.rounds.made import Made
from tests.factories import make_indicator

pytestmark = pytest.mark.django_db


def test_opening_freezes_the_scheme_and_makes_an_assessment_for_each_unit(made):
    made.scheme.refresh_from_db()
    assert (made.scheme.state, made.scheme.frozen_on) == (Scheme.State.FROZEN, timezone.localdate())
    units = {officer.organization_id for officer in (made.lead, made.deputy, made.one, made.two, made.outsider)}
    assert set(made.round.assessments.values_list("organization", flat=True)) == units
    assert set(made.round.assessments.values_list("state", flat=True)) == {"self"}
    assert facts_taking.progress(made.round) == facts_taking.Progress(5, 5)
    told = Notice.objects.filter(key=f"round-{made.round.pk}-opened").values_list("recipient", flat=True)
    assert set(told) == {made.lead.pk, made.deputy.pk, made.one.pk, made.two.pk, made.outsider.pk}


def test_opening_says_all_faults_at_once_and_leaves_nothing():
    made = Made()
    make_indicator(made.scheme, name="没有计分方式", points=5)
    yesterday = timezone.localdate() - timedelta(days=1)

    with pytest.raises(WrongState) as refusal:
        opening.open_round(made.scheme, self_until=yesterday, review_until=yesterday, by=made.staff)

    assert "没有计分方式" in str(refusal.value)
    assert "自评截止不能早于今天" in str(refusal.value)
    assert "请填写初评截止日期" in str(refusal.value)
    made.scheme.refresh_from_db()
    assert made.scheme.state == Scheme.State.DRAFT
    assert (Round.objects.count(), Assessment.objects.count()) == (0, 0)


def test_a_scheme_opens_once(made):
    with pytest.raises(WrongState, match="不能再修改"):
        made.open()

    assert Round.objects.count() == 1


def test_who_sat_too_few_days_is_shown_as_not_taking_part():
    made = Made(midway=Scheme.Midway.LEAST, midway_days=100)
    seat = made.two.organization.seats.get()
    seat.since = made.scheme.period.last_day - timedelta(days=9)
    seat.save()

    made.open()

    unit = made.of(made.two)
    assert (unit.state, unit.days, unit.exempt_reason) == ("exempt", 10, "在席不足规定天数（10天，规定100天）")
