"""Pictures and logo: rows of a revision share their files, and a file goes with the last row that names it."""

import pytest
from django.core.files.storage import default_storage

from branches import brand_pictures, brands
from branches.models import BrandPicture
from portal.access import WrongState
from portal.pictures import clean_picture
from tests.factories import make_brand, make_photo, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(media):
    return make_brand(state="draft").versions.get()


def cleaned(number):
    return [clean_picture(make_photo()) for _ in range(number)]


def names(version):
    return [name for row in version.pictures.all() for name in (row.image.name, row.thumbnail.name)]


def test_pictures_are_numbered_captioned_and_have_their_thumbnail(version):
    brand_pictures.add_pictures(version, cleaned(2), ["会诊现场"])

    rows = list(version.pictures.values_list("order_number", "caption", "width", "height"))
    assert rows == [(1, "会诊现场", 640, 480), (2, "", 640, 480)]
    assert all(default_storage.exists(name) for name in names(version))


def test_more_than_nine_are_refused_before_anything_is_kept(version):
    brand_pictures.add_pictures(version, cleaned(8))

    with pytest.raises(WrongState, match="最多9张，已有8张，这次又选了2张"):
        brand_pictures.add_pictures(version, cleaned(2))

    assert version.pictures.count() == 8


def test_arrange_numbers_without_gaps(version):
    brand_pictures.add_pictures(version, cleaned(3), ["甲", "乙", "丙"])
    first, second, third = version.pictures.all()

    brand_pictures.arrange(version, {second.pk: "新" * 50}, {third.pk: 1, first.pk: 5})

    rows = list(version.pictures.values_list("pk", "order_number", "caption"))
    assert rows == [(third.pk, 1, "丙"), (second.pk, 2, "新" * 40), (first.pk, 3, "甲")]


def test_file_goes_with_the_last_row_that_names_it(version, django_capture_on_commit_callbacks):
    brand_pictures.add_pictures(version, cleaned(1))
    version.submit(by=_staff(version))
    brand = version.brand
    brand.refresh_from_db()
    revision = brands.revise(brand, None)
    files = names(version)

    shared = names(revision) == files
    with django_capture_on_commit_callbacks(execute=True):
        brand_pictures.remove(revision.pictures.all())
    kept = [default_storage.exists(name) for name in files]
    with django_capture_on_commit_callbacks(execute=True):
        brand_pictures.remove(version.pictures.all())

    assert (shared, kept) == (True, [True, True])
    assert [default_storage.exists(name) for name in files] == [False, False]
    assert not BrandPicture.objects.exists()


def test_files_stay_until_the_removal_is_committed(version, django_capture_on_commit_callbacks):
    brand_pictures.add_pictures(version, cleaned(1))
    files = names(version)

    with django_capture_on_commit_callbacks(execute=False):
        brand_pictures.remove(version.pictures.all())

    assert all(default_storage.exists(name) for name in files)


def test_new_logo_replaces_the_old_file_unless_another_version_shows_it(version, django_capture_on_commit_callbacks):
    brand_pictures.set_logo(version, *cleaned(1))
    first = version.logo.name
    version.submit(by=_staff(version))
    version.brand.refresh_from_db()
    revision = brands.revise(version.brand, None)

    with django_capture_on_commit_callbacks(execute=True):
        brand_pictures.set_logo(revision, *cleaned(1))
        second = revision.logo.name
        brand_pictures.remove_logo(revision)

    revision.refresh_from_db()
    assert (revision.logo_url, default_storage.exists(first), default_storage.exists(second)) == ("", True, False)


def _staff(version):
    return make_staff(version.brand.committee)
