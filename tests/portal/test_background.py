"""The ways for tests themselves: other processes on the test database, and real workers on a real Redis."""

import time

import pytest
import redis

from accounts.models import User
from portal.health.beat import HEARTBEAT
from portal.tasks import record_heartbeat


@pytest.mark.usefixtures("transactional_db")
def test_other_process_sees_the_test_database(start):
    User.objects.create_user("someone", name="示例某")

    process = start(
        "manage.py", "shell", "--no-imports", "-c", "from accounts.models import User; print(User.objects.get())"
    )

    output, _ = process.communicate(timeout=60)
    assert (process.returncode, "示例某" in output) == (0, True), output


@pytest.mark.servers
def test_two_real_workers_take_tasks_from_a_real_redis(workers, redis_url):
    workers(2)

    record_heartbeat.delay()

    with redis.Redis.from_url(redis_url) as client:
        deadline = time.monotonic() + 20
        while not client.keys(f"*{HEARTBEAT}") and time.monotonic() < deadline:
            time.sleep(0.1)
        assert len(client.keys(f"*{HEARTBEAT}")) == 1
