"""Whatever is posted or uploaded, the pages answer in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Scheme
from tests.assessments.schemes.world import World, basics, indicator_form
from tests.factories import (
    make_category,
    make_staff,
    make_type,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "numbers",
    [
        {"try-amount": "1e999999"},
        {"try-amount": "NaN"},
        {"try-amount": "\x00"},
        {"try-items-0-day": "2026-02-30"},
        {"try-items-0-amount": "多"},
    ],
)
def test_odd_numbers_of_a_trial_are_refused_in_words(client, numbers):
    world = World()
    client.force_login(world.people["officer"])

    page = client.get(reverse("scheme-trial", args=[world.frozen.pk]), {"indicator": world.frozen_leaf.pk, **numbers})

    assert (page.status_code, page.context["working"]) == (200, None)
    assert page.context["form"].errors


def test_foreign_ids_are_refused(client):
    world, other = World(), World()
    client.force_login(world.people["staff"])
    address = reverse("indicator-create", args=[world.draft.pk])

    foreign_parent = client.post(address, indicator_form(parent=str(other.leaf.pk)))
    foreign_type = client.post(address, indicator_form(**{"source-p_type": str(make_type(other.draft.committee).pk)}))
    foreign_need = client.post(
        reverse("grade-create", args=[world.draft.pk]), {"name": "良好", "needs": str(other.leaf.pk)}
    )
    foreign_category = client.post(
        reverse("scheme-create"), basics(categories=str(make_category(committee=other.draft.committee).pk))
    )

    answers = [foreign_parent, foreign_type, foreign_need, foreign_category]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert client.get(address + f"?parent={other.leaf.pk}").context["page"].form["parent"].value() == ""
    assert (world.draft.indicators.count(), world.draft.grades.count()) == (1, 1)


@pytest.mark.parametrize("content", [b"", b"rubbish", b"PK\x03\x04"])
def test_bad_upload_is_refused_in_words(client, content):
    client.force_login(make_staff())

    answer = client.post(reverse("scheme-import"), {"file": SimpleUploadedFile("方案.xlsx", content)})

    assert (answer.status_code, Scheme.objects.count()) == (422, 0)
    assert answer.context["faults"] or answer.context["form"].errors
