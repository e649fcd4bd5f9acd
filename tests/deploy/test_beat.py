"""However many beats are started, one ticks; another takes over when it ends, and nothing is sent twice."""

import os
import signal
import time
from datetime import timedelta

import pytest
import redis
from celery.beat import SchedulingError
from django.utils import timezone

from notices.models import Channel, Delivery, Notice
from portal.beat import ASK_EVERY, HOLDER, LAST_RUNS, SoleScheduler, holder
from tests.factories import make_committee, make_member
from tests.notices.mail_server import mail_server

QUEUE = "celery"
SEND_DUE = b"notices.tasks.send_due"
BEAT = ("-m", "celery", "--quiet", "--app=portal", "beat", "--pidfile=", "--loglevel=info")
ADDRESSES = [f"reader{number}@example.org" for number in (1, 2, 3)]


@pytest.fixture
def broker(redis_url, settings):
    settings.REDIS_URL = redis_url
    with redis.Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def mails(monkeypatch):
    """A mail server that every process started after it sends to."""
    with mail_server() as server:
        monkeypatch.setenv("EMAIL_URL", server.url)
        yield server


@pytest.fixture
def scheduler(broker, real_celery):
    return SoleScheduler(app=real_celery)


@pytest.fixture
def deliveries(transactional_db):
    """Three mails that are due."""
    committee = make_committee(digest=False, quiet_from="00:00", quiet_until="00:00")
    channel = Channel.objects.create(committee=committee, kind=Channel.Kind.EMAIL, name="邮件", is_active=True)
    for number, address in enumerate(ADDRESSES):
        notice = Notice.objects.create(recipient=make_member(), kind=Notice.Kind.NEWS, title="题")
        words = {"notice": notice, "title": "题", "body": "文", "key": str(number)}
        Delivery.objects.create(channel=channel, address=address, due_at=timezone.now(), **words)


def wait_for(happens, what, seconds=30):
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.05)


def has_turn(beat):
    return holder() is not None and holder().endswith(f" {beat.pid}")


def queued(broker, task):
    return sum(task in message for message in broker.lrange(QUEUE, 0, -1))


@pytest.mark.servers
def test_of_two_beats_one_ticks_and_nothing_is_sent_twice(mails, deliveries, start, broker, workers):
    # The second waits.
    first = start(*BEAT)
    wait_for(lambda: has_turn(first) and queued(broker, SEND_DUE), "the first beat to tick")
    second = start(*BEAT)
    wait_for(lambda: "等候接替" in second.stdout.readline(), "the second beat to say that it waits")
    assert has_turn(first)

    # The first hangs, believing that it has the turn, and Redis forgets: the second takes over and does all again.
    os.kill(first.pid, signal.SIGSTOP)
    asked = queued(broker, SEND_DUE)
    broker.delete(HOLDER, LAST_RUNS)
    wait_for(lambda: has_turn(second) and queued(broker, SEND_DUE) > asked, "the second beat to tick")
    os.kill(first.pid, signal.SIGCONT)

    # Two workers find everything asked for twice.
    workers(2)
    wait_for(lambda: Delivery.objects.filter(state=Delivery.State.SENT).count() == 3, "three mails")
    wait_for(lambda: not broker.llen(QUEUE), "the workers to have done the rest")
    assert sorted(recipient for recipient, _ in mails.received) == ADDRESSES
    assert has_turn(second)

    # Who ends hands over at once.
    second.terminate()
    assert second.wait(10) == 0
    wait_for(lambda: has_turn(first), "the first beat to take over")


def test_what_redis_would_not_take_stays_due(scheduler, monkeypatch):
    def fail(*_, **__):
        raise SchedulingError("Redis is gone")

    with monkeypatch.context() as broken:
        broken.setattr(scheduler, "apply_async", fail)
        assert scheduler.tick() == ASK_EVERY
        assert not scheduler.redis.exists(LAST_RUNS)

    while scheduler.tick() == 0:
        pass
    assert set(scheduler.redis.hkeys(LAST_RUNS)) >= {b"send what is due"}


def test_beat_goes_on_where_the_last_one_stopped(scheduler):
    scheduler.take_or_renew()
    before = timezone.now() - timedelta(seconds=1)
    for name in scheduler.schedule:
        scheduler.redis.hset(LAST_RUNS, name, before.timestamp())

    scheduler.take_up()

    assert {entry.last_run_at for entry in scheduler.schedule.values()} == {before}


def test_beat_without_redis_waits(scheduler):
    scheduler.redis = redis.Redis.from_url("unix:///nowhere.sock")

    assert [scheduler.tick(), scheduler.tick()] == [ASK_EVERY, ASK_EVERY]
    scheduler.close()
