"""Who saw, exported or was refused what: known from the answer of a page, so that no view writes it itself.

A page of `SEEN` counts once an hour for a person, at one query. Every file handed out as an attachment is a line of
its own; what a person was refused (403) is one an hour. Where a secret ballot is cast nothing is written.
"""

import html
import re
from urllib.parse import unquote

from django.utils import timezone

from portal.asked import whole_number
from portal.audit.entries import Act
from portal.audit.recording import record, record_once
from portal.audit.values import SECRET, cleaned
from portal.audit.watched import FILES, NEVER, SEEN

TITLE = re.compile(r"<title>(.*?)(?: · | \| |</title>)", re.DOTALL)
HEAD = 4096  # bytes of a page in which its title stands
FILE_NAME = re.compile(r"filename\*=(?:UTF-8|utf-8)''([^;]+)|filename=\"?([^\";]+)")
ADMIN_PAGE = re.compile(r"([a-z]+)_([a-z]+)_(?:change|history|changelist)")
ADMIN_SEEN = ("_change", "_history")
SIGNED_QUERY = re.compile(r"^(?:sig|sign|signature|expires|s)$")
FORBIDDEN = 403


class Watch:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.view_name not in NEVER:
            self._look_at(request, match, response)
        return response

    def _look_at(self, request, match, response):
        if response.get("Content-Disposition", "").startswith("attachment"):
            if response.status_code == 200 and not response.get("Content-Type", "").startswith("text/calendar"):
                handed_out(request, match, response)
        elif response.status_code == 200 and request.method == "GET" and is_watched(match):
            seen(request, match, response)
        elif response.status_code == FORBIDDEN and request.user.is_authenticated:
            words = {"name": request.path, "verb": request.method}
            record_once(Act.REFUSED, key=_key(request), actor=request.user, request=request, **words)


def is_watched(match):
    return match.view_name in SEEN or (match.app_name == "admin" and (match.url_name or "").endswith(ADMIN_SEEN))


def seen(request, match, response):
    if not request.user.is_authenticated:
        return
    words = {"name": _title(response), **_thing(match)}
    record_once(Act.SAW, key=_key(request), actor=request.user, request=request, **words)


def handed_out(request, match, response):
    user = request.user if request.user.is_authenticated else None
    act = Act.DOWNLOADED if match.view_name in FILES and FILES[match.view_name][1] else Act.EXPORTED
    asked = {name: value for name, value in request.GET.items() if value and not _is_secret(name)}
    words = {"name": _file_name(response), "after": {"条件": _short(asked)} if asked else {}, **_thing(match)}
    record(act, actor=user, request=request, **words)


def _thing(match):
    """The record that the address names."""
    kind = SEEN.get(match.view_name) or FILES.get(match.view_name, ("",))[0]
    page = ADMIN_PAGE.fullmatch(match.url_name or "") if match.app_name == "admin" else None
    if page:
        kind = f"{page[1]}.{page[2]}"
    key = match.kwargs.get("pk", match.kwargs.get("object_id"))
    return {"kind": kind, "object_id": None if key is None else whole_number(str(key), 18)}


def _key(request):
    hour = timezone.now().strftime("%Y%m%d%H")
    return request.user.pk, request.method, request.path, hour


def _title(response):
    if response.streaming:
        return ""
    found = TITLE.search(response.content[:HEAD].decode("utf-8", "replace"))
    return html.unescape(found[1]).strip() if found else ""


def _file_name(response):
    found = FILE_NAME.search(response["Content-Disposition"])
    return unquote(found[1] or found[2]) if found else ""


def _is_secret(name):
    return bool(SECRET.search(name) or SIGNED_QUERY.search(name))


def _short(asked):
    return {cleaned(name)[:60]: cleaned(value)[:200] for name, value in list(asked.items())[:20]}
