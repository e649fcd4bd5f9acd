import json
import shutil
import threading
import time
from collections import namedtuple
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.health import asking, backups, broker, storage, workers
from portal.health.findings import Finding, Probe, State
from portal.health.redis_talk import client

Usage = namedtuple("Usage", "total used free")


def test_queue_counts_what_waits_and_what_is_taken(redis_here, settings):
    settings.HEALTH_QUEUE_WARNS, settings.HEALTH_QUEUE_FAILS = 2, 3
    found = []
    for _ in range(4):
        found.append(broker.look_at_queue().state)
        client().lpush(broker.QUEUE, "{}")
    client().hset(broker.TAKEN, "tag", "{}")

    assert found == [State.GOOD, State.GOOD, State.WARNS, State.FAILING]
    assert broker.look_at_queue().says == "排队 4 件，正在办理 1 件。"


def test_workers_are_missed_when_they_fall_silent_and_not_when_they_say_goodbye(redis_here):
    nobody = workers.look()
    workers.report("a@示例")
    workers.report("b@示例")
    both = workers.look()
    client().hset(workers.KEY, "b@示例", int(time.time()) - 61)
    one = workers.look()
    workers.leave("b@示例")

    assert (nobody.state, nobody.says) == (State.FAILING, "没有后台进程报到过。")
    assert (both.state, both.says) == (State.GOOD, "a@示例 正常；b@示例 正常。")
    assert (one.state, one.says) == (State.WARNS, "a@示例 正常；b@示例 已 61 秒没有报到。")
    assert workers.look().state == State.GOOD


def test_workers_all_silent_is_a_failure_and_after_a_day_they_are_forgotten(redis_here):
    client().hset(workers.KEY, mapping={"a": int(time.time()) - 100, "b": int(time.time()) - 90_000})

    found = workers.look()

    assert (found.state, found.says) == (State.FAILING, "a 已 100 秒没有报到。")
    assert client().hkeys(workers.KEY) == ["a"]


def test_worker_that_cannot_reach_redis_goes_on(own_redis):
    workers._reported.clear()
    own_redis.stop()

    workers.report("a")
    workers.leave("a")


@pytest.mark.parametrize(
    ("free", "state"), [(50, State.GOOD), (14, State.WARNS), (4, State.FAILING)], ids=lambda part: str(part)
)
def test_disk_by_what_is_free(free, state, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(100 * 1024**3, 0, free * 1024**3))

    found = storage.look()

    assert found.state == state
    assert f"余 {free}.0 GB，{free}%" in found.says


def test_disk_that_cannot_be_written(monkeypatch):
    monkeypatch.setattr("os.access", lambda folder, mode: False)

    assert storage.look().state == State.FAILING


@pytest.mark.parametrize(
    ("hours", "failed", "state", "words"),
    [
        (None, False, State.WARNS, "还没有备份"),
        (None, True, State.FAILING, "最近一次备份失败于"),
        (1, False, State.GOOD, "最近一次成功备份"),
        (40, False, State.WARNS, "已过去 1 天"),
        (24 * 8, False, State.FAILING, "已过去 8 天"),
        (1, True, State.FAILING, "的一次失败"),
    ],
)
def test_backup_by_its_age_and_what_came_after(hours, failed, state, words, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    now = timezone.now()
    last = None if hours is None else {"file": "/b/x.tar", "at": (now - timedelta(hours=hours)).isoformat()}
    failure = {"at": now.isoformat(), "faults": []} if failed else None
    if last or failure:
        (tmp_path / "backup.json").write_text(json.dumps({"last": last, "failure": failure}))

    found = backups.look()

    assert found.state == state
    assert words in found.says


def test_probe_that_hangs_is_left_behind_and_not_asked_twice(monkeypatch):
    asked, hold = [], threading.Event()
    probe = Probe("slow", "慢的", "", lambda: asked.append(1) or hold.wait(10) or Finding(State.GOOD, "好"), True)
    monkeypatch.setattr(asking, "probes", lambda names: [probe])
    monkeypatch.setattr(asking, "SECONDS", 0.05)

    found = [asking.ask()[0][1] for _ in range(2)]
    hold.set()

    assert [(each.state, each.public) for each in found] == [(State.FAILING, "慢的没有应答")] * 2
    assert len(asked) == 1


def test_probe_that_breaks_is_unknown_and_breaks_nothing(monkeypatch):
    def broken():
        raise KeyError("x")

    monkeypatch.setattr(asking, "probes", lambda names: [Probe("broken", "坏的", "", broken)])

    [(_, found)] = asking.ask()

    assert (found.state, found.says) == (State.UNKNOWN, "没有查到：KeyError。")


def test_probe_of_rows_is_not_asked_while_the_database_is_gone(monkeypatch):
    gone = Probe("database", "数据库", "", lambda: Finding(State.FAILING, "不可用"), may_hang=True)
    rows = Probe("rows", "记录", "", None, needs_database=True)
    monkeypatch.setattr(asking, "probes", lambda names: [rows, gone])

    assert [finding.state for _, finding in asking.ask()] == [State.UNKNOWN, State.FAILING]
