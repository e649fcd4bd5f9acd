"""The pictures and attachments of a report: taken in, put in order, captioned, taken out. Files follow the rows: they
are deleted only once the rows are gone for good."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Value

from activities import tasks
from activities.models import Attachment, Picture

PICTURE = ("pk", "order_number", "image", "thumbnail", "caption", "width", "height")


def of(report):
    """Its pictures and its attachments, each in their order, all by one query."""
    pictures = report.pictures.order_by().values_list(Value("picture"), *PICTURE)
    as_pictures = ("pk", Value(0), "file", Value(""), "name", "size", Value(0))
    attachments = report.attachments.order_by().values_list(Value("attachment"), *as_pictures)
    found = {"picture": [], "attachment": []}
    for kind, *values in pictures.union(attachments, all=True).order_by("order_number", "pk"):
        found[kind].append(values)
    return (
        [Picture(report=report, **dict(zip(PICTURE, values, strict=True))) for values in found["picture"]],
        [
            Attachment(report=report, pk=pk, file=file, name=name, size=size)
            for pk, _, file, _, name, size, _ in found["attachment"]
        ],
    )


def add_pictures(report, cleaned, captions=()):
    """`cleaned`: what `portal.pictures.clean_picture` gave; a caption for each as far as there are any."""
    last = report.pictures.count()
    for number, picture in enumerate(cleaned):
        caption = captions[number] if number < len(captions) else ""
        Picture.objects.create(
            report=report,
            image=ContentFile(picture.data, "picture.jpg"),
            width=picture.width,
            height=picture.height,
            caption=caption,
            order_number=last + number + 1,
        )
    if cleaned:
        # A broker that is down must not spoil a saved report: the page shows the picture itself until the task has run.
        # No partial: Django names the function in its log when it fails, and a partial has no name.
        transaction.on_commit(lambda: tasks.make_thumbnails.delay(report.pk), robust=True)


def arrange(report, captions, places):
    """Captions and places by picture id; afterwards they are numbered 1, 2, 3 without gaps."""
    pictures = list(report.pictures.all())
    pictures.sort(key=lambda picture: (places.get(picture.pk) or picture.order_number, picture.pk))
    for number, picture in enumerate(pictures, start=1):
        picture.order_number = number
        picture.caption = captions.get(picture.pk, picture.caption)
    Picture.objects.bulk_update(pictures, ["order_number", "caption"])


def add_attachments(report, checked):
    for file in checked:
        content = ContentFile(file.data, file.name)
        Attachment.objects.create(report=report, file=content, name=file.name, size=content.size)


def remove(rows):
    for row in rows:
        row.delete()
        transaction.on_commit(row.delete_files, robust=True)
