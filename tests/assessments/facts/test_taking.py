from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, Measure, Outcome
from alliances.models import Organization
from assessments.facts import SOURCES, city, take, units_of
from assessments.scoring.facts import Facts
from tests.assessments.facts.asking import AFTER, held
from tests.assessments.facts.crowd import make_crowd, make_full_scheme
from tests.factories import make_duty, make_indicator, make_scheme, make_seat

pytestmark = pytest.mark.django_db


def taken(scheme):
    return {unit.key: facts for unit, facts in take(scheme, units_of(scheme), day=AFTER)}


def queries_of(scheme):
    with CaptureQueriesContext(connection) as found:
        units = units_of(scheme)
        count = sum(1 for _ in take(scheme, units, day=AFTER))
    return count, len(found)


@pytest.mark.parametrize("audience", ["organization", "alliance", "branch"])
def test_queries_follow_from_the_sources_not_from_the_units(audience):
    one, many = (make_full_scheme(make_crowd(number, activities=4, branches=1), audience) for number in (1, 26))

    few, of_one = queries_of(one)
    lots, of_many = queries_of(many)

    assert (few, lots) == {"organization": (1, 26), "alliance": (1, 3), "branch": (1, 26)}[audience]
    assert of_one == of_many


@pytest.mark.parametrize("key", SOURCES)
def test_every_source_loads_only_what_it_needs(key):
    committee = make_crowd(2, activities=2, branches=1)
    source = SOURCES[key]
    audience = next(one for one in ("organization", "alliance", "branch") if one in source.audiences)
    scheme = make_scheme(committee=committee, audience=audience)
    params = {"measure": Measure.objects.filter(committee=committee).first().pk}
    make_indicator(scheme, source=key, source_params=params if key == "outcome" else {})

    _, number = queries_of(scheme)

    assert number <= 9


def test_every_leaf_with_a_source_gets_its_facts_and_no_other():
    committee = make_crowd(2, activities=4, branches=1)
    scheme = make_scheme(committee=committee)
    parent = make_indicator(scheme, source="theme_days")  # left over from when it was a leaf
    leaf = make_indicator(scheme, parent=parent, source="theme_days")
    twin = make_indicator(scheme, parent=parent, source="theme_days", source_params={"type": None})
    make_indicator(scheme, source="")
    make_indicator(scheme, source="no_such_source")
    make_indicator(scheme, source="contest_place", source_params=["not", "a", "dict"])
    missing = make_indicator(scheme, source="outcome")  # without its measure
    elsewhere = make_indicator(make_scheme(committee=committee), source="theme_days")

    found = taken(scheme)

    assert all(set(facts) >= {leaf.pk, twin.pk, missing.pk} for facts in found.values())
    assert not any({parent.pk, elsewhere.pk} & set(facts) for facts in found.values())
    assert all(facts[missing.pk] == Facts() for facts in found.values())
    assert all(facts[leaf.pk] is facts[twin.pk] for facts in found.values())  # asked twice, found once
    assert any(facts[leaf.pk].items for facts in found.values())


def test_a_source_is_not_asked_about_an_audience_it_does_not_know():
    committee = make_crowd(1, activities=1, branches=1)
    scheme = make_scheme(committee=committee, audience="branch")
    make_indicator(scheme, source="attendance")

    assert list(taken(scheme).values()) == [{}]


def test_params_that_make_no_sense_fall_back_to_what_is_usual(alliance, lead):
    held(alliance, lead, 3, 1)
    scheme = make_scheme(committee=alliance.committee)
    odd = {"count": ["done"], "times": "many", "by": "week", "type": {"pk": 1}, "form": 0.5}
    leaf = make_indicator(scheme, source="active_periods", source_params=odd)
    plain = make_indicator(scheme, source="active_periods")

    [facts] = taken(scheme).values()

    assert facts[leaf.pk] == facts[plain.pk] != Facts()


def test_facts_survive_being_kept_as_json():
    scheme = make_full_scheme(make_crowd(13, activities=4, branches=2), sharing="equal")

    for facts in taken(scheme).values():
        for one in facts.values():
            assert Facts.from_json(one.as_json()).as_json() == one.as_json()


def test_keys_name_each_record_once_in_a_leaf():
    """A reviewer strikes a record by its key."""
    committee = make_crowd(13, activities=4, branches=2)
    for audience in ("organization", "alliance", "branch"):
        for facts in taken(make_full_scheme(committee, audience)).values():
            for one in facts.values():
                keys = [item.key for item in one.items]
                assert len(keys) == len(set(keys))


def test_done_and_missed_never_both_count():
    committee = make_crowd(13, activities=4, branches=2)
    keys = ("duties_met", "duties_on_time", "active_periods", "attendance", "report_delay", "terms_on_time")
    for key in (*keys, "letters_answered", "tasks_closed"):
        scheme = make_scheme(committee=committee)
        done = make_indicator(scheme, source=key)
        missed = make_indicator(scheme, source=key, source_params={"count": "missed"})
        for facts in taken(scheme).values():
            assert facts[done.pk].whole == facts[missed.pk].whole
            assert facts[done.pk].total + facts[missed.pk].total <= facts[done.pk].whole
            assert [item.key for item in facts[done.pk].items] == [item.key for item in facts[missed.pk].items]


def test_two_committees_never_mix():
    first, second = (make_crowd(number, activities=4, branches=1) for number in (13, 2))
    alone = taken(make_full_scheme(first))

    for activity in Activity.objects.filter(committee=second):
        activity.participations.update(present_count=99)
        Outcome.objects.filter(report__activity=activity).update(value=999)
    again = taken(make_full_scheme(first))

    assert [[fact.as_json() for fact in facts.values()] for facts in alone.values()] == [
        [fact.as_json() for fact in facts.values()] for facts in again.values()
    ]
    own = set(Organization.objects.filter(committee=first).values_list("pk", flat=True))
    assert {pk for _, pk in alone} == own


def test_the_day_before_the_period_nothing_is_found():
    scheme = make_full_scheme(make_crowd(2, activities=4, branches=1))

    for _, facts in take(scheme, units_of(scheme), day=date(2025, 12, 31)):
        for one in facts.values():
            assert not [
                item
                for item in one.counted
                if item.key.startswith(("activity:", "duty:", "letter:", "period:", "task:"))
            ]


def test_the_city_knows_only_what_sharing_concerns():
    scheme = make_full_scheme(make_crowd(13, activities=4, branches=1))

    concerned = {pk for pk, source in scheme.indicators.values_list("pk", "source") if SOURCES[source].uses_sharing}

    assert set(city(scheme, day=AFTER)) == concerned
    assert all(bool(source.city) is source.uses_sharing for source in SOURCES.values())


def test_units_are_taken_one_at_a_time():
    """Whoever stops early has not waited for the others."""
    scheme = make_full_scheme(make_crowd(3, activities=1, branches=1))
    units = units_of(scheme)

    found = take(scheme, iter(units), day=AFTER)

    assert next(found)[0] == units[0]
    assert [unit for unit, _ in found] == units[1:]


def test_alliances_that_did_nothing_are_asked_all_the_same(alliance):
    make_duty(alliance.committee)
    make_seat(alliance=alliance)
    scheme = make_scheme(committee=alliance.committee, audience="alliance")
    for key, source in SOURCES.items():
        if "alliance" in source.audiences:
            make_indicator(scheme, source=key)

    assert list(taken(scheme)) == [("alliance", alliance.pk)]
