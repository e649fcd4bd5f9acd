"""How fast a worker empties the queue: the portal's deliveries, and as many tasks that do nothing."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager

from redis import Redis

from tests.servers import ending

QUEUE = "celery"
WORKER = ["worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=error"]
LONGEST = 300  # seconds


def rate(environment, many):
    """So many messages, in however many tasks, a second: from when the worker has taken the first to an empty queue."""
    redis = Redis.from_url(environment["REDIS_URL"])
    with _worker(environment):
        started, share = _first(redis)
        deadline = time.monotonic() + LONGEST
        while redis.llen(QUEUE) and time.monotonic() < deadline:
            time.sleep(0.02)
        seconds = time.monotonic() - started
        time.sleep(1)  # what the worker holds in hand
    return many * share / seconds


def _first(redis):
    """When the worker begins, and the share of the queue that is left then."""
    there = redis.llen(QUEUE)
    while (left := redis.llen(QUEUE)) == there:
        time.sleep(0.005)
    return time.monotonic(), left / there


@contextmanager
def _worker(environment):
    words = ["-W", "ignore", "-m", "celery", "--app=portal", "--quiet", *WORKER]
    words.append("--include=benchmarks.province.bare_task")
    environment = {**os.environ, **environment, "EMAIL_URL": "dummymail://", "DEBUG": "false"}
    process = subprocess.Popen([sys.executable, *words], env=environment, start_new_session=True)
    with ending(process):
        yield
