"""Ask probes, none longer than its limit: what hangs is left in its thread and asked again only once it is back."""

import logging
import threading
import time

from django.conf import settings
from django.utils.module_loading import import_string

from portal.health.findings import Finding, State

log = logging.getLogger(__name__)

SECONDS = 2.5  # for all that may hang together
LATE = "没有应答"
_asked = {}  # of this process: probe name → the thread that asks


def probes(names=None):
    every = [import_string(path) for path in settings.HEALTH_PROBES]
    return [probe for probe in every if names is None or probe.name in names]


def ask(names=None):
    """Each probe with its finding, in the order of the settings."""
    asked = probes(names)
    deadline = time.monotonic() + SECONDS
    answers = {probe.name: _start(probe) for probe in asked if probe.may_hang}
    found = {probe.name: _wait(probe, answers[probe.name], deadline) for probe in asked if probe.may_hang}
    without = "database" in found and found["database"].state != State.GOOD
    for probe in asked:
        if not probe.may_hang:
            found[probe.name] = _unknown("数据库") if probe.needs_database and without else _look(probe)
    return [(probe, found[probe.name]) for probe in asked]


class _Thread(threading.Thread):
    def __init__(self, probe):
        super().__init__(name=f"probe {probe.name}", daemon=True)
        self.probe, self.finding = probe, None

    def run(self):
        self.finding = _look(self.probe)


def _start(probe):
    before = _asked.get(probe.name)
    if before is not None and before.is_alive():
        return before  # it still hangs: a second one would hang beside it
    thread = _asked[probe.name] = _Thread(probe)
    thread.start()
    return thread


def _wait(probe, thread, deadline):
    thread.join(max(0, deadline - time.monotonic()))
    if thread.finding is None:
        words = f"{probe.label}{LATE}"
        return Finding(
            State.FAILING, f"{words}（等了 {SECONDS:g} 秒）。", f"检查{probe.label}是否卡住、网络是否通。", words
        )
    return thread.finding


def _look(probe):
    try:
        return probe.look()
    except Exception as fault:
        log.warning("probe %s: %s", probe.name, fault)
        return Finding(
            State.UNKNOWN, f"没有查到：{type(fault).__name__}。", "先处理上面有故障的一项；没有时看服务日志。", "不明"
        )


def _unknown(what):
    return Finding(State.UNKNOWN, f"{what}不可用，没有查到。", f"先恢复{what}。", "不明")
