"""Honours with their documents, and what others learned."""

import pytest
from django.urls import reverse

from branches.models import Adoption, Honour
from tests.factories import make_brand, make_honour, make_level

pytestmark = pytest.mark.django_db


def test_level_is_granted_with_its_document_and_withdrawn_with_a_reason(client, house):
    brand, level = make_brand(branch=house.branch), make_level(house.committee)
    client.force_login(house.staff)
    url = reverse("brand-honour-grant", args=[brand.pk])

    empty = client.post(url, {"level": "x", "granted_on": "9999-99-99"})
    client.post(url, {"level": level.pk, "document_number": "示例〔2026〕1号", "granted_on": "2026-01-05"})
    honour = Honour.objects.get()
    shown = client.get(brand.get_absolute_url()).content.decode()
    client.post(reverse("brand-honour-withdraw", args=[honour.pk]), {"reason": "复核不合格"})
    after = client.get(brand.get_absolute_url()).content.decode()

    assert set(empty.context["form"].errors) == {"level", "document_number", "granted_on"}
    assert "示例〔2026〕1号" in shown
    assert "已撤销" in after
    assert not Honour.objects.valid().exists()


def test_honours_are_for_staff(client, house):
    honour = make_honour(make_brand(branch=house.branch))
    client.force_login(house.officer)

    granted = client.post(reverse("brand-honour-grant", args=[honour.brand_id]))
    withdrawn = client.post(reverse("brand-honour-withdraw", args=[honour.pk]), {"reason": "x"})

    assert (granted.status_code, withdrawn.status_code) == (403, 403)


def test_lesson_stands_on_both_pages_and_is_taken_back(client, house):
    brand = make_brand(branch=house.branch)
    ours = make_brand(organization=house.other.organization)
    client.force_login(house.other)
    url = reverse("brand-adopt", args=[brand.pk])

    empty = client.post(url, {"who": f"{house.other.organization_id}-0", "lesson": " "})
    client.post(url, {"who": f"{house.other.organization_id}-0", "lesson": "学松下议事"})
    theirs, own = (client.get(one.get_absolute_url()).content.decode() for one in (brand, ours))
    adoption = Adoption.objects.get()
    asked = client.get(reverse("brand-adoption-take-back", args=[adoption.pk]))
    client.post(reverse("brand-adoption-take-back", args=[adoption.pk]))

    assert (empty.status_code, asked.status_code) == (422, 200)
    assert "学松下议事" in theirs
    assert "学松下议事" in own
    assert "学松下议事" not in client.get(ours.get_absolute_url()).content.decode()


def test_own_brand_is_not_learned_from(client, house):
    brand = make_brand(branch=house.branch)
    client.force_login(house.officer)

    assert client.get(reverse("brand-adopt", args=[brand.pk])).status_code == 403
