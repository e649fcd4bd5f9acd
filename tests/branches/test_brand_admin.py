"""The committee's own pages for brands: levels are edited, the rest is read, found and moved on in numbers."""

import pytest
from django.urls import reverse

from branches import adoptions
from branches.models import BrandLevel, BrandVersion
from tests.branches.world import build
from tests.factories import make_brand, make_honour, make_level

pytestmark = pytest.mark.django_db
State = BrandVersion.State
MODELS = ("brand", "brandversion", "honour", "adoption", "brandlevel")


@pytest.fixture
def world():
    world = build()
    world.brand = make_brand(branch=world.branch, name="税润新安")
    world.honour = make_honour(world.brand)
    world.adoption = adoptions.adopt(world.brand, world.neighbour.organization, None, "学领题", by=world.neighbour)
    return world


def objects(world):
    rows = (world.brand, world.brand.published, world.honour, world.adoption, world.honour.level)
    return dict(zip(MODELS, rows, strict=True))


@pytest.mark.parametrize("model", MODELS)
def test_staff_read_list_page_search_and_history_of_their_own(client, world, model):
    row = objects(world)[model]
    client.force_login(world.staff)

    pages = [
        client.get(reverse(f"admin:branches_{model}_changelist")),
        client.get(reverse(f"admin:branches_{model}_changelist"), {"q": "srxa"}),
        client.get(reverse(f"admin:branches_{model}_change", args=[row.pk])),
        client.get(reverse(f"admin:branches_{model}_history", args=[row.pk])),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200, 200]
    assert pages[0].context["cl"].result_count == 1


@pytest.mark.parametrize("model", MODELS)
def test_staff_of_another_committee_find_nothing(client, world, model):
    row = objects(world)[model]
    client.force_login(world.other_staff)

    listed = client.get(reverse(f"admin:branches_{model}_changelist"))
    opened = client.get(reverse(f"admin:branches_{model}_change", args=[row.pk]))

    assert listed.context["cl"].result_count == 0
    assert opened.status_code == 302


@pytest.mark.parametrize("model", MODELS[:-1])
def test_what_verbs_write_is_not_written_by_hand(client, world, model):
    row = objects(world)[model]
    client.force_login(world.staff)

    added = client.get(reverse(f"admin:branches_{model}_add"))
    changed = client.post(reverse(f"admin:branches_{model}_change", args=[row.pk]), {"title": "x"})

    assert (added.status_code, changed.status_code) == (403, 403)


def test_staff_keep_their_levels(client, world):
    client.force_login(world.staff)

    client.post(reverse("admin:branches_brandlevel_add"), {"name": "十佳", "order_number": 1, "is_active": "on"})

    assert BrandLevel.objects.get(name="十佳").committee == world.committee
    make_level(world.committee, "培育")
    again = client.post(reverse("admin:branches_brandlevel_add"), {"name": "培育", "order_number": 3})
    assert again.status_code == 200


def test_several_are_published_at_once_and_a_refusal_stops_only_its_own(client, world):
    waiting = make_brand(organization=world.unit.organization, state=State.SUBMITTED).versions.get()
    client.force_login(world.staff)

    url, chosen = reverse("admin:branches_brandversion_changelist"), [waiting.pk, world.brand.published_id]
    page = client.post(url, {"action": "publish", "_selected_action": chosen}, follow=True)

    waiting.refresh_from_db()
    assert waiting.state == State.PUBLISHED
    said = [str(message) for message in page.context["messages"]]
    assert len(said) == 2 and "审定发布所选品牌：已完成1项。" in said


@pytest.mark.parametrize("model", MODELS)
def test_export_opens(client, world, model):
    row = objects(world)[model]
    client.force_login(world.staff)

    url = reverse(f"admin:branches_{model}_changelist")
    page = client.post(url, {"action": "export_xlsx", "_selected_action": [row.pk]})

    assert page["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize("model", MODELS[:-1])
def test_list_takes_the_same_queries_for_many_rows(client, world, model, django_assert_max_num_queries):
    for owner in (world.unit.organization, world.lead.organization, world.deputy.organization):
        brand = make_brand(organization=owner)
        make_honour(brand)
        adoptions.adopt(brand, world.outsider.organization, None, "学", by=world.outsider)
    client.force_login(world.staff)

    with django_assert_max_num_queries(14):
        client.get(reverse(f"admin:branches_{model}_changelist"))
