"""The page of a failure says what happened and what to do, and asks nothing of what has failed."""

import errno

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (OperationalError("server closed the connection"), 503, "请稍等再试"),
        (InterfaceError("connection already closed"), 503, "请稍等再试"),
        (FULL, 507, "磁盘满了"),
        (OSError(errno.EACCES, "Permission denied"), 500, "过几分钟再试"),
        (ValueError("a fault of ours"), 500, "过几分钟再试"),
    ],
)
def test_failure_is_a_page_that_needs_no_database(monkeypatch, error, status, says):
    """No `db`: a page that asked the database for anything would raise here."""

    def fail(*_):
        raise error

    monkeypatch.setattr("accounts.middleware.MustChangePassword.__call__", fail)
    response = Client(raise_request_exception=False).get("/activities/")

    assert (response.status_code, says in response.content.decode()) == (status, True)
    assert response.get("Retry-After") == ("30" if status == 503 else None)
    assert "default-src" in response["Content-Security-Policy"]
