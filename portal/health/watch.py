"""Keep since when each probe finds what it finds; tell the administrators of a failure that lasts, and of its end.

Beat's task keeps watch every minute; /healthz and the administrator's page do so too, because without workers nobody
else would. All writes are claims, so that two who look at once tell once.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from portal.health import asking, outage
from portal.health.findings import Finding, Probe, State
from portal.health.models import FailedTask, ProbeState

log = logging.getLogger(__name__)
DATABASE = "database"


@dataclass(frozen=True)
class Seen:
    probe: Probe
    finding: Finding
    since: datetime


def look(names=None, now=None):
    """Every probe with its finding and since when; the database is always among those asked."""
    now = now or timezone.now()
    found = asking.ask(names)
    state_of = {probe.name: finding.state for probe, finding in found}
    since = {}
    if state_of.get(DATABASE) in (State.FAILING, State.UNKNOWN):
        since = {DATABASE: outage.note_gone(now)}
    else:
        try:
            since = settle(found, now)
        except DatabaseError as error:  # gone between question and note
            log.error("could not keep the state of the portal: %s", type(error).__name__)
    return [Seen(probe, finding, since.get(probe.name, now)) for probe, finding in found]


def settle(found, now):
    """Write what changed, tell what lasts; name → since when."""
    if gone := outage.note_back():
        _tell_of_outage(gone, now)
    rows = ProbeState.objects.in_bulk([probe.name for probe, _ in found], field_name="name")
    return {probe.name: _settle_one(rows.get(probe.name), probe, finding, now) for probe, finding in found}


def _settle_one(row, probe, finding, now):
    if row is None:
        row, _ = ProbeState.objects.get_or_create(name=probe.name, defaults={"state": finding.state, "since": now})
    if row.state != finding.state:
        moved = ProbeState.objects.filter(pk=row.pk, state=row.state).update(state=finding.state, since=now)
        if moved:
            log.log(
                logging.INFO if finding.state == State.GOOD else logging.WARNING,
                "health: %s %s -> %s",
                probe.name,
                row.state,
                finding.state,
            )
        row.state, row.since = finding.state, now
    lasting = row.since <= now - timedelta(minutes=settings.HEALTH_TELL_AFTER_MINUTES)
    if row.state == State.FAILING and row.told_at is None and lasting:
        _tell_of_failure(row, probe, finding, now)
    elif row.state == State.GOOD and row.told_at is not None:
        _tell_of_recovery(row, probe, now)
    return row.since


@transaction.atomic
def _tell_of_failure(row, probe, finding, now):
    if ProbeState.objects.filter(pk=row.pk, state=State.FAILING, told_at=None).update(told_at=now):
        told = f"自 {_moment(row.since)} 起。{finding.says}\n{finding.cure}"
        _tell(f"系统故障：{probe.label}", told, f"health-{probe.name}-{row.since.timestamp():.0f}")


@transaction.atomic
def _tell_of_recovery(row, probe, now):
    if ProbeState.objects.filter(pk=row.pk, state=State.GOOD, told_at=row.told_at).update(told_at=None):
        key = f"health-{probe.name}-{row.told_at.timestamp():.0f}-well"
        _tell(f"系统恢复正常：{probe.label}", f"{_moment(now)} 恢复。", key)


def _tell_of_outage(gone, now):
    ProbeState.objects.filter(name=DATABASE).update(since=now)
    if now - gone >= timedelta(minutes=settings.HEALTH_TELL_AFTER_MINUTES):
        _tell(
            "系统恢复正常：数据库",
            f"数据库自 {_moment(gone)} 至 {_moment(now)} 不可用，现已恢复。请看一下这段时间该发的提醒。",
            f"health-database-{gone.timestamp():.0f}",
        )


def _tell(title, body, key):
    """Who is told, and how, is the business of an app above: settings.HEALTH_ALARM."""
    import_string(settings.HEALTH_ALARM)(title, body, key)


def _moment(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def forget(now=None):
    """Failed tasks that were marked as known long ago."""
    return FailedTask.objects.old(now or timezone.now()).delete()[0]
