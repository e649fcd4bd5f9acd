"""Alliances and branches are assessed on the same pages, filled in by those who stand for them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, Scheme
from assessments.rounds.opening import open_round
from tests.factories import (
    make_alliance,
    make_branch,
    make_grade,
    make_indicator,
    make_officer_of,
    make_scheme,
    make_staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
RANGE = {"kind": "discretionary_range", "low": "0", "high": "100"}


def opened(alliance, audience):
    today = timezone.localdate()
    scheme = make_scheme(
        committee=alliance.committee, audience=audience, period_key=str(today.year), shown_to=Scheme.ShownTo.ALL
    )
    weighted = make_indicator(scheme, {"kind": "weighted_components"}, name="综合", points=100)
    make_indicator(scheme, RANGE, name="工作实效", points=100, weight=60, parent=weighted)
    make_indicator(scheme, RANGE, name="群众评价", points=100, weight=40, parent=weighted)
    make_grade(scheme)
    days = {"self_until": today + timedelta(days=5), "review_until": today + timedelta(days=20)}
    if audience != Scheme.Audience.ALLIANCE:
        days["first_until"] = today + timedelta(days=9)
    return open_round(scheme, by=make_staff(alliance.committee), **days)


@pytest.mark.parametrize("audience", [Scheme.Audience.ALLIANCE, Scheme.Audience.BRANCH])
def test_whoever_stands_for_it_fills_it_in(client, audience):
    alliance = make_alliance()
    lead, member = (make_officer_of(alliance, role) for role in ("lead", "member"))
    make_branch(organization=lead.organization)
    round = opened(alliance, audience)
    assessment = Assessment.objects.get(round=round)
    leaf = round.scheme.indicators.get(name="工作实效")
    fill, passport = (reverse(name, args=[assessment.pk]) for name in ("assessment-fill", "passport"))
    found = {}

    for user in (lead, member):
        client.force_login(user)
        found[user.pk] = client.get(fill).status_code, client.get(passport).status_code
    client.force_login(lead)
    url = reverse("score-save", args=[assessment.pk, leaf.pk])
    told = client.post(url, {"points": "90", "reason": "好"}, headers={"Accept": "application/json"}).json()
    text = client.get(passport).content.decode()

    assert found == {lead.pk: (200, 200), member.pk: (404, 404)}
    assert told["total"] == "54.00" and told["values"][f"i{leaf.pk}"] == "54"
    assert str(assessment) in text and "占 60%" in text
