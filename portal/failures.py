"""What a page answers when something fails below it: the database is away (503), the disk is full (507), a fault of our
own (500). The pages are plain files: they ask neither the database nor the session. Nothing was saved then.
"""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

AWAY = (OperationalError, InterfaceError)  # gone, restarting, out of connections, locked for too long
FULL = {errno.ENOSPC, errno.EDQUOT}
RETRY_SECONDS = 30


def failed(request):
    """Django's handler of what nobody caught; it is called while the exception is handled."""
    error = sys.exception()
    if isinstance(error, AWAY):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    if isinstance(error, OSError) and error.errno in FULL:
        return HttpResponse(render_to_string("507.html"), status=507)
    return server_error(request)
