"""The gallery, the coverage and their workbooks; garbage in an address is left out."""

import pytest
from django.urls import reverse

from notices.models import Notice
from tests.branches.pages.house import draft_of, edit_url, sent, texts
from tests.factories import make_branch, make_brand, make_photo, make_staff

pytestmark = pytest.mark.django_db


def test_gallery_finds_by_pinyin_and_says_when_nothing_fits(client, house):
    make_brand(branch=house.branch, name="税润新安")
    client.force_login(house.member)

    hit = client.get(reverse("brand-list"), {"q": "srxa"}).content.decode()
    miss = client.get(reverse("brand-list"), {"q": "zzzz"}).content.decode()

    assert "税润新安" in hit
    assert "没有符合条件的品牌" in miss


def test_gallery_shows_officers_their_own_in_the_making(client, house):
    draft_of(house)
    client.force_login(house.officer)

    page = client.get(reverse("brand-list")).content.decode()

    assert "正在申报和修订" in page
    assert "继续填写" in page


@pytest.mark.parametrize("name", ["brand-list", "brand-export", "brand-coverage", "brand-create"])
@pytest.mark.parametrize(
    "query",
    [
        {"alliance": "x", "year": "\x00", "level": "9" * 40, "page": "-7", "sort": "drop"},
        {"organization": "9" * 40, "category": "'", "owner": "zz", "q": "\x00", "making": "maybe"},
        {"state": "without", "alliance": "²", "organization": "1e9", "page": "9" * 30},
        {"state": "zz", "branch": "9" * 40, "measure": "x", "version": "x"},
    ],
)
def test_garbage_in_the_address_is_left_out(client, house, name, query):
    make_brand(branch=house.branch)
    client.force_login(house.staff)

    assert client.get(reverse(name), query).status_code == 200


def test_garbage_in_the_address_of_a_brand_is_left_out(client, house):
    brand = make_brand(branch=house.branch)
    client.force_login(house.staff)

    for query in ({"measure": "9" * 40}, {"measure": "\x00"}):
        assert client.get(brand.get_absolute_url(), query).status_code == 200
    changes = reverse("brand-changes", args=[brand.pk])
    assert [client.get(changes, {"version": text}).status_code for text in ("", "1", "x", "77")] == [200, 200, 200, 404]


def test_coverage_leads_to_its_branches_and_reminds_in_one_act(client, house):
    covered = make_branch(organization=house.unit)
    make_brand(branch=covered)
    client.force_login(house.staff)

    page = client.get(reverse("brand-coverage"))
    rows = client.get(reverse("brand-coverage"), {"state": "without", "organization": house.unit.pk})
    asked = client.get(reverse("brand-coverage-remind"))
    answer = client.post(reverse("brand-coverage-remind"), {"unit": [house.unit.pk, "x"]}, follow=True)

    total = page.context["found"].total
    assert (total.branches, total.published, total.making, total.without) == (2, 1, 0, 1)
    assert [branch.pk for branch in rows.context["page"]] == [house.branch.pk]
    assert house.officer.name in asked.content.decode()
    assert "已提醒1个单位" in texts(answer)[0]
    assert Notice.objects.filter(recipient=house.officer).count() == 1


def test_coverage_is_not_for_members_and_reminding_not_for_units(client, house):
    client.force_login(house.member)
    assert client.get(reverse("brand-coverage")).status_code == 403
    client.force_login(house.officer)
    assert client.get(reverse("brand-coverage")).status_code == 200
    assert client.get(reverse("brand-coverage-remind")).status_code == 403


def test_register_and_coverage_are_workbooks(client, house):
    make_brand(branch=house.branch)
    client.force_login(house.staff)

    for name in ("brand-export", "brand-coverage-export"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.content[:2]) == (200, b"PK")


def test_draft_is_nobodys_business(client, house, media):
    version = draft_of(house)
    client.force_login(house.officer)
    client.post(
        edit_url(version), sent(version, draft="1") | {"new_pictures": [make_photo()], "new_logo": make_photo()}
    )
    picture = version.pictures.get()
    urls = [version.brand.get_absolute_url(), edit_url(version), picture.image_url, picture.small_url]
    urls.append(reverse("brand-logo", args=[version.pk]))

    for user in (house.other, house.member, house.leader, make_staff()):
        client.force_login(user)
        assert [client.get(url).status_code for url in urls] == [404] * 5
