"""Each stored file leaves by the addresses named here and by no other, to who sees its record and to nobody else."""

from http.cookies import SimpleCookie
from inspect import unwrap

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.urls import URLResolver, get_resolver

from tests.permissions_world import ROLES
from tests.security.policy import FILES_POLICY, policy_of
from tests.test_permissions import ROWS, address

pytestmark = pytest.mark.once

PICTURE, PDF = ("inline", "image/jpeg"), ("attachment", "application/pdf")
ZIP = ("attachment", "application/octet-stream")  # of no kind that a browser opens
# Where each field with a file is served: {URL name: (how, as what)}.
FILES = {
    "activities.Attachment.file": {"attachment-download": PDF},
    "activities.Picture.image": {"picture-image": PICTURE},
    "activities.Picture.thumbnail": {"picture-thumbnail": PICTURE},
    "activities.Task.evidence_file": {"task-file": PDF},
    "assessments.Claim.file": {"claim-file": PDF},
    "branches.BrandPicture.image": {"brand-picture": PICTURE, "entry-picture": PICTURE},
    "branches.BrandPicture.thumbnail": {"brand-picture-small": PICTURE},
    "branches.BrandVersion.logo": {"brand-logo": PICTURE, "entry-logo": PICTURE},
    "branches.RosterImport.file": {},  # kept to be read again by the portal alone
    "letters.Batch.archive": {"letter-batch-zip": ZIP},
    "letters.BatchDocument.file": {},  # goes into the archive
    "letters.LetterFile.file": {"letter-file": PDF},
    "letters.ReplyFile.file": {"reply-file": PDF},
}
DOORS = [
    (label, thing, name, who, *served)
    for label, names in FILES.items()
    for name, served in names.items()
    for method, row_name, thing, who in ROWS
    if (method, row_name) == ("GET", name)
]


@pytest.fixture
def filled(world):
    """The world of the matrix; each of its files says of which field it is."""
    with transaction.atomic():
        world.letter_batch.archive.save("letters.zip", ContentFile(b""))
        for label in FILES:
            model, _, field = label.rpartition(".")
            for record in apps.get_model(model).objects.exclude(**{field: ""}):
                file = getattr(record, field)
                with file.storage.open(file.name, "wb") as stored:
                    stored.write(label.encode())
        yield world
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(("label", "thing", "name", "who", "how", "kind"), DOORS, ids=lambda part: str(part))
def test_file_goes_to_who_sees_its_record(filled, label, thing, name, who, how, kind):
    wrong = {}
    for role, expected in zip(ROLES, who, strict=True):
        answer = get(filled, role, address(filled, name, thing))
        body = b"".join(answer) if answer.streaming else answer.content
        if expected == "Y":
            told = {
                "status": answer.status_code,
                "body": body,
                "kind": answer["Content-Type"],
                "how": answer["Content-Disposition"].partition(";")[0],
                "sniff": answer["X-Content-Type-Options"],
                "policy": policy_of(answer),
                "kept by": set(answer["Cache-Control"].split(", ")),
            }
            due = (200, label.encode(), kind, how, "nosniff", FILES_POLICY, {"private", "no-cache"})
            if tuple(told.values()) != due:
                wrong[role] = told
        elif answer.status_code != {"L": 302, "N": 404}.get(expected) or label.encode() in body:
            wrong[role] = (expected, answer.status_code)

    assert wrong == {}


def get(world, role, url):
    client, cookies = world.clients[role]
    client.cookies = SimpleCookie(cookies)
    return client.get(url)


def test_each_field_with_a_file_is_named_here():
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField) and not hasattr(model, "history_object")
    }

    assert fields == set(FILES)


def test_each_address_that_sends_a_file_is_named_here():
    sending = {
        name for name, view in views(get_resolver().url_patterns) if "send_file" in unwrap(view).__code__.co_names
    }
    known = {name for names in FILES.values() for name in names}

    assert sending | {"brand-picture"} == known | {"brand-picture"}
    assert {name for _, _, name, *_ in DOORS} == known


def test_nothing_is_served_from_the_folder_itself(filled, settings):
    paths = [filled.picture.image.name, filled.attachment.file.name, filled.claim.file.name]

    answers = [get(filled, "staff", f"/{root}/{path}").status_code for path in paths for root in ("media", "stored")]

    assert set(answers) == {404}


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) != "admin/":
                yield from views(pattern.url_patterns)
        elif hasattr(unwrap(pattern.callback), "__code__"):
            yield pattern.name, pattern.callback
