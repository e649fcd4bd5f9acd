"""The steps of a brand as doors: only for who holds it, refused in words, with a page of their own where final."""

import pytest
from django.urls import reverse

from branches.models import BrandVersion
from tests.branches.pages.house import WORDS, draft_of, edit_url, sent, texts
from tests.factories import make_brand

pytestmark = pytest.mark.django_db
State = BrandVersion.State


def test_brand_goes_from_draft_to_the_gallery_and_is_revised(client, house):
    version = draft_of(house, **{name: text for name, text in WORDS.items() if text})
    brand = version.brand
    page = brand.get_absolute_url()
    for user, name in ((house.officer, "submit"), (house.lead, "review"), (house.staff, "publish")):
        client.force_login(user)
        assert client.post(reverse(f"brand-{name}", args=[brand.pk])).url == page

    client.force_login(house.member)
    assert "税润新安" in client.get(reverse("brand-list")).content.decode()

    client.force_login(house.officer)
    assert client.post(reverse("brand-revise", args=[brand.pk])).url == reverse("brand-edit", args=[brand.pk])
    revision = brand.versions.open().get()
    client.post(edit_url(revision), sent(revision, meaning="润物有声。", draft="1"))
    compared = client.get(reverse("brand-changes", args=[brand.pk]))
    shown = client.get(page).content.decode()
    assert [change.field for change in compared.context["changes"]] == ["meaning"]
    assert "1 处改动" in shown
    assert "润物无声。" in shown

    client.force_login(house.member)
    assert "1 处改动" not in client.get(page).content.decode()
    assert client.get(reverse("brand-changes", args=[brand.pk])).status_code == 403


def test_nobody_approves_what_changed_since_the_page_was_opened(client, house):
    brand = make_brand(branch=house.branch, state=State.SUBMITTED)
    client.force_login(house.staff)

    answer = client.post(reverse("brand-publish", args=[brand.pk]) + "?seen=99", follow=True)

    assert texts(answer) == ["这个品牌刚有变动，请看过最新内容再办理。"]
    assert brand.versions.get().state == State.SUBMITTED


def test_step_in_the_wrong_state_is_refused_in_words(client, house):
    brand = make_brand(branch=house.branch)
    client.force_login(house.staff)

    for name in ("review", "publish", "submit", "withdraw", "drop"):
        answer = client.post(reverse(f"brand-{name}", args=[brand.pk]), follow=True)
        assert answer.status_code == 200, name
        assert "不能办理" in texts(answer)[0] or "不能" in texts(answer)[0], name


@pytest.mark.parametrize(("name", "state"), [("withdraw", State.PROPOSED), ("drop", State.DRAFT)])
def test_withdrawing_and_dropping_ask_first(client, house, name, state):
    brand = make_brand(branch=house.branch, state=state)
    client.force_login(house.officer)
    url = reverse(f"brand-{name}", args=[brand.pk])

    asked = client.get(url)
    done = client.post(url)

    assert (asked.status_code, done.status_code) == (200, 302)
    assert brand.versions.get().state == {"withdraw": State.DRAFT, "drop": State.DROPPED}[name]


def test_brand_is_ended_with_a_reason(client, house):
    brand = make_brand(branch=house.branch)
    client.force_login(house.officer)
    url = reverse("brand-end", args=[brand.pk])

    without = client.post(url, {"reason": ""})
    client.post(url, {"reason": "支部合并"})

    brand.refresh_from_db()
    assert without.status_code == 422
    assert brand.ended_on
    assert client.get(brand.get_absolute_url()).status_code == 200


def test_only_who_holds_it_decides(client, house):
    brand = make_brand(branch=house.branch, state=State.PROPOSED)

    found = {}
    for who in ("staff", "lead", "officer", "other", "leader", "member"):
        client.force_login(getattr(house, who))
        found[who] = client.get(reverse("brand-return", args=[brand.pk])).status_code

    assert found == {"staff": 200, "lead": 200, "officer": 403, "other": 404, "leader": 403, "member": 404}
