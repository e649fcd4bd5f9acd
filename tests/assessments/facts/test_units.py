from datetime import date

import pytest

from assessments.facts import Span, units_of
from tests.factories import (
    make_alliance,
    make_branch,
    make_category,
    make_committee,
    make_organization,
    make_scheme,
    make_seat,
)

pytestmark = pytest.mark.django_db


def spans(unit):
    return [(span.since, span.until) for span in unit.spans]


@pytest.mark.parametrize(
    ("since", "until", "span"),
    [
        (date(2023, 1, 1), None, (date(2026, 4, 1), date(2026, 6, 30))),
        (date(2023, 1, 1), date(2026, 3, 31), None),
        (date(2023, 1, 1), date(2026, 4, 1), (date(2026, 4, 1), date(2026, 4, 1))),
        (date(2026, 6, 30), None, (date(2026, 6, 30), date(2026, 6, 30))),
        (date(2026, 7, 1), None, None),
        (date(2026, 5, 1), date(2026, 5, 31), (date(2026, 5, 1), date(2026, 5, 31))),
    ],
)
def test_organizations_are_scored_for_their_days_in_a_seat(alliance, since, until, span):
    make_seat(alliance=alliance, since=since, until=until)

    units = units_of(make_scheme(committee=alliance.committee, period_key="2026Q2"))

    assert [spans(unit) for unit in units] == ([[span]] if span else [])


def test_an_organization_without_any_seat_is_not_scored(alliance):
    make_organization(committee=alliance.committee)

    assert units_of(make_scheme(committee=alliance.committee)) == []


def test_nobody_sits_on_after_its_own_end_or_that_of_the_alliance():
    committee = make_committee()
    closing = make_alliance(committee=committee, until=date(2026, 5, 31))
    lasting = make_alliance(committee=committee)
    make_seat(alliance=closing, organization=make_organization(committee=committee, order_number=1))
    for place, until in enumerate((date(2026, 3, 31), date(2025, 12, 31)), 2):
        make_seat(
            alliance=lasting, organization=make_organization(committee=committee, order_number=place, until=until)
        )

    units = units_of(make_scheme(committee=committee))

    assert [unit.until for unit in units] == [date(2026, 5, 31), date(2026, 3, 31)]


def test_branches_of_a_closed_organization_are_not_scored():
    unit = make_organization(until=date(2026, 12, 30))
    make_branch(organization=unit)

    assert units_of(make_scheme(committee=unit.committee, audience="branch")) == []


def test_who_changed_its_alliance_is_with_the_last_one(alliance):
    other = make_alliance(committee=alliance.committee)
    unit = make_organization(committee=alliance.committee)
    make_seat(alliance=other, organization=unit, since=date(2026, 7, 2))
    make_seat(alliance=alliance, organization=unit, until=date(2026, 6, 30))

    [found] = units_of(make_scheme(committee=alliance.committee))

    assert (found.alliance, found.organization, found.branch, found.pk) == (other.pk, unit.pk, None, unit.pk)
    assert found.spans == (
        Span(alliance.pk, date(2026, 1, 1), date(2026, 6, 30)),
        Span(other.pk, date(2026, 7, 2), date(2026, 12, 31)),
    )
    assert (found.days, found.period_days) == (364, 365)
    assert [found.alliance_on(date(2026, *day)) for day in ((6, 30), (7, 1), (7, 2))] == [alliance.pk, None, other.pk]


def test_units_stand_in_official_order_without_chambers(alliance):
    committee = alliance.committee
    chambers = make_category(committee=committee, is_chamber=True)
    for number, name in ((3, "丙局"), (1, "甲局"), (2, "乙局")):
        unit = make_organization(committee=committee, order_number=number, short_name=name)
        make_seat(alliance=alliance, organization=unit)
    chamber = make_organization(committee=committee, category=chambers, order_number=0, short_name="商会")
    make_seat(alliance=alliance, organization=chamber, role="chamber")
    scheme = make_scheme(committee=committee)

    assert [unit.name for unit in units_of(scheme)] == ["甲局", "乙局", "丙局"]

    scheme.categories.set([chambers])

    assert [unit.name for unit in units_of(scheme)] == ["商会"]


def test_categories_chosen_narrow_the_list(alliance):
    units = [make_seat(alliance=alliance).organization for _ in range(3)]
    scheme = make_scheme(committee=alliance.committee)
    scheme.categories.set([units[0].category, units[2].category])

    assert {unit.pk for unit in units_of(scheme)} == {units[0].pk, units[2].pk}


@pytest.mark.parametrize(("midway", "days", "short"), [("least", 31, False), ("least", 32, True), ("days", 32, False)])
def test_who_sat_too_few_days_is_marked(alliance, midway, days, short):
    make_seat(alliance=alliance, since=date(2026, 12, 1))

    [unit] = units_of(make_scheme(committee=alliance.committee, midway=midway, midway_days=days))

    assert (unit.days, unit.is_too_short) == (31, short)


def test_alliances_are_those_that_stand_on_a_day_of_the_period():
    committee = make_committee()
    life = {
        "早": (date(2023, 1, 1), date(2025, 12, 31)),
        "末": (date(2023, 1, 1), date(2026, 1, 1)),
        "长": (date(2023, 1, 1), None),
        "新": (date(2026, 12, 31), None),
        "后": (date(2027, 1, 1), None),
    }
    for number, (name, (since, until)) in enumerate(life.items()):
        make_alliance(committee=committee, order_number=number, name=name, since=since, until=until)

    units = units_of(make_scheme(committee=committee, audience="alliance"))

    assert [(unit.name, unit.days) for unit in units] == [("末", 1), ("长", 365), ("新", 1)]
    assert all(unit.alliance == unit.pk and unit.organization is None for unit in units)


def test_branches_are_those_that_stand_on_the_last_day_with_or_without_a_seat(alliance):
    unit = make_seat(alliance=alliance).organization
    alone = make_organization(committee=alliance.committee)
    standing = make_branch(organization=unit, until=date(2026, 12, 31))
    make_branch(organization=unit, until=date(2026, 12, 30))
    seatless = make_branch(organization=alone)

    units = units_of(make_scheme(committee=alliance.committee, audience="branch"))

    assert [(one.branch, one.organization, one.alliance, one.days) for one in units] == [
        (standing.pk, unit.pk, alliance.pk, 365),
        (seatless.pk, alone.pk, None, 365),
    ]
    assert units[0].name == str(standing)


@pytest.mark.parametrize("audience", ["alliance", "organization", "branch"])
def test_units_of_another_committee_are_never_in(alliance, audience):
    make_branch(organization=make_seat(alliance=alliance).organization)

    assert units_of(make_scheme(audience=audience)) == []
