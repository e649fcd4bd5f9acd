"""The project package: settings, URLs, Celery, and the calendar of work. No domain.

The Celery app is made here so that `@shared_task` finds it in every process.
"""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
