"""Doors for Celery: ids in, find, call. Models are named by string, so that models and rules may call the tasks."""

from celery import shared_task
from django.core.management import call_command


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5, repeatable=True)
def take_facts(round_id):
    """Safe to run again: only what changed is written."""
    call_command("take_facts", round_id)


@shared_task(repeatable=True)
def remind_of_rounds(on=None):
    """Every morning, from each beat; `on` (2026-11-20) puts the clock to another day."""
    call_command("remind_of_rounds", on=on)


@shared_task(repeatable=True)
def compare_rounds():
    """Every night: 数据已变动."""
    call_command("compare_rounds")
