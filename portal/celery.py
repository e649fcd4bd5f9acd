"""The Celery app: settings come from portal.settings (CELERY_*), tasks from each app's tasks.py."""

import os

from celery import Celery
from celery.signals import beat_embedded_init, beat_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
@beat_embedded_init.connect
def report_at_once(**_):
    """The schedule would say its first "I am here" after 30 seconds; /healthz should not wait for it."""
    app.send_task("portal.tasks.record_heartbeat")
