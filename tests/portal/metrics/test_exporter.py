import http.client
import os
import re
import signal
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from prometheus_client import REGISTRY

from portal.health import asking
from portal.health.findings import Finding, Probe, State
from portal.metrics import exporter
from tests.factories import make_staff
from tests.servers import START_SECONDS, free_port

NOT_A_LABEL = re.compile(r"/|\?|1\d{10}|[\u4e00-\u9fff]")


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def wait_for(port, path):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return get(port, path)
        except OSError:
            assert time.monotonic() < deadline, f"nobody answers on {port}"
            time.sleep(0.1)


def children_of(process):
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def value(text, name):
    return sum(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(name))


@pytest.fixture
def port(monkeypatch):
    """Where processes started after this show their figures."""
    number = free_port()
    monkeypatch.setenv("METRICS_PORT", str(number))
    return number


def test_probes_are_figures(monkeypatch):
    found = [
        (Probe("disk", "磁盘", "", None), Finding(State.WARNS, "", numbers={"disk_free_percent": 12.5})),
        (Probe("database", "数据库", "", None), Finding(State.FAILING, "", numbers={"database_up": 0})),
    ]
    monkeypatch.setattr(asking, "ask", lambda: found)

    samples = {
        (each.name, *each.labels.values()): each.value for family in exporter.probed() for each in family.samples
    }

    assert samples == {
        ("portal_well", "disk"): 1,
        ("portal_well", "database"): 0,
        ("portal_disk_free_percent",): 12.5,
        ("portal_database_up",): 0,
    }


@pytest.mark.django_db
def test_request_is_counted_by_the_name_of_its_url(client):
    client.force_login(make_staff())
    labels = {"url": "search", "method": "GET", "status": "200"}
    before = REGISTRY.get_sample_value("portal_requests_total", labels) or 0

    client.get(f"{reverse('search')}?q=13900001234")
    client.get("/13900001234/示例/")
    client.generic("BREW", "/")

    assert REGISTRY.get_sample_value("portal_requests_total", labels) == before + 1
    mine = [sample for family in REGISTRY.collect() if family.name.startswith("portal_") for sample in family.samples]
    assert [sample for sample in mine if any(NOT_A_LABEL.search(label) for label in sample.labels.values())] == []


def test_command_says_when_metrics_are_off_or_the_port_is_taken(settings):
    with pytest.raises(CommandError, match="没有设置 METRICS_PORT"):
        call_command("metrics")

    settings.METRICS_PORT = 1
    settings.METRICS_HOST = "192.0.2.1"
    with pytest.raises(CommandError, match=r"192\.0\.2\.1:1 不能使用"):
        call_command("metrics")


@pytest.mark.once
def test_all_web_processes_are_added_up_also_those_that_were_killed(port, start):
    """Several seconds: a real gunicorn with two processes, one of them killed, and the real exporter."""
    web = free_port()
    gunicorn = start("-m", "gunicorn", "portal.wsgi", f"--bind=127.0.0.1:{web}", "--workers=2", "--preload")
    start("manage.py", "metrics")
    wait_for(web, "/manual/")
    wait_for(port, "/metrics")

    for _ in range(10):
        get(web, "/manual/")
    os.kill(children_of(gunicorn.pid)[0], signal.SIGKILL)
    for _ in range(10):
        wait_for(web, "/manual/")
    status, text = get(port, "/metrics")

    assert status == 200
    assert value(text, 'portal_requests_total{method="GET",status="200",url="manual"}') == 21
    assert value(text, "portal_request_seconds_count") == 21
    assert value(text, "portal_database_up") == 1
    assert value(text, "portal_queue_tasks") == 0
    assert value(text, "portal_reminders_overdue") == 0
    assert get(web, "/metrics")[0] == 404
