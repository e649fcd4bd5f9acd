"""How a stored file leaves: by the portal itself, or named for nginx, which sends it from a place no browser opens."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.http import Http404
from django.test import RequestFactory

from activities.models import Attachment
from portal.sending import send_file

STORED = "reports/2026/示例 1.pdf"


@pytest.fixture
def stored(media):
    file = FieldFile(Attachment(), Attachment._meta.get_field("file"), STORED)
    assert default_storage.save(STORED, ContentFile(b"%PDF-1.7 body")) == STORED
    return file


def ask(file, **headers):
    return send_file(RequestFactory().get("/", headers=headers), file, name="签到表.pdf")


def test_without_nginx_the_portal_sends_the_bytes(stored):
    response = ask(stored)

    assert b"".join(response.streaming_content) == b"%PDF-1.7 body"
    assert "X-Accel-Redirect" not in response


def test_behind_nginx_only_the_place_is_named(stored, settings):
    settings.MEDIA_ACCEL = "/stored/"

    response = ask(stored)

    assert response.content == b""
    assert response["X-Accel-Redirect"] == "/stored/reports/2026/%E7%A4%BA%E4%BE%8B%201.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Cache-Control"] == "private, no-cache"


def test_what_the_browser_has_already_is_not_sent_again(stored, settings):
    settings.MEDIA_ACCEL = "/stored/"

    again = ask(stored, **{"if-none-match": ask(stored)["ETag"]})

    assert (again.status_code, "X-Accel-Redirect" in again) == (304, False)


def test_file_gone_from_the_disk_is_a_404_behind_nginx_too(stored, settings):
    settings.MEDIA_ACCEL = "/stored/"
    default_storage.delete(STORED)

    with pytest.raises(Http404):
        ask(stored)
