"""What gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

# Every page's code is loaded before gunicorn forks, and Python's collector never looks through it again: that took 120
# ms in the middle of one request in some hundred, and made each worker's memory its own.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
# A page makes and drops some thousand objects, hardly any in circles: looked for after 700 new ones, as Python does,
# they cost 300 requests five pauses of 25 ms; after 10,000 none, and 2 MB.
gc.set_threshold(10_000, 10, 10)
