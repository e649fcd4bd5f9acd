"""What the last backup came to, for the health page and the monitoring: `backup.json` in PORTAL_VAR.

{"last": {"file", "at", "seconds", "bytes", "rows", "files", "missing", "sha256"}, "failure": {"at", "faults"} or None}
`last` is the last that succeeded; `failure` is there when one was tried after it in vain. Times are ISO 8601 with zone.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings

EMPTY = {"last": None, "failure": None}


def path():
    return Path(settings.VAR_DIR) / "backup.json"


def last():
    """See above; both None when no backup was ever tried here."""
    try:
        found = json.loads(path().read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return dict(EMPTY)
    return {**EMPTY, **found} if isinstance(found, dict) else dict(EMPTY)


def succeeded(done):
    _write({"last": done, "failure": None})


def failed(at, faults):
    with suppress(OSError):  # what went wrong is said anyhow
        _write({**last(), "failure": {"at": at, "faults": faults}})


def _write(content):
    unfinished = path().with_suffix(f".{os.getpid()}.new")
    unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    unfinished.replace(path())
