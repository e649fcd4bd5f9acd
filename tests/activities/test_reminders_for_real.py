"""Exactly once, for real: a Redis, Celery workers as processes of their own, a mail server, and kill -9.

Nothing in the portal knows of these tests. A worker is stopped where it hurts by what is around it: by a mail server
that takes the call and says nothing, by a trigger in the test database that never comes back.
"""

import os
import signal
import time
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import redis
from django.db import connection
from django.utils import timezone

from activities.models import Reminder
from activities.tasks import remind_today
from notices.models import Channel, Delivery, Notice
from notices.tasks import send_due
from tests.factories import make_alliance, make_committee, make_duty, make_officer_of, make_reminder_steps
from tests.notices.mail_server import mail_server

pytestmark = pytest.mark.servers
DAY = "2026-11-20"
SECONDS = 40


@pytest.fixture
def mails(monkeypatch):
    """A mail server that every process started after it sends to."""
    with mail_server() as server:
        monkeypatch.setenv("EMAIL_URL", server.url)
        yield server


@pytest.fixture
def officers(transactional_db):
    """Heads of three alliances that have held nothing in the quarter; every mail leaves at once and alone."""
    committee = make_committee(digest=False, quiet_from="00:00", quiet_until="00:00")
    make_reminder_steps(committee)
    make_duty(committee)
    Channel.objects.create(committee=committee, kind=Channel.Kind.EMAIL, name="邮件", is_active=True)
    return [
        make_officer_of(
            make_alliance(committee=committee, order_number=number, since=date(2026, 10, 1)),
            email=f"officer{number}@example.org",
        )
        for number in (1, 2, 3)
    ]


def wait_for(happens, what):
    deadline = time.monotonic() + SECONDS
    while not happens():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.1)


def wait_until_idle(celery, redis_url):
    """Nothing in the queue, nothing in any worker's hands."""

    def is_idle():
        with redis.Redis.from_url(redis_url) as broker:
            return not broker.llen("celery") and not any((celery.control.inspect().active() or {}).values())

    wait_for(is_idle, "workers to have nothing to do")


def kill(worker):
    """kill -9 of the worker and its child, as when the machine loses power."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def expected_mails(officers):
    return sorted(officer.email for officer in officers)


@contextmanager
def stuck_while_writing_notices():
    """Whoever inserts a notice hangs in the database, in the middle of its transaction."""
    if connection.vendor == "sqlite":
        endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
        begin = [f"CREATE TRIGGER stuck BEFORE INSERT ON notices_notice BEGIN {endless}; END"]
        end = ["DROP TRIGGER stuck"]
    else:
        body = "BEGIN PERFORM pg_sleep(600); RETURN NEW; END"
        begin = [
            f"CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
            "CREATE TRIGGER stuck BEFORE INSERT ON notices_notice FOR EACH ROW EXECUTE FUNCTION hang()",
        ]
        # The killed worker's session may still sleep in the server.
        end = [
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()",
            "DROP FUNCTION hang() CASCADE",
        ]
    _run(begin)
    try:
        yield
    finally:
        _run(end)


def _run(statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_two_workers_and_two_beats_remind_and_mail_once(mails, officers, workers, real_celery, redis_url):
    workers(2)

    for _ in range(4):
        remind_today.delay(on=DAY)
    wait_until_idle(real_celery, redis_url)
    for _ in range(4):
        send_due.delay()
    wait_for(lambda: len(mails.received) >= 3, "three mails")
    wait_until_idle(real_celery, redis_url)

    assert sorted(recipient for recipient, _ in mails.received) == expected_mails(officers)
    assert sorted(Notice.objects.values_list("recipient", flat=True)) == sorted(officer.pk for officer in officers)
    assert Reminder.objects.sent().count() == Reminder.objects.count() == 3
    assert list(Delivery.objects.values_list("state", "tries")) == [(Delivery.State.SENT, 1)] * 3


def test_worker_killed_between_claim_and_send_loses_and_doubles_nothing(
    mails, officers, workers, real_celery, redis_url
):
    # A worker has claimed a mail, and dies before it is sent.
    (first,) = workers(1)
    mails.hold.set()
    remind_today.delay(on=DAY)
    wait_until_idle(real_celery, redis_url)
    send_due.delay()
    wait_for(mails.is_called.is_set, "the worker to call the mail server")
    kill(first)
    mails.hold.clear()
    assert Delivery.objects.filter(state=Delivery.State.CLAIMED).count() == 1

    # Another sends the rest, and leaves the claim alone while its lease runs.
    workers(1)
    send_due.delay()
    wait_for(lambda: len(mails.received) >= 2, "the two other mails")
    wait_until_idle(real_celery, redis_url)
    assert len(mails.received) == 2

    # After the lease the message leaves, once.
    claimed = Delivery.objects.filter(state=Delivery.State.CLAIMED)
    claimed.update(claimed_at=timezone.now() - timedelta(minutes=11))
    for _ in range(3):
        send_due.delay()
    wait_for(lambda: len(mails.received) >= 3, "the mail of the killed worker")
    wait_until_idle(real_celery, redis_url)

    assert sorted(recipient for recipient, _ in mails.received) == expected_mails(officers)
    assert sorted(Delivery.objects.values_list("state", "tries")) == [
        (Delivery.State.SENT, 1),
        (Delivery.State.SENT, 1),
        (Delivery.State.SENT, 2),
    ]
    assert Notice.objects.count() == 3


def test_worker_killed_while_it_reminds_leaves_all_to_the_next_run(mails, officers, workers, real_celery, redis_url):
    # The row of the reminder stands, its claim and its notices are in a transaction that never ends.
    (first,) = workers(1)
    with stuck_while_writing_notices():
        remind_today.delay(on=DAY)
        wait_for(Reminder.objects.exists, "the first row")
        time.sleep(1)
        kill(first)
    assert Reminder.objects.sent().count() == Notice.objects.count() == 0

    workers(2)
    for _ in range(2):
        remind_today.delay(on=DAY)
    wait_for(lambda: Reminder.objects.sent().count() == 3, "three reminders")
    wait_until_idle(real_celery, redis_url)

    assert sorted(Notice.objects.values_list("recipient", flat=True)) == sorted(officer.pk for officer in officers)
    assert Delivery.objects.count() == 3
