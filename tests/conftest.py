"""What every test can ask for. Settings for tests are in tests/settings.py, objects in tests/factories.py."""

import gc
import os
import signal
import subprocess
import sys
import uuid
from contextlib import ExitStack, contextmanager

import kombu.pools
import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import blocking_manager_key

from portal import special_days
from portal.celery import app as celery_app
from tests import factories
from tests.databases import drop_template, made_once, migrated_copy
from tests.emptying import empty_tables
from tests.servers import database_url, end, redis_server, wait_for_workers
from tests.snapshots import Snapshot

AUDIT_LINE = 'INTO "portal_auditentry"'
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "start"}


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits and the like of one test do not reach the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def no_special_days():
    """The calendar asks nothing by itself: neither what a test counts nor a test without a database is disturbed."""
    special_days.keep(special_days.Entered())


@pytest.fixture
def media(tmp_path, settings):
    """A folder of this test's own for uploaded files."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def django_assert_max_num_queries():
    """pytest-django's, for what a page or step asks itself: the lines it leaves in the audit are beyond."""

    @contextmanager
    def at_most(number, info=None, connection=connection):
        with CaptureQueriesContext(connection) as asked:
            yield asked
        own = [query["sql"] for query in asked.captured_queries if AUDIT_LINE not in query["sql"]]
        if len(own) > number:
            pytest.fail("\n".join([f"{len(own)} queries instead of {number}: {info or ''}", *own]))

    return at_most


@pytest.fixture
def past(monkeypatch):
    """What factories make has a history and a line in the trail, as all that people save."""
    monkeypatch.setattr(factories, "keeps_past", True)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """pytest-django's, but migrated once for all processes of this run."""
    with ExitStack() as copied:
        with django_db_blocker.unblock():
            copied.enter_context(migrated_copy())
        yield  # blocked again: a test that does not ask for the database is refused it
        with django_db_blocker.unblock():
            copied.close()


@pytest.fixture(scope="session", autouse=True)
def committed_rows_are_deleted():
    """After a test that commits; Django's flush empties each table there is and makes all content types anew."""
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: empty_tables()
    # TestCase rolls back and has a way of its own.
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(scope="session")
def snapshot(django_db_setup, django_db_blocker):
    """snapshot("sample", build): a Snapshot of what `build()` makes in the empty database, made once for this run."""

    def take(name, build):
        with django_db_blocker.unblock():
            return made_once(f"{connection.vendor}-{name}", lambda: Snapshot(name, build))

    return take


@pytest.fixture(scope="session")
def private_redis():
    with redis_server() as url:
        yield url


@pytest.fixture
def redis_url(private_redis):
    """The URL of a real and empty Redis."""
    with redis.Redis.from_url(private_redis) as client:
        client.flushall()
    return private_redis


@pytest.fixture
def start(redis_url, transactional_db):
    """start("manage.py", "remind"): another Python process on this test's database and Redis; returns its Popen.

    Its output is kept: process.communicate(). Whatever still runs after the test is killed.
    """
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": database_url(connection.settings_dict),
        "REDIS_URL": redis_url,
        "PORTAL_VAR": str(settings.VAR_DIR),
    }
    started = []

    def start_process(*words):
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=settings.BASE_DIR,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start_process
    for process in started:
        end(process, by=signal.SIGKILL)


@pytest.fixture
def real_celery(redis_url):
    """Tasks called in this test go to the real Redis instead of running at once."""
    before = {name: celery_app.conf[name] for name in ("task_always_eager", "broker_url", "broker_read_url")}
    broker = redis_url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    celery_app.conf.update(task_always_eager=False, broker_url=broker, broker_read_url=broker)
    celery_app._after_fork()  # forgets the connections it has
    yield celery_app
    celery_app.conf.update(before)
    kombu.pools.reset()  # a connection left open would be read by the forks of later tests
    celery_app._after_fork()


@pytest.fixture
def workers(start, real_celery):
    """workers(2): that many real Celery workers, ready for tasks; returns their Popens."""

    def start_workers(count):
        names = [f"{uuid.uuid4().hex[:8]}@test" for _ in range(count)]
        options = ["--concurrency=1", "--without-gossip", "--without-mingle", "--loglevel=info"]
        processes = [start("-m", "celery", "--app=portal", "worker", f"--hostname={name}", *options) for name in names]
        wait_for_workers(real_celery, names, processes)
        return processes

    return start_workers


def pytest_collection_modifyitems(config, items):
    """Rules run on both kinds of database, the rest on one; pytest says how many are left out."""
    here = on_sqlite(items) if connection.vendor == "sqlite" else on_postgres(items)
    kept = set(here)
    if left_out := [item for item in items if item not in kept]:
        config.hook.pytest_deselected(items=left_out)
        items[:] = here


def on_sqlite(items):
    """Not what only a server in production has: several workers at once, killed."""
    return [item for item in items if item.get_closest_marker("servers") is None]


def on_postgres(items):
    """Of a test with many cases the first and the last: they differ by the rule, not by the database."""
    cases = {}
    found = [item for item in items if runs_on_postgres(item)]
    for item in found:
        is_rule = item.get_closest_marker("both") is None and item.get_closest_marker("servers") is None
        cases.setdefault((item.parent, item.originalname) if is_rule else item, []).append(item)
    ends = {item for same in cases.values() for item in (same[0], same[-1])}
    return [item for item in found if item in ends]


def runs_on_postgres(item):
    """What asks the database; pages only where their answer depends on it, marked `both`."""
    if item.get_closest_marker("once") or not asks_database(item):
        return False
    return "client" not in item.fixturenames or item.get_closest_marker("both") is not None


def asks_database(item):
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES.intersection(item.fixturenames))


def pytest_collection_finish():
    """What was imported stays until the end: the collector need not walk through it again after every few tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        with session.config.stash[blocking_manager_key].unblock():
            drop_template()
