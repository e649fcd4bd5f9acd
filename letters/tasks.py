"""Doors for Celery: ids in, find, call."""

from celery import shared_task
from django.core.management import call_command


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5, repeatable=True)
def build_batch_archive(batch_id):
    """Safe to run again: what is written already is kept."""
    call_command("build_letter_archives", batch_id)


@shared_task(repeatable=True)
def resume_batch_archives():
    """Takes up what a killed worker left."""
    call_command("build_letter_archives")


@shared_task(repeatable=True)
def remind_of_letters(on=None):
    """Every morning, from each beat; `on` (2026-11-20) puts the clock to another day."""
    call_command("remind_of_letters", on=on)
