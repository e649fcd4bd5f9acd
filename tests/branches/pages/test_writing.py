"""Writing a brand: begun, kept half written, handed in; two who write at once lose nothing."""

import pytest
from django.urls import reverse

from branches import brands
from branches.models import BrandPicture, BrandVersion
from tests.branches.pages.house import WORDS, draft_of, edit_url, sent, texts
from tests.factories import make_branch, make_brand, make_photo

pytestmark = pytest.mark.django_db
State = BrandVersion.State


def test_brand_begins_with_whose_it_is(client, house):
    client.force_login(house.officer)

    page = client.get(reverse("brand-create"), {"branch": house.branch.pk})
    begun = client.post(reverse("brand-create"), {"owner": f"branch-{house.branch.pk}"})

    version = BrandVersion.objects.get()
    assert page.context["form"]["owner"].value() == f"branch-{house.branch.pk}"
    assert begun.url == edit_url(version)
    assert (version.brand.branch, version.state) == (house.branch, State.DRAFT)


@pytest.mark.parametrize("owner", ["", "branch-999999", "x", "branch-\x00"])
def test_brand_of_nobody_is_refused_in_words(client, house, owner):
    client.force_login(house.officer)

    answer = client.post(reverse("brand-create"), {"owner": owner})

    assert answer.status_code == 422
    assert answer.context["form"].errors["owner"]


def test_brand_of_another_unit_is_not_offered(client, house):
    strange = make_branch(organization=house.other.organization)
    client.force_login(house.officer)

    answer = client.post(reverse("brand-create"), {"owner": f"branch-{strange.pk}"})

    assert answer.status_code == 422


def test_branch_that_has_a_brand_leads_to_it(client, house):
    brand = make_brand(branch=house.branch)
    client.force_login(house.officer)

    answer = client.get(reverse("brand-create"), {"branch": house.branch.pk})

    assert answer.url == brand.get_absolute_url()


def test_draft_is_kept_half_written(client, house):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(
        edit_url(version), sent(version, name="税润新安", meaning="", practice="", business="", draft="1")
    )

    version.refresh_from_db()
    assert answer.url == edit_url(version)
    assert (version.name, version.meaning, version.state) == ("税润新安", "", State.DRAFT)


def test_submit_says_all_that_is_missing_beside_the_fields(client, house):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(edit_url(version), sent(version, name="", business="", meaning="", practice=""))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "business", "meaning", "practice"}
    assert "有 4 处需要改正" in answer.content.decode()


def test_submit_hands_it_to_the_lead(client, house):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(edit_url(version), sent(version), follow=True)

    version.refresh_from_db()
    assert version.state == State.PROPOSED
    assert texts(answer) == ["已提交，现在是“待片长初审”。"]


def test_pictures_and_logo_are_taken_in_arranged_and_taken_out(client, house, media):
    version = draft_of(house)
    client.force_login(house.officer)
    files = {"new_pictures": [make_photo(), make_photo()], "new_logo": make_photo(format="PNG")}

    client.post(edit_url(version), sent(version, new_captions="甲\n乙", draft="1") | files)
    version.refresh_from_db()
    first, second = version.pictures.all()
    order = {f"picture-{first.pk}-place": 2, f"picture-{second.pk}-place": 1, f"picture-{first.pk}-caption": "丙"}
    client.post(edit_url(version), sent(version, draft="1", **order, **{f"picture-{second.pk}-caption": "乙"}))

    version.refresh_from_db()
    assert [picture.caption for picture in version.pictures.all()] == ["乙", "丙"]
    shown = [client.get(url) for url in (version.logo_url, first.image_url, first.small_url)]
    assert [(answer.status_code, answer["Content-Type"]) for answer in shown] == [(200, "image/jpeg")] * 3

    client.post(edit_url(version), sent(version, draft="1", remove_logo="on", **{f"picture-{first.pk}-remove": "on"}))

    version.refresh_from_db()
    assert [picture.caption for picture in version.pictures.all()] == [""]  # its caption was sent empty
    assert not version.logo


def test_shared_picture_stays_until_the_last_row_is_gone(client, house, media, django_capture_on_commit_callbacks):
    brand = make_brand(branch=house.branch)
    client.force_login(house.officer)
    revision = brands.revise(brand, house.officer)
    client.post(edit_url(revision), sent(revision, draft="1") | {"new_pictures": [make_photo()]})
    picture = revision.pictures.get()
    BrandPicture.objects.create(version=brand.published, image=picture.image.name, width=1, height=1)
    revision.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit_url(revision), sent(revision, draft="1", **{f"picture-{picture.pk}-remove": "on"}))

    assert not revision.pictures.exists()
    assert picture.image.storage.exists(picture.image.name)
    assert not picture.thumbnail.storage.exists(picture.thumbnail.name)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "二" * 21}, "name"),
        ({"meaning": "长" * 3001}, "meaning"),
        ({"new_pictures": [make_photo() for _ in range(10)]}, "new_pictures"),
        ({"new_captions": "长" * 41}, "new_captions"),
    ],
)
def test_bad_input_is_answered_beside_its_field(client, house, media, changes, field):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(edit_url(version), sent(version, **changes))

    version.refresh_from_db()
    faults = {**answer.context["form"].errors, **answer.context["files"].errors}
    assert (answer.status_code, list(faults), version.name) == (422, [field], "")


def test_text_file_is_no_picture(client, house, media):
    version = draft_of(house)
    client.force_login(house.officer)
    photo = make_photo()
    photo.file.seek(0)
    photo.file.truncate(40)

    answer = client.post(edit_url(version), sent(version, draft="1") | {"new_pictures": [photo]})

    assert "不是能打开的图片" in answer.content.decode()


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30])
def test_form_without_its_revision_is_refused(client, house, revision):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(edit_url(version), sent(version) | {"version": revision})

    assert answer.status_code == 422
    assert "请从品牌页面重新打开" in answer.content.decode()


def test_two_who_write_at_once_lose_nothing(client, house):
    version = draft_of(house)
    stale = sent(version, name="后来的", draft="1")
    version.edit(by=house.officer, revision=version.revision, name="先来的")
    client.force_login(house.officer)

    answer = client.post(edit_url(version), stale)

    version.refresh_from_db()
    assert (answer.status_code, version.name) == (409, "先来的")
    assert "后来的" in answer.content.decode()
    assert "在新窗口打开最新内容" in answer.content.decode()


def test_autosave_keeps_and_tells_the_next_revision(client, house):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(reverse("brand-autosave", args=[version.brand_id]), sent(version, name="写到一半", meaning=""))

    version.refresh_from_db()
    assert answer.status_code == 200
    assert (version.name, answer.json()["version"]) == ("写到一半", version.revision)


def test_autosave_keeps_captions_and_takes_nothing_out(client, house, media):
    version = draft_of(house)
    client.force_login(house.officer)
    client.post(edit_url(version), sent(version, draft="1") | {"new_pictures": [make_photo()]})
    version.refresh_from_db()
    picture = version.pictures.get()
    changes = {f"picture-{picture.pk}-caption": "松下议事", f"picture-{picture.pk}-remove": "on"}

    client.post(reverse("brand-autosave", args=[version.brand_id]), sent(version, **changes))

    picture.refresh_from_db()
    assert picture.caption == "松下议事"


def test_autosave_stops_at_a_conflict(client, house):
    version = draft_of(house)
    stale = sent(version)
    version.edit(by=house.officer, revision=version.revision, name="先来的")
    client.force_login(house.officer)

    answer = client.post(reverse("brand-autosave", args=[version.brand_id]), stale)

    version.refresh_from_db()
    assert (answer.status_code, version.name) == (409, "先来的")


def test_autosave_of_too_long_a_text_says_so(client, house):
    version = draft_of(house)
    client.force_login(house.officer)

    answer = client.post(reverse("brand-autosave", args=[version.brand_id]), sent(version, name="二" * 21))

    assert answer.status_code == 422
    assert "最多 20 字" in answer.json()["message"]


def test_what_is_handed_in_is_no_longer_edited(client, house):
    brand = make_brand(branch=house.branch, state=State.SUBMITTED)
    client.force_login(house.officer)

    page = client.get(reverse("brand-edit", args=[brand.pk]))
    autosave = client.post(reverse("brand-autosave", args=[brand.pk]), WORDS | {"version": 0})

    assert page.url == brand.get_absolute_url()
    assert autosave.status_code == 409


def test_return_notes_stand_beside_their_fields(client, house):
    brand = make_brand(branch=house.branch, state=State.SUBMITTED)
    client.force_login(house.staff)
    url = reverse("brand-return", args=[brand.pk])

    empty = client.post(url, {"reason": "", "note-meaning": " "})
    client.post(url, {"reason": "总的不错", "note-meaning": "写具体些", "note-pictures": "换一张"})

    client.force_login(house.officer)
    page = client.get(reverse("brand-edit", args=[brand.pk])).content.decode()
    version = brand.versions.get()
    assert empty.status_code == 422
    assert (version.state, version.return_notes) == (State.RETURNED, {"meaning": "写具体些", "pictures": "换一张"})
    field = page.split('id="div_id_meaning"')[1].split('id="div_id_practice"')[0]
    assert "写具体些" in field
    assert "写具体些" not in page.split('id="div_id_practice"')[1].split('id="div_id_results"')[0]
    assert "总的不错" in page
    assert "换一张" in page.split('id="div_id_new_pictures"')[1]
