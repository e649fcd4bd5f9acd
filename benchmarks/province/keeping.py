"""The PostgreSQL of the province: in a temporary folder, or in one that is kept for the next run."""

import hashlib
import os
import signal
import subprocess
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from tests.servers import FAST, as_nobody, ending, find_postgres, free_port, run, wait_for_postgres

# As a server with 4 GB would be set; the rest as it comes.
SETTINGS = ["shared_buffers=1GB", "effective_cache_size=3GB", "max_wal_size=8GB", "max_connections=60"]


@contextmanager
def server(kept=None):
    """Yield Databases."""
    with tempfile.TemporaryDirectory(prefix="portal-province-") as name:
        folder = Path(name)
        programs, prefix = find_postgres(folder), as_nobody(folder)
        data = Path(kept).resolve() / "data" if kept else folder / "data"
        if kept:
            data.parent.mkdir(parents=True, exist_ok=True)
            as_nobody(data.parent)
        if not data.exists():
            run(
                [*prefix, programs / "initdb", f"--pgdata={data}", "--username=portal", "--auth=trust"],
                ["--encoding=UTF8", "--no-locale", "--no-sync"],
            )
        port, log = free_port(), folder / "log"
        options = [word for option in [*FAST, *SETTINGS] for word in ("-c", option)]
        command = [*prefix, programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder]
        with log.open("wb") as output:
            process = subprocess.Popen([*command, *options], stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        with ending(process, by=signal.SIGINT):
            url = f"postgres://portal@127.0.0.1:{port}/postgres"
            wait_for_postgres(url, process, log)
            databases = Databases(url)
            yield databases
            databases.tell("postgres", "CHECKPOINT")  # so that it ends at once


class Databases:
    def __init__(self, url):
        self.server = url.rpartition("/")[0]

    def url(self, name):
        return f"{self.server}/{name}"

    def has(self, name):
        return bool(self.tell("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))  # noqa: S608  our own

    def create(self, name, template="template1"):
        self.tell("postgres", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")

    def rename(self, name, to):
        self.tell("postgres", f"ALTER DATABASE {name} RENAME TO {to}")

    def drop(self, name):
        self.tell("postgres", f"DROP DATABASE IF EXISTS {name}")

    def tell(self, database, statement):
        with closing(psycopg2.connect(self.url(database))) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None


def fingerprint():
    """Of the modules that make the province: kept data of other makers is made anew, that of older tables migrated."""
    makers = [Path(__file__).with_name(name) for name in ("copying.py", "decade.py")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in makers)).hexdigest()[:10]


def disk(folder):
    """Free gigabytes."""
    free = os.statvfs(folder)
    return free.f_bavail * free.f_frsize / 1e9
