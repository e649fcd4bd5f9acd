"""What gunicorn loads before it forks."""

import gc
import importlib

from portal import wsgi


def test_loaded_portal_is_left_alone_by_the_collector():
    gc.unfreeze()

    importlib.reload(wsgi)

    assert gc.get_freeze_count() > 100_000
    assert gc.get_threshold()[0] == 10_000
