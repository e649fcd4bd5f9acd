"""Stored files leave only through here: the view has asked who may read, and no browser has to guess what it gets."""

import secrets
from datetime import UTC
from hashlib import sha256
from pathlib import PurePath
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, http_date

CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def private_name(folder, filename):
    """Where an upload is stored: in the folder of its month, under a name that tells nothing and cannot be guessed."""
    ending = PurePath(filename).suffix.lower()
    return f"{folder}/{timezone.localdate():%Y/%m}/{secrets.token_urlsafe(16)}{ending}"


def send_file(request, file, name=""):
    """A stored file never changes (its name is random and new each time), so its name is its ETag. The browser asks
    again each time, because the right to read may have ended."""
    etag = f'"{sha256(file.name.encode()).hexdigest()[:24]}"'
    try:
        changed = int(file.storage.get_modified_time(file.name).astimezone(UTC).timestamp())
        response = get_conditional_response(request, etag=etag, last_modified=changed) or _whole(file, name)
    except FileNotFoundError as error:
        raise Http404("文件已不在。") from error
    if response.status_code == 200:
        response["Content-Type"] = CONTENT_TYPES.get(PurePath(file.name).suffix, "application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _whole(file, name):
    """The bytes; or, behind nginx, only where they lie: a place that no browser can open itself (deploy/nginx.conf)."""
    if not settings.MEDIA_ACCEL:
        return FileResponse(file.open("rb"), as_attachment=bool(name), filename=name or "picture.jpg")
    response = HttpResponse()
    response["Content-Disposition"] = content_disposition_header(bool(name), name or "picture.jpg")
    response["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL}{quote(file.name)}"
    return response
