"""Alliances are filled in by their heads, branches by the officers of their unit; both reviewed by whom they should."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import Assessment
from assessments.rounds import handing, opening, passport, permissions, progress, scores
from tests.assessments.rounds.made import LEVELS
from tests.factories import (
    make_alliance,
    make_branch,
    make_indicator,
    make_officer_of,
    make_scheme,
    make_staff,
)

pytestmark = pytest.mark.django_db


class House:
    def __init__(self, audience):
        self.alliance = make_alliance()
        self.staff = make_staff(self.alliance.committee)
        self.lead, self.deputy, self.unit = (
            make_officer_of(self.alliance, role) for role in ("lead", "deputy", "member")
        )
        for officer in (self.lead, self.unit):
            make_branch(organization=officer.organization)
        scheme = make_scheme(
            committee=self.alliance.committee, audience=audience, period_key="2025", full=20, shows="totals"
        )
        self.leaf = make_indicator(scheme, name="评价", points=20, rule=LEVELS)
        day = timezone.localdate() + timedelta(days=5)
        self.round = opening.open_round(scheme, self_until=day, first_until=day, review_until=day, by=self.staff)

    def assessments(self):
        return Assessment.objects.with_subjects().filter(round=self.round)

    def submit(self, unit, by):
        scores.enter(unit, self.leaf, by=by, answer={"choice": "好"})
        handing.submit(unit, by=by)
        unit.refresh_from_db()
        return unit


def test_an_alliance_is_filled_in_by_its_heads_and_reviewed_by_the_committee():
    house = House("alliance")
    unit = house.assessments().get()

    fills = {name for name in ("lead", "deputy", "unit", "staff") if permissions.can_fill(getattr(house, name), unit)}
    assert (str(unit), fills) == (str(house.alliance), {"lead", "deputy", "staff"})
    assert house.round.first_until is None
    assert house.submit(unit, house.deputy).state == "review"
    assert not Assessment.objects.visible_to(house.unit).exists()
    assert [head.label for head in passport.of(house.assessments().get(), house.lead).stages] == ["自评"]


def test_a_branch_is_filled_in_by_its_units_officers_and_reviewed_by_the_lead_unless_it_is_its_own():
    house = House("branch")
    own, other = (house.assessments().get(organization=one.organization) for one in (house.lead, house.unit))

    assert not permissions.can_fill(house.lead, other)
    assert house.submit(other, house.unit).state == "first"
    assert house.submit(own, house.lead).state == "review"
    assert progress.holder(house.assessments().get(pk=other.pk)) == f"{house.alliance}片长单位"
    assert permissions.can_review_first(house.lead, other)
    assert [part.number for part in progress.of(house.round, house.staff)] == [0, 1, 1, 0, 0]
