"""The portal's settings, made quick and harmless for tests: nothing is written outside a temporary folder.

DATABASE_URL chooses PostgreSQL, as everywhere; without it SQLite in a file, so that threads and other processes can
reach the test database too.
"""

import atexit
import os
import shutil
import tempfile

if "PORTAL_VAR" not in os.environ:
    os.environ["PORTAL_VAR"] = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, os.environ["PORTAL_VAR"], ignore_errors=True)

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, LOGGING, VAR_DIR

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = str(VAR_DIR / "media")

# A task runs where it is called, and its exceptions show; tests with real workers use the fixtures of conftest.py.
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"
DATABASES["default"]["CONN_MAX_AGE"] = 0

LOGGING["root"]["level"] = "WARNING"

# Every test client loads the middleware anew; finding a static file when it is asked for is cheaper than listing all.
WHITENOISE_AUTOREFRESH = True
