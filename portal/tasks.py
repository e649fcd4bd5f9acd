"""Tasks of the project itself."""

from celery import shared_task

from portal.audit import chain
from portal.health import beat, watch


@shared_task(repeatable=True)
def record_heartbeat():
    beat.record_heartbeat()


@shared_task(repeatable=True)
def keep_watch():
    """Every minute, from each beat."""
    watch.look()
    watch.forget()


@shared_task(repeatable=True)
def seal_audit():
    chain.seal()
