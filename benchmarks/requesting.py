"""Requests through the whole WSGI stack in this process, as a server would make them; timed and counted."""

import statistics
import time
from contextlib import contextmanager
from http.cookies import SimpleCookie

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from portal.wsgi import application

WARM = 3
BATCHES = 2
REQUESTS = 11  # of a batch


class Browser:
    """One person's requests. The connection to the database is kept or closed after each as the settings say."""

    def __init__(self, user=None):
        self.factory = RequestFactory()
        if user:
            self.factory.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session_of(user)})

    def get(self, path, **headers):
        """(status, headers, body)"""
        environ = self.factory.get(path, headers={"host": "127.0.0.1", **headers}).environ
        told = {}

        def start_response(status, headers):
            told.update(status=int(status.split()[0]), headers=dict(headers))

        response = application(environ, start_response)
        try:
            body = b"".join(response)
        finally:
            response.close()
        return told["status"], told["headers"], body

    def queries(self, path, **headers):
        with CaptureQueriesContext(connection) as asked:
            self.get(path, **headers)
        return len(asked)


@contextmanager
def in_one_transaction():
    """All is taken back at the end; until then no request closes the connection, as each otherwise may."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@contextmanager
def counted():
    """A list that grows with each query, however many there are."""
    asked = []

    def note(execute, statement, *words):
        asked.append(statement[:60])
        return execute(statement, *words)

    with connection.execute_wrapper(note):
        yield asked


def session_of(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def medians(*calls, batches=BATCHES):
    """Milliseconds of each call: the median of a batch of requests, of several batches the calmest.

    Taken in turns, so that a busy moment of the machine meets all of them.
    """
    for call in calls:
        for _ in range(WARM):
            call()
    found = [batch(calls) for _ in range(batches)]
    return [min(times) for times in zip(*found, strict=True)]


def batch(calls, clock=time.perf_counter):
    """The median of each call by this clock, in milliseconds."""
    taken = [[] for _ in calls]
    for _ in range(REQUESTS):
        for call, times in zip(calls, taken, strict=True):
            started = clock()
            call()
            times.append((clock() - started) * 1000)
    return [statistics.median(times) for times in taken]
