"""The portal's settings as people run it, with nothing left behind: the folder of PORTAL_VAR is a temporary one."""

from pathlib import Path

from portal.settings import *  # noqa: F403
from portal.settings import LOGGING, TEMPLATES, VAR_DIR

DEBUG = False
ROOT_URLCONF = "benchmarks.urls"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # no page measured here asks it
MEDIA_ROOT = str(VAR_DIR / "media")
CELERY_TASK_ALWAYS_EAGER = True
LOGGING["root"]["level"] = LOGGING["loggers"]["django"]["level"] = "ERROR"  # a refused page is no news here
