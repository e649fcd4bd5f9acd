"""The test database: migrated once for a whole run of the tests, copied by each process that wants one.

Migrating takes longer than most tests together. Whoever comes first does it, on each kind of database; the processes of
one run share the folder RUN and wait for each other there. What is copied is what the migrations made, nothing else.

`make test` migrates anew. Somebody who runs a few tests again and again on SQLite is spared that, as long as no
migration, no name of a model and no package has changed: KEPT holds the last such databases.
"""

import fcntl
import hashlib
import os
import pickle
import shutil
import uuid
from contextlib import contextmanager, suppress
from importlib.metadata import distributions
from pathlib import Path
from unittest.mock import patch

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState

ANEW = "PORTAL_TESTS_ANEW" in os.environ  # set by tests/__main__.py
KEPT, MOST_KEPT = settings.BASE_DIR / ".pytest_cache" / "migrated", 5
# Of this process and those it starts; tests/__main__.py gives all its stages the same one.
RUN = Path(os.environ.setdefault("PORTAL_TESTS_RUN", str(settings.VAR_DIR / "run")))


def migrated():
    """The name of a database that nobody is connected to, to be copied."""
    keeps = connection.vendor == "sqlite" and not ANEW
    return made_once(f"migrated-{connection.vendor}", _kept if keeps else _migrate)


def made_once(name, make):
    """What `make()` returns, made by the first process of the run that asks and read by the others."""
    RUN.mkdir(parents=True, exist_ok=True)
    kept = RUN / name
    with (RUN / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            return pickle.loads(kept.read_bytes())  # noqa: S301 -- written by this run
        made = make()
        unfinished = kept.with_suffix(".new")
        unfinished.write_bytes(pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
        unfinished.replace(kept)
        return made


@contextmanager
def migrated_copy():
    """Inside, the default connection leads to a database of this process alone, just migrated."""
    name = connection.creation._get_test_db_name()
    with _copied(name), using(name):
        yield


@contextmanager
def another_copy():
    """The name of one more such database, for a test that wants a whole one; it is not used yet."""
    name = f"another_{uuid.uuid4().hex[:12]}"
    with _copied(str(RUN / f"{name}.sqlite3") if connection.vendor == "sqlite" else name) as name:
        yield name


@contextmanager
def using(name):
    """Inside, the default connection leads there."""
    before = connection.settings_dict["NAME"]
    _use(name)
    try:
        yield
    finally:
        _use(before)


@contextmanager
def _copied(name):
    _copy(migrated(), name)
    try:
        yield name
    finally:
        _drop(name)


def drop_template():
    """A server that outlives the run keeps nothing of it."""
    kept = RUN / "migrated-postgresql"
    if kept.exists() and connection.vendor == "postgresql":
        _drop(pickle.loads(kept.read_bytes()))  # noqa: S301  written by this run
        kept.unlink()


def _kept():
    """A copy of the database that an earlier run migrated in the same way; else it is migrated and kept."""
    kept, own = KEPT / f"{_fingerprint()}.sqlite3", RUN / "migrated.sqlite3"
    with suppress(FileNotFoundError):
        shutil.copyfile(kept, own)
        kept.touch()
        return str(own)
    made = _migrate()
    KEPT.mkdir(parents=True, exist_ok=True)
    unfinished = KEPT / f"{uuid.uuid4().hex}.new"
    shutil.copyfile(made, unfinished)
    unfinished.replace(kept)
    for old in sorted(KEPT.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
    return made


def _fingerprint():
    """Of all that makes the database: packages, migrations, and the models whose names and rights become rows."""
    found = hashlib.sha256()
    for words in sorted(f"{each.metadata['Name']} {each.version}" for each in distributions()):
        found.update(words.encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path).glob("migrations/*.py")):
            found.update(f"{path}".encode() + path.read_bytes())
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        found.update(f"{options.label} {options.default_permissions} {options.permissions}".encode())
    return found.hexdigest()[:20]


def _migrate():
    name = f"migrated_{uuid.uuid4().hex[:12]}"
    if connection.vendor == "sqlite":
        name = str(RUN / f"{name}.sqlite3")
    else:
        _tell(f"CREATE DATABASE {_quoted(name)}")
    before = connection.settings_dict["NAME"]
    _use(name)
    with patch.object(ProjectState, "add_model", _add_model):
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    _use(before)
    return name


def _add_model(state, model_state):
    """As Django's own, but it renders what is new alone; Django renders again whatever the new model points to,
    and what points to that, which is half of the time of migrating an empty database. The schema is the same."""
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([model_state])


def _copy(template, name):
    _drop(name)
    if connection.vendor == "sqlite":
        shutil.copyfile(template, name)  # whoever closes last leaves all in the one file
    else:
        with connection._nodb_cursor() as cursor:
            # Since 15 it would write every page to the log as well.
            quickly = "STRATEGY FILE_COPY" if cursor.connection.server_version >= 150_000 else ""
            cursor.execute(f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(template)} {quickly}")


def _drop(name):
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
    else:
        _tell(f"DROP DATABASE IF EXISTS {_quoted(name)}")


def _use(name):
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _tell(statement):
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _quoted(name):
    return connection.ops.quote_name(name)


if __name__ == "__main__":
    django.setup()
    migrated()
