"""Files that no record names: what is left on the disk of an upload whose transaction was cut before its end."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

REST = timedelta(days=1)  # the click that a younger file belongs to may still be under way


def left_files():
    """[(name below MEDIA_ROOT, bytes)] in the order of names; what only the history of a record names is not left."""
    named, before = _named(), timezone.now() - REST
    root, found = Path(settings.MEDIA_ROOT), []
    for folder, _, names in os.walk(root):
        for path in (Path(folder) / name for name in names):
            about = path.lstat()
            name = path.relative_to(root).as_posix()
            if name not in named and datetime.fromtimestamp(about.st_mtime, UTC) < before:
                found.append((name, about.st_size))
    return sorted(found)


def delete(names):
    for name in names:
        (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)


def _named():
    names = set()
    for model in apps.get_models():
        past = [model.history.model] if hasattr(model, "history") else []
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                for holder in [model, *past]:
                    names.update(_values(holder, field.name))
    return names


def _values(model, field):
    return model._base_manager.order_by().values_list(field, flat=True).distinct().iterator()
