"""One line for each request: which page, by what kind of request, with which answer, how long, for whose number."""

import logging
import time

from django.conf import settings

from portal.logs import context
from portal.logs.formatting import url_name
from portal.metrics.counters import request_answered

log = logging.getLogger("portal.request")
QUIET = ("healthz", "static")  # asked all the time: only at LOG_LEVEL=DEBUG


class RequestLog:
    """The outermost middleware, so that its time is the whole time and every answer is counted."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        number = request.request_id = context.begin(request.headers.get(context.HEADER, ""))
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            self._note(request, response, time.perf_counter() - started)
            response[context.HEADER] = number
            return response
        finally:
            context.end()

    def _note(self, request, response, seconds):
        name = page_of(request)
        request_answered(name, method_of(request), response.status_code, seconds)
        user = getattr(request, "_cached_user", None)  # only where the page asked for it: no query for the log
        log.log(
            logging.DEBUG if name in QUIET else logging.INFO,
            "request",
            extra={
                "url": name,
                "method": method_of(request),
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
                "user": getattr(user, "pk", None),
                "committee": getattr(user, "committee_id", None),
            },
        )


def page_of(request):
    """The name of the URL, never its path."""
    return "static" if request.path.startswith(settings.STATIC_URL) else url_name(request)


def method_of(request):
    """As the browser says, where that is a method at all."""
    known = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
    return request.method if request.method in known else "other"
