"""What units share, reckoned at three levels on one page."""

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from activities.models import Outcome
from assessments import reconciliation
from assessments.reconciliation import reconcile
from tests.assessments.facts.asking import AFTER, held
from tests.factories import (
    make_alliance,
    make_indicator,
    make_measure,
    make_officer,
    make_report,
    make_round,
    make_scheme,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Two alliances of two units; the first unit leads an activity of 900 in which three take part, one of them of the
    other alliance, and one of 100 alone."""

    class World:
        alliance, other = make_alliance(), None

    World.other = make_alliance(committee=World.alliance.committee)
    World.committee = World.alliance.committee
    World.units = [
        make_seat(alliance=World.alliance, role="lead", since=date(2020, 1, 1)).organization,
        make_seat(alliance=World.alliance, since=date(2020, 1, 1)).organization,
        make_seat(alliance=World.other, since=date(2020, 1, 1)).organization,
    ]
    World.measure = make_measure(World.committee)
    World.shared = held(World.alliance, World.units[0], 3, 8, World.units)
    World.alone = held(World.alliance, World.units[0], 4, 8, World.units[:1])
    for activity, value in ((World.shared, 900), (World.alone, 100)):
        Outcome.objects.create(report=make_report(activity), measure=World.measure, value=value)
    return World


def scheme_of(world, sharing):
    scheme = make_scheme(committee=world.committee, sharing=sharing)
    rule = {"kind": "ratio_to_top"}
    make_indicator(scheme, rule, source="outcome", source_params={"measure": world.measure.pk}, name="成效", points=100)
    return scheme


@pytest.mark.parametrize(
    ("sharing", "units", "first", "second", "repeated"),
    [("full", 2800, 1900, 900, 1800), ("host", 1000, 1000, 0, 0), ("equal", 1000, 700, 300, 0)],
)
def test_units_alliances_and_city_agree(world, sharing, units, first, second, repeated):
    (line,) = reconcile(scheme_of(world, sharing), day=AFTER)

    assert (line.units, line.repeated, line.nobodys, line.city) == (units, repeated, 0, 1000)
    by_alliance = (line.by_alliance.get(world.alliance.pk, 0), line.by_alliance.get(world.other.pk, 0))
    assert by_alliance == (first, second)
    assert line.agrees


def test_what_is_nobodys_is_said(world):
    scheme = scheme_of(world, "equal")
    scheme.categories.set([unit.category for unit in world.units[:2]])

    (line,) = reconcile(scheme, day=AFTER)

    # The third unit is not scored: its third of the 900 is nobody's.
    assert (line.units, line.nobodys, line.city) == (700, Fraction(300), 1000)
    assert line.agrees


def test_line_with_a_strange_record_does_not_agree(world, monkeypatch):
    whole = reconciliation.city
    monkeypatch.setattr(
        reconciliation,
        "city",
        lambda scheme, **asked: {pk: type(facts)() for pk, facts in whole(scheme, **asked).items()},
    )

    (line,) = reconcile(scheme_of(world, "equal"), day=AFTER)

    assert not line.agrees


def test_page_opens_a_figure_to_its_records(client, world):
    round = make_round(scheme_of(world, "equal"))
    client.force_login(make_staff(world.committee))
    url = reverse("round-sharing", args=[round.pk])

    page = client.get(f"{url}?indicator={round.scheme.indicators.get().pk}").content.decode()

    assert "一致" in page
    assert reverse("activity-detail", args=[world.shared.pk]) in page
    assert client.get(f"{url}?indicator=x%00").status_code == 200


def test_queries_do_not_grow(client, world, django_assert_max_num_queries):
    """They follow from the sources that the leaves use, once each, however many records and units there are."""
    round = make_round(scheme_of(world, "full"))
    client.force_login(make_staff(world.committee))
    url = reverse("round-sharing", args=[round.pk]) + f"?indicator={round.scheme.indicators.get().pk}"
    with django_assert_max_num_queries(17) as once:
        client.get(url)
    for number in range(5, 9):
        make_seat(alliance=world.alliance, since=date(2020, 1, 1))
        report = make_report(held(world.alliance, world.units[0], number, 8, world.units))
        Outcome.objects.create(report=report, measure=world.measure, value=10)

    with django_assert_max_num_queries(17) as many:
        client.get(url)

    assert len(many) == len(once)


def test_only_the_committee(client, world):
    round = make_round(scheme_of(world, "full"))
    client.force_login(make_officer(world.units[0]))

    assert client.get(reverse("round-sharing", args=[round.pk])).status_code == 403
