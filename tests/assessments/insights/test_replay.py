"""Last year's frozen facts through a changed scheme, worked by hand."""

from decimal import Decimal

import pytest
from django.apps import apps

from assessments import replay
from assessments.models import Indicator
from assessments.schemes import copy
from tests.assessments.rounds.made import DEDUCT, Made
from tests.factories import make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """基础工作 39.5, 38, 40, 40 (1, 4, 0, 0 deductions of 0.5); 活动数量 30 × amount ÷ 10; the rest equal."""
    made = Made().open()
    units = (made.lead, made.deputy, made.one, made.two)
    for officer, deductions, amount in zip(units, (1, 4, 0, 0), (10, 9, 8, 5), strict=True):
        made.found(officer, made.deduct, *(f"x{number}" for number in range(deductions)))
        made.found(officer, made.compared, amount=amount)
    return made.review_all().publicize().finalize()


def draft(made, **rules):
    """A copy for next year with other rules: {name of the leaf: fields}."""
    scheme = copy(made.scheme, f"{made.scheme.since.year + 1}", "下一年度办法", by=made.staff)
    for name, fields in rules.items():
        Indicator.objects.filter(scheme=scheme, name=name).update(**fields)
    return scheme


def lines(made, found):
    """Unit → (old total, new total, old place, new place)."""
    by_unit = {row.assessment.organization_id: row for row in found.rows}
    return [
        (row.old_total, row.new_total, row.old_place, row.new_place)
        for row in (by_unit[officer.organization_id] for officer in (made.lead, made.deputy, made.one, made.two))
    ]


def test_unchanged_scheme_moves_nobody(made):
    found = replay.replay(made.round, draft(made))

    # 39.5 + 8 + 20 + 30, 38 + 8 + 20 + 27, 40 + 8 + 20 + 24, 40 + 8 + 20 + 15
    assert lines(made, found) == [
        (Decimal("97.50"), Decimal("97.50"), 1, 1),
        (Decimal("93.00"), Decimal("93.00"), 2, 2),
        (Decimal("92.00"), Decimal("92.00"), 3, 3),
        (Decimal("83.00"), Decimal("83.00"), 4, 4),
    ]
    assert all(row.causes == () for row in found.rows)
    assert (found.new, found.gone, found.reset) == ((), (), ())


def test_changed_rule_says_who_moves_and_by_what(made):
    scheme = draft(made, 基础工作={"rule": DEDUCT | {"each": "2"}})

    found = replay.replay(made.round, scheme)

    # 40 − 2, 40 − 8, 40, 40
    assert lines(made, found) == [
        (Decimal("97.50"), Decimal("96.00"), 1, 1),
        (Decimal("93.00"), Decimal("87.00"), 2, 3),
        (Decimal("92.00"), Decimal("92.00"), 3, 2),
        (Decimal("83.00"), Decimal("83.00"), 4, 4),
    ]
    deputy = next(row for row in found.rows if row.assessment.organization_id == made.deputy.organization_id)
    assert deputy.causes == (replay.Cause("基础工作", Decimal("-6.00")),)
    assert (deputy.rises, deputy.old_grade, deputy.new_grade) == (-1, "良好", "良好")


def test_indicators_that_tell_nobody_apart_and_those_that_decide(made):
    found = replay.replay(made.round, draft(made))

    assert found.flat == (
        ("综合评价", Decimal("8.00")),
        ("民主评价", Decimal("20.00")),
        ("会议加减分", Decimal("0.00")),
    )
    # Without 活动数量: 67.5, 66, 68, 68 — the deputy leaves, the last comes in.
    (deciding,) = found.deciding
    assert (deciding.name, deciding.leave, deciding.enter) == (
        "活动数量",
        (str(made.deputy.organization),),
        (str(made.two.organization),),
    )


def test_new_leaf_has_no_facts_and_a_gone_one_takes_its_points_along(made):
    scheme = draft(made)
    Indicator.objects.get(scheme=scheme, name="民主评价").delete()
    make_indicator(scheme, name="新设一项", points=20, rule={"kind": "bonus_per_occurrence_with_cap", "each": "2"})

    found = replay.replay(made.round, scheme)

    assert (found.new, found.gone) == (("新设一项",), ("民主评价",))
    assert [row.change for row in found.rows] == [Decimal("-20.00")] * 4
    assert found.rows[0].causes[0] == replay.Cause("民主评价", Decimal("-20.00"))


def test_leaf_without_origin_is_found_by_its_path(made):
    scheme = draft(made)
    Indicator.objects.filter(scheme=scheme).update(origin=None)

    found = replay.replay(made.round, scheme)

    assert all(row.change == 0 for row in found.rows)
    assert found.new == ()


def test_nothing_is_saved(made):
    scheme = draft(made, 基础工作={"rule": DEDUCT | {"each": "2"}})
    before = {model: list(model._base_manager.order_by("pk").values_list()) for model in apps.get_models()}

    replay.replay(made.round, scheme)

    assert {model: list(model._base_manager.order_by("pk").values_list()) for model in apps.get_models()} == before


def test_queries_do_not_grow_with_units(made, django_assert_max_num_queries):
    scheme = draft(made)

    with django_assert_max_num_queries(11):
        replay.replay(made.round, scheme)
