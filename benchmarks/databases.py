"""Private databases that can be copied: prepared once, then one copy for each measurement that writes."""

import shutil
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from tests.servers import postgres_server


class SQLite:
    name = "SQLite"
    many_writers = False

    def __init__(self, folder):
        self.folder = Path(folder)

    def url(self, name):
        return f"sqlite:///{self.folder / name}.sqlite3"

    def create(self, name):
        """Django makes the file."""

    def copy(self, source, name):
        shutil.copyfile(self.folder / f"{source}.sqlite3", self.folder / f"{name}.sqlite3")

    def settle(self, name):
        """What time would bring: nothing here."""


class PostgreSQL:
    name = "PostgreSQL"
    many_writers = True

    def __init__(self, url):
        self.server = url.rpartition("/")[0]

    def url(self, name):
        return f"{self.server}/bench_{name}"

    def create(self, name):
        self._run("postgres", f"CREATE DATABASE bench_{name}")

    def copy(self, source, name):
        self._run("postgres", f"CREATE DATABASE bench_{name} TEMPLATE bench_{source}")

    def settle(self, name):
        """What the server's own housekeeping does within minutes."""
        self._run(f"bench_{name}", "VACUUM ANALYZE")

    def _run(self, database, statement):
        with closing(psycopg2.connect(f"{self.server}/{database}")) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)


@contextmanager
def sqlite():
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        yield SQLite(folder)


@contextmanager
def postgres():
    with postgres_server() as url:
        yield PostgreSQL(url)


DATABASES = {"sqlite": sqlite, "postgres": postgres}
