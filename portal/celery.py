"""The Celery app: settings come from portal.settings (CELERY_*), tasks from each app's tasks.py.

What Celery tells of its workers and tasks goes to portal.background.
"""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

from portal import readiness

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def require_readiness(**_):
    """A worker or beat without its database would only fail task after task."""
    readiness.require()
