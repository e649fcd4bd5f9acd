import time

import pytest

from assessments.tasks import take_facts
from portal.health import failed_tasks
from portal.health.models import FailedTask
from portal.health.redis_talk import client
from portal.tasks import record_heartbeat
from tests.servers import START_SECONDS

NOT_TAKEN = ("assessments.tasks.take_facts", {"round_id": 999_999})


def wait_for(condition):
    deadline = time.monotonic() + START_SECONDS
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


@pytest.mark.once
def test_real_worker_reports_keeps_what_failed_and_says_goodbye(workers, redis_url, settings):
    """Several seconds: a real worker starts, works and ends."""
    settings.REDIS_URL = redis_url
    failed_tasks.record(record_heartbeat, [], {}, OSError())
    [process] = workers(1)

    here = client().hlen("portal:workers")
    take_facts.delay(999_999)
    record_heartbeat.delay()

    assert here == 1
    assert wait_for(lambda: list(FailedTask.objects.values_list("task", "arguments")) == [NOT_TAKEN])
    process.terminate()
    assert wait_for(lambda: client().hlen("portal:workers") == 0)
