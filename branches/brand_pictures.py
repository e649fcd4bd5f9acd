"""The logo and the pictures of a version. Rows of a revision share their files with the version before, so a file goes
with the last row that names it, and only once that row is gone for good.

Every function belongs behind `version.claim(revision)` (or `version.edit`), inside the same transaction.
"""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from branches.models import BrandPicture, BrandVersion
from portal.access import WrongState
from portal.pictures import thumbnail


def set_logo(version, cleaned):
    """`cleaned`: what `portal.pictures.clean_picture` gave."""
    old = version.logo.name
    version.logo.save("logo.jpg", ContentFile(cleaned.data), save=False)
    _keep_logo(version, old)


def remove_logo(version):
    old, version.logo = version.logo.name, ""
    _keep_logo(version, old)


def add_pictures(version, cleaned, captions=()):
    """A caption for each as far as there are any. More than nine are refused before a file is written."""
    present = version.pictures.count()
    if present + len(cleaned) > version.MOST_PICTURES:
        raise WrongState(f"图片最多{version.MOST_PICTURES}张，已有{present}张，这次又选了{len(cleaned)}张。")
    for number, picture in enumerate(cleaned):
        BrandPicture.objects.create(
            version=version,
            image=ContentFile(picture.data, "picture.jpg"),
            thumbnail=ContentFile(thumbnail(picture.data), "small.jpg"),
            width=picture.width,
            height=picture.height,
            caption=(captions[number] if number < len(captions) else "")[:40],
            order_number=present + number + 1,
        )


def arrange(version, captions, places):
    """Captions and places by picture id; afterwards they are numbered 1, 2, 3 without gaps."""
    pictures = list(version.pictures.all())
    pictures.sort(key=lambda picture: (places.get(picture.pk) or picture.order_number, picture.pk))
    for number, picture in enumerate(pictures, start=1):
        picture.order_number = number
        picture.caption = captions.get(picture.pk, picture.caption)[:40]
    BrandPicture.objects.bulk_update(pictures, ["order_number", "caption"])


def remove(pictures):
    for picture in pictures:
        names = [picture.image.name, picture.thumbnail.name]
        picture.delete()
        _delete_unless_named(names)


def _keep_logo(version, old):
    BrandVersion.objects.filter(pk=version.pk).update(logo=version.logo.name)
    _delete_unless_named([old])


def _delete_unless_named(names):
    transaction.on_commit(lambda: _delete_files([name for name in names if name]), robust=True)


def _delete_files(names):
    for name in names:
        pictures = BrandPicture.objects.filter(Q(image=name) | Q(thumbnail=name))
        if not (pictures.exists() or BrandVersion.objects.filter(logo=name).exists()):
            default_storage.delete(name)
