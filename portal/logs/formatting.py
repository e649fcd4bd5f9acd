"""A record as one line of JSON, or as a line for people. Both strike out what is anybody's."""

import json
import logging
from datetime import UTC, datetime
from urllib.parse import quote

from portal.logs import context
from portal.logs.masking import describe, mask, without_quotes

FIELDS = ("url", "method", "status", "ms", "user", "committee", "task")  # what a record may carry besides its message


def message_of(record):
    text = record.getMessage()
    request = getattr(record, "request", None)
    for path in written_as(getattr(request, "path", "")):  # a feed's path holds its key, any may hold a name
        if path and text.endswith(path):  # Django's "Not Found: /…"
            text = text.removesuffix(path) + url_name(request)
    fault = record.exc_info[1] if record.exc_info else None
    return mask(text if fault is None else without_quotes(text, fault))


def written_as(path):
    """As it is, as Django escapes it for the log, and as the browser sent it."""
    return path, path.encode("unicode_escape").decode("ascii"), quote(path)


def url_name(request):
    match = getattr(request, "resolver_match", None)
    return (match.view_name or "unnamed") if match else "unresolved"


def number_of(record):
    """Django writes its line about a 404 when all middleware has ended; then the request itself still knows."""
    return context.current() or getattr(getattr(record, "request", None), "request_id", "")


class JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request": number_of(record),
        }
        line |= {name: getattr(record, name) for name in FIELDS if getattr(record, name, None) is not None}
        if record.exc_info and record.exc_info[1]:
            line["exception"] = describe(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value != ""}, ensure_ascii=False)


class LineFormatter(logging.Formatter):
    def format(self, record):
        when = f"{datetime.fromtimestamp(record.created, tz=UTC).astimezone():%Y-%m-%d %H:%M:%S}"
        fields = [f"{name}={getattr(record, name)}" for name in FIELDS if getattr(record, name, None) is not None]
        line = " ".join([when, record.levelname, f"{record.name}:", message_of(record), *fields])
        if record.exc_info and record.exc_info[1]:
            line = f"{line}\n{describe(record.exc_info[1])}"
        return line
