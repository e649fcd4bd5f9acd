"""Backups are tried on whole databases of their own: what is committed here need not be cleared away row by row."""

from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from assessments.models import Stage
from branches.models import RosterImport
from portal.audit import chain
from portal.backup.taking import take
from tests.databases import RUN, another_copy, made_once, using
from tests.desk.conftest import play, sample_snapshot  # noqa: F401  a fixture
from tests.factories import make_committee
from tests.snapshots import all_rows


@dataclass
class Backup:
    path: Path
    rows: dict
    files: dict
    taken: object


@contextmanager
def inside(folder, database):
    """The settings lead to this installation."""
    folder.mkdir(exist_ok=True)
    with using(database), override_settings(MEDIA_ROOT=str(folder / "media"), VAR_DIR=folder):
        yield folder


@contextmanager
def installed(folder):
    """Inside, the settings lead to an empty installation, just migrated."""
    with another_copy() as database, inside(folder, database):
        yield folder


@pytest.fixture
def empty(tmp_path, django_db_setup, django_db_blocker):
    """The folder of an empty installation, to be filled."""
    with django_db_blocker.unblock(), installed(tmp_path / "empty") as folder:
        yield folder


@pytest.fixture(scope="session")
def kept_empty(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        database = another_copy()
        name = database.__enter__()
    yield name
    with django_db_blocker.unblock():
        database.__exit__(None, None, None)


@pytest.fixture
def untouched(kept_empty, tmp_path, django_db_blocker):
    """The same for tests after which it is still empty: they share the database."""
    with django_db_blocker.unblock(), inside(tmp_path / "empty", kept_empty) as folder:
        yield folder


@pytest.fixture(scope="session")
def sample_backup(sample_snapshot, django_db_blocker):  # noqa: F811
    """Of the sample with a locked result, made once for the run: the file, and what was in database and folder then."""

    def make():
        folder = RUN / f"sample-{connection.vendor}"
        with installed(folder):
            sample_snapshot.restore()
            play(Stage.objects.get(number=1), User.objects.get(username="staff"))
            chain.seal()
            taken = take(folder / "backups")
            return Backup(taken.path, rows(), files(), taken)

    with django_db_blocker.unblock():
        return made_once(f"backup-{connection.vendor}", make)


def rows():
    """{table: its rows as the database keeps them}, of each table that has any."""
    found = all_rows().items()
    return {table: sorted(kept.splitlines() if isinstance(kept, str) else kept, key=repr) for table, kept in found}


def files():
    """{name: its content, as a sum}, of all uploaded files."""
    folder = Path(settings.MEDIA_ROOT)
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def make_upload(content=b"workbook"):
    on = timezone.localdate()
    return RosterImport.objects.create(committee=make_committee(), file=ContentFile(content, name="a.xlsx"), on=on)
