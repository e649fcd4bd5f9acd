"""Totals agree at unit, alliance and city level, whatever the sharing rule."""

from collections import Counter, defaultdict
from fractions import Fraction

import pytest

from activities.models import Activity, Outcome
from assessments.facts import city, take, units_of
from assessments.facts.records import Records
from assessments.facts.sharing import credits
from tests.assessments.facts.asking import AFTER, held
from tests.factories import (
    make_activity,
    make_alliance,
    make_category,
    make_committee,
    make_indicator,
    make_measure,
    make_organization,
    make_report,
    make_scheme,
    make_seat,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    """Three alliances of three units; twelve activities of one to seven units, some held by several alliances."""
    committee = make_committee()
    category = make_category(committee=committee)
    alliances = [make_alliance(committee=committee) for _ in range(3)]
    units = []
    for place in range(9):
        unit = make_organization(committee=committee, category=category)
        make_seat(alliance=alliances[place % 3], organization=unit, role="lead" if place < 3 else "member")
        units.append(unit)
    measure = make_measure(committee)
    for number in range(1, 13):
        lead = number % 3
        activity = held(alliances[lead], units[lead], number, 8, [units[(number + k) % 9] for k in range(number % 7)])
        activity.partners.set(alliances[: number % 3])
        Outcome.objects.create(report=make_report(activity), measure=measure, value=f"{number}00.{number}")
    return committee


def leaves(committee, audience, sharing):
    scheme = make_scheme(committee=committee, audience=audience, sharing=sharing)
    measure = make_measure(committee)
    made = [
        make_indicator(scheme, source="theme_days"),
        make_indicator(scheme, source="cross_alliance"),
        make_indicator(scheme, source="outcome", source_params={"measure": measure.pk}),
    ]
    return scheme, [leaf.pk for leaf in made]


def summed(scheme, pks):
    """({leaf: total of all units}, {leaf: how often each record counted}, {leaf: {alliance: total}})."""
    totals, times, by_alliance = Counter(), defaultdict(Counter), defaultdict(Counter)
    for unit, facts in take(scheme, units_of(scheme), day=AFTER):
        for pk in pks:
            for item in facts[pk].counted:
                totals[pk] += Fraction(item.amount)
                times[pk][item.key] += 1
                by_alliance[pk][unit.alliance_on(item.day)] += Fraction(item.amount)
    return totals, times, by_alliance


@pytest.mark.parametrize("audience", ["organization", "alliance"])
@pytest.mark.parametrize("sharing", ["equal", "host"])
def test_shares_of_all_units_add_up_to_the_city(committee, audience, sharing):
    scheme, pks = leaves(committee, audience, sharing)

    totals, _, by_alliance = summed(scheme, pks)
    whole = city(scheme, day=AFTER)

    for pk in pks:
        assert totals[pk] == sum(by_alliance[pk].values()) == whole[pk].total > 0


@pytest.mark.parametrize("audience", ["organization", "alliance"])
def test_counted_by_each_the_sum_exceeds_the_city_by_what_is_repeated(committee, audience):
    scheme, pks = leaves(committee, audience, "full")

    totals, times, by_alliance = summed(scheme, pks)
    whole = city(scheme, day=AFTER)

    for pk in pks:
        repeated = sum((times[pk][item.key] - 1) * item.amount for item in whole[pk].items)
        assert totals[pk] - repeated == sum(by_alliance[pk].values()) - repeated == whole[pk].total
        assert repeated > 0


@pytest.mark.parametrize("sharing", ["equal", "host"])
def test_what_units_outside_the_audience_share_is_nobodys(committee, sharing):
    """A guest without a seat and a chamber take their share away with them; the city still knows all of it."""
    chamber = make_organization(committee=committee, category=make_category(committee=committee, is_chamber=True))
    activity = Activity.objects.filter(committee=committee).latest("starts_at")
    make_seat(alliance=activity.alliance, organization=chamber, role="chamber")
    for host in (activity.host, chamber):
        held(activity.alliance, host, 12, 20, [chamber, make_organization(committee=committee)])
    scheme, pks = leaves(committee, "organization", sharing)

    totals, _, _ = summed(scheme, pks)
    whole = city(scheme, day=AFTER)

    scored = {unit.pk for unit in units_of(scheme)}
    outside = sum(
        share
        for act in Records(scheme, AFTER).activities
        for pk, share in credits(sharing, act, "organization").items()
        if pk not in scored
    )
    assert whole[pks[0]].total - totals[pks[0]] == outside
    assert outside == {"equal": Fraction(2, 3) + Fraction(1, 1), "host": 1}[sharing]


def test_where_only_hosts_count_the_committees_own_activity_is_no_units(committee):
    unit = committee.organizations.first()
    held(None, None, 3, 3, [unit], committee=committee)
    scheme, (days, _, _) = leaves(committee, "organization", "host")
    shared, (days_shared, _, _) = leaves(committee, "organization", "full")

    assert len(city(scheme, day=AFTER)[days].items) == 12
    assert len(city(shared, day=AFTER)[days_shared].items) == 13


def test_the_order_of_rows_and_units_changes_nothing(committee):
    scheme, _ = leaves(committee, "organization", "equal")
    units = units_of(scheme)
    before = {unit.key: facts for unit, facts in take(scheme, units, day=AFTER)}

    for activity in Activity.objects.filter(committee=committee).order_by("-starts_at"):
        rows = list(activity.participations.order_by("-organization"))
        activity.participations.all().delete()
        for row in rows:
            row.pk = None
            row.save(force_insert=True)
    after = {unit.key: facts for unit, facts in take(scheme, reversed(units), day=AFTER)}

    assert after == before


def test_two_activities_on_one_day_keep_their_order(alliance, lead):
    first, second = (held(alliance, lead, 3, 2, title=title) for title in ("甲", "乙"))
    make_activity(alliance=alliance, host=lead)
    scheme, (days, _, _) = leaves(alliance.committee, "alliance", "full")

    [(_, facts)] = take(scheme, units_of(scheme), day=AFTER)

    assert [item.key for item in facts[days].items] == [f"activity:{first.pk}", f"activity:{second.pk}"]
