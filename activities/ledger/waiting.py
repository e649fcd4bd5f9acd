"""A ledger between its preview and the confirmation: kept privately for the person who uploaded it, for one day.

The ticket is signed and names the person, so nobody can confirm another's file or reach any other.
"""

import secrets
from contextlib import contextmanager
from datetime import timedelta

from django.core import signing
from django.core.files.storage import default_storage
from django.utils import timezone

from portal.access import WrongState

FOLDER = "ledgers"
SALT = "activities.ledger"
LIFE = timedelta(days=1)


def keep(file, user) -> str:
    """The ticket with which the same person opens the file again."""
    sweep()
    file.seek(0)
    name = default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(16)}.xlsx", file)
    return signing.dumps([name, user.pk], salt=SALT)


@contextmanager
def opened(ticket, user):
    """The file, once: afterwards it is gone, unless something went wrong."""
    try:
        name, owner = signing.loads(ticket, salt=SALT, max_age=LIFE)
    except signing.BadSignature as error:
        raise WrongState("这次核对已过期，请重新上传。") from error
    if owner != user.pk or not default_storage.exists(name):
        raise WrongState("这次核对已办过或已过期，请重新上传。")
    with default_storage.open(name) as file:
        yield file
    default_storage.delete(name)


def sweep():
    """Files nobody confirmed."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - LIFE:
            default_storage.delete(path)
