"""The sum of what all processes have counted, and what the probes find now, on an address of its own."""

import threading
from pathlib import Path

from django.conf import settings
from django.db import connections
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from portal.health import asking
from portal.health.findings import State
from portal.metrics.folding import fold

PREFIX = "portal_"


class Portal:
    """A collector of prometheus_client: every scrape asks anew."""

    def __init__(self):
        self.one_at_a_time = threading.Lock()

    def collect(self):
        with self.one_at_a_time:
            yield from counted()
            yield from probed()

    def describe(self):
        return []  # registering asks nothing yet


def counted():
    """Over all machines and containers that share PORTAL_VAR, whatever process it was."""
    own = Path(settings.METRICS_DIR)
    for folder in own.parent.iterdir():
        fold(folder, is_own=folder == own)
    return MultiProcessCollector.merge([str(path) for path in own.parent.glob("*/*.db")])


def probed():
    well = GaugeMetricFamily(f"{PREFIX}well", "1 good or warning, 0 failing or unknown", labels=["probe"])
    numbers = {}
    try:
        for probe, finding in asking.ask():
            well.add_metric([probe.name], finding.state in (State.GOOD, State.WARNS))
            numbers |= finding.numbers
    finally:
        connections.close_all()  # of the thread of this scrape
    yield well
    for name, value in numbers.items():
        yield GaugeMetricFamily(f"{PREFIX}{name}", name.replace("_", " "), value=value)


def serve():
    """In threads of its own; returns the server."""
    registry = CollectorRegistry()
    registry.register(Portal())
    server, _ = start_http_server(settings.METRICS_PORT, settings.METRICS_HOST, registry)
    return server
