import json
import os
import subprocess
import sys
import time

import pytest
from django.conf import settings as configured
from django.db import OperationalError

from portal.health import beat, database, outage
from portal.health.redis_talk import client as redis_client
from portal.tasks import record_heartbeat

pytestmark = pytest.mark.django_db
ASK = """
import django; django.setup()
from django.test import Client
response = Client(headers={"host": "127.0.0.1"}).get("/healthz")
print(response.status_code, response.content.decode())
"""


class Refusing:
    vendor = "postgresql"

    def cursor(self):
        raise OperationalError("connection to secret-host.example refused")

    def close(self):
        pass


def read(client):
    response = client.get("/healthz")
    return response.status_code, json.loads(response.content)


def test_healthz_is_well_after_a_heartbeat(client, redis_here):
    record_heartbeat.delay()

    assert read(client) == (200, {"status": "ok", "database": "ok", "broker": "ok", "beat": "ok"})


def test_healthz_names_a_beat_that_never_came(client, redis_here):
    status, body = read(client)

    assert (status, body["beat"], body["broker"]) == (503, "定时任务尚未报到", "ok")


def test_healthz_names_a_beat_that_fell_silent(client, redis_here):
    redis_client().set(beat.HEARTBEAT, time.time() - beat.SILENT_AFTER - 1)

    status, body = read(client)

    assert (status, body["beat"]) == (503, "定时任务已 121 秒没有报到")


def test_healthz_names_a_broker_that_is_gone_and_sees_it_come_back(client, own_redis):
    own_redis.stop()
    gone = read(client)
    own_redis.start()
    record_heartbeat.delay()

    assert gone == (
        503,
        {"status": "failing", "database": "ok", "broker": "消息队列不可用", "beat": "未知：消息队列不可用"},
    )
    assert read(client)[0] == 200


def test_healthz_answers_soon_while_the_broker_hangs(client, own_redis):
    own_redis.freeze()

    started = time.monotonic()
    status, body = read(client)

    assert (status, body["broker"]) == (503, "消息队列不可用")
    assert time.monotonic() - started < 3


def test_healthz_tells_strangers_no_host(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/healthz")

    assert (response.status_code, "127.0.0.1" in response.content.decode()) == (503, False)


def test_healthz_names_a_database_that_is_gone(client, redis_here, monkeypatch, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    record_heartbeat.delay()
    with monkeypatch.context() as cut:
        cut.setattr(database, "connection", Refusing())
        gone = read(client)
        assert outage.since() is not None

    assert gone == (503, {"status": "failing", "database": "数据库不可用", "broker": "ok", "beat": "ok"})
    assert read(client)[0] == 200
    assert outage.since() is None


def test_healthz_asks_nobody_to_sign_in_and_is_not_cached(client, redis_here):
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_healthz_of_a_portal_without_any_database_answers(tmp_path):
    """A process of its own: its PostgreSQL and its Redis were never there."""
    urls = {"DATABASE_URL": "postgres://portal@127.0.0.1:1/portal", "REDIS_URL": "redis://127.0.0.1:1/0"}
    env = {**os.environ, **urls, "DJANGO_SETTINGS_MODULE": "portal.settings", "PORTAL_VAR": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", ASK], cwd=configured.BASE_DIR, env=env, capture_output=True, text=True)

    status, _, body = done.stdout.partition(" ")
    assert status == "503", done.stderr
    assert json.loads(body) == {
        "status": "failing",
        "database": "数据库不可用",
        "broker": "消息队列不可用",
        "beat": "未知：消息队列不可用",
    }
