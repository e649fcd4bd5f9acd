"""What no page can go below: the same statements without Django, and Django without the page."""

from django.db import connection
from django.http import HttpResponse
from django.urls import reverse


def asked_by(call):
    """Every statement of the call with its values."""
    asked = []

    def note(execute, statement, values, many, context):
        asked.append((statement, values))
        return execute(statement, values, many, context)

    with connection.execute_wrapper(note):
        call()
    return asked


def replay(asked):
    """Raw SQL: the same statements on the same connection by the driver alone, every row fetched."""
    with connection.connection.cursor() as cursor:
        for statement, values in asked:
            if not statement.upper().startswith(("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE")):
                cursor.execute(statement, values)
                cursor.fetchall()


def bare(length):
    """Bare Django: a view that answers at once with as many bytes, through every middleware, for the same session."""
    return f"{reverse('bare')}?length={length}"


def bare_view(request):
    request.user.is_authenticated  # noqa: B018  the session and the account are read, as by every page
    return HttpResponse(b"<p>" + b"x" * int(request.GET["length"]))
