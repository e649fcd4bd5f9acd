"""试算: a rule with numbers, nothing kept."""

import pytest
from django.urls import reverse

from tests.assessments.schemes.world import DEDUCT, World, indicator_form
from tests.factories import (
    make_scheme,
    make_staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("numbers", "value"),
    [({"try-amount": "3"}, "25"), ({"try-items-0-amount": "2", "try-items-1-label": "某次"}, "25")],
)
def test_rule_is_tried_before_it_is_saved(client, numbers, value):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))

    page = client.post(reverse("indicator-create", args=[scheme.pk]), indicator_form(**numbers, **{"try": "1"}))

    assert (page.status_code, scheme.indicators.count()) == (200, 0)
    assert page.context["page"].working["value"] == value


@pytest.mark.parametrize(
    ("rule", "numbers", "value"),
    [
        (DEDUCT, {"try-amount": "1"}, "95"),
        ({"kind": "proportion"}, {"try-amount": "5", "try-whole": "6"}, "83.3333"),
        ({"kind": "levels", "levels": [{"name": "好", "points": "20"}]}, {"try-choice": "好"}, "20"),
        ({"kind": "ratio_to_top"}, {"try-amount": "5", "try-peers": "10、8"}, "50"),
        ({"kind": "trimmed_mean"}, {"try-marks": "90、80、70、60"}, "75"),
        ({"kind": "discretionary_range", "low": "0", "high": "10"}, {"try-points": "7"}, "7"),
    ],
)
def test_leaf_is_tried_with_numbers_of_ones_own(client, rule, numbers, value):
    world = World()
    world.frozen_leaf.rule = rule
    world.frozen_leaf.save()
    client.force_login(world.people["officer"])

    page = client.get(reverse("scheme-trial", args=[world.frozen.pk]), {"indicator": world.frozen_leaf.pk, **numbers})

    assert page.context["working"]["value"] == value


def test_trial_of_a_strange_indicator_is_not_found(client):
    world = World()
    client.force_login(world.people["officer"])
    address = reverse("scheme-trial", args=[world.frozen.pk])

    for wanted in (world.leaf.pk, "x", 10**30):
        assert client.get(address, {"indicator": wanted}).status_code == 404
