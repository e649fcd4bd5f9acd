import signal
import subprocess

import pytest

from portal import embedded_redis
from portal.health import asking, workers
from portal.health.findings import Finding, Probe
from tests.servers import end


class OwnRedis:
    """A real Redis of this test alone, to be stopped, frozen and started again."""

    def __init__(self, folder):
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}?db=0"
        self.process = None

    def start(self):
        self.process = subprocess.Popen(embedded_redis.command(self.socket), stdin=subprocess.DEVNULL)
        embedded_redis.wait(self.socket, alive=lambda: self.process.poll() is None)

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGCONT)
            end(self.process)

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)


@pytest.fixture
def own_redis(tmp_path, settings):
    server = OwnRedis(tmp_path)
    settings.REDIS_URL = server.url
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_here(redis_url, settings):
    """The probes ask the tests' Redis, emptied."""
    settings.REDIS_URL = redis_url
    workers._reported.clear()


@pytest.fixture
def found(monkeypatch):
    """found["disk"] = State.FAILING: what the probes find, instead of asking; no others are asked."""
    states = {}

    def ask(names=None):
        return [
            (Probe(name, name, "", None), Finding(state, f"{name} {state}。", "看日志。"))
            for name, state in states.items()
        ]

    monkeypatch.setattr(asking, "ask", ask)
    return states
