"""The database cannot keep since when it is gone: a small file beside it does, one on each machine."""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def path():
    return Path(settings.VAR_DIR) / "database-gone.json"


def note_gone(now=None):
    """Since when it is gone; the first who sees it writes it down."""
    now = now or timezone.now()
    try:
        with path().open("x", encoding="utf-8") as file:
            json.dump({"since": now.isoformat()}, file)
    except FileExistsError:
        return since() or now
    except OSError:  # a full disk is not the time to fail over a note
        return now
    return now


def since():
    try:
        return datetime.fromisoformat(json.loads(path().read_text("utf-8"))["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_back():
    """Since when it was gone, told to the one who takes the note away; None to everybody else."""
    if not path().exists():
        return None
    gone = since()
    try:
        path().unlink()
    except OSError:
        return None
    return gone
