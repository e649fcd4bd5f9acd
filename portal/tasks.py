"""Tasks of the project itself."""

from celery import shared_task

from portal import health


@shared_task
def record_heartbeat():
    health.record_heartbeat()
