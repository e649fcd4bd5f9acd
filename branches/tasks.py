"""Doors for Celery: ids in, find, call."""

from celery import shared_task
from django.core.management import call_command


@shared_task(repeatable=True)
def remind_of_terms(on=None):
    """Every morning, from each beat; `on` (2026-11-20) puts the clock to another day."""
    call_command("remind_of_terms", on=on)
