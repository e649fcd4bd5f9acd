"""What Celery does at most on this machine: a task that does nothing."""

from celery import shared_task


@shared_task
def nothing():
    pass
