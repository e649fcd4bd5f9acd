import json

import pytest
from django.core.cache import cache
from redis import ConnectionError as RedisGone

from portal import health
from portal.tasks import record_heartbeat


def read(client):
    response = client.get("/healthz")
    return response.status_code, json.loads(response.content)


@pytest.mark.django_db
def test_healthz_is_well_after_a_heartbeat(client):
    record_heartbeat.delay()

    assert read(client) == (200, {"status": "ok", "database": "ok", "broker": "ok", "beat": "ok"})


@pytest.mark.django_db
def test_healthz_names_a_beat_that_never_came(client):
    status, body = read(client)

    assert (status, body["beat"], body["broker"]) == (503, "定时任务尚未报到", "ok")


@pytest.mark.django_db
def test_healthz_names_a_beat_that_fell_silent(client, monkeypatch):
    health.record_heartbeat()
    now = health.time.time()
    monkeypatch.setattr(health.time, "time", lambda: now + health.SILENT_AFTER + 1)

    status, body = read(client)

    assert (status, body["beat"]) == (503, "定时任务已 121 秒没有报到")


@pytest.mark.django_db
def test_healthz_names_a_broker_that_is_gone(client, monkeypatch):
    def refuse(*_):
        raise RedisGone("refused")

    monkeypatch.setattr(cache, "get", refuse)

    status, body = read(client)

    assert (status, body["broker"], body["database"]) == (503, "消息队列不可用：refused", "ok")


@pytest.mark.django_db
def test_healthz_asks_nobody_to_sign_in_and_is_not_cached(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]
