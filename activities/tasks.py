"""Doors for Celery: ids in, find, call. Models are named by string, so that models and rules may call the tasks."""

from celery import shared_task
from django.apps import apps
from django.core.management import call_command


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5, repeatable=True)
def make_thumbnails(report_id):
    """Safe to run again; pictures taken out meanwhile are simply not there."""
    for picture in apps.get_model("activities", "Picture").objects.filter(report=report_id, thumbnail=""):
        picture.make_thumbnail()


@shared_task(repeatable=True)
def remind_today(on=None):
    """Every morning, from each beat; `on` (2026-11-20) puts the clock to another day."""
    call_command("remind", on=on)
