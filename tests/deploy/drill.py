"""`make bundle-drill`: bundles are built, then everything else happens with the network switched off.

In an empty folder: install, refuse a damaged bundle, run on a real PostgreSQL and Redis, upgrade, let an upgrade fail
and go back by itself, go back by hand, and the embedded try-out. As root it takes a network of its own with nothing in
it but the loopback (unshare -n) and another account runs the portal; otherwise the package index is a dead port.
"""

import fcntl
import http.client
import os
import re
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from tests.servers import ending, free_port, postgres_server

ROOT = Path(__file__).resolve().parent.parent.parent
ACCOUNT = "daemon" if os.geteuid() == 0 else ""  # any that is not root and is on every Debian
DEAD = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "UV_OFFLINE": "1", "http_proxy": "http://127.0.0.1:9"}
TABLE = "CREATE TABLE {name} (id integer)"
MIGRATION = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notices", "{before}")]
    operations = [migrations.RunSQL("{sql}")]
"""


def main():
    with tempfile.TemporaryDirectory(prefix="portal-drill-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        table = []
        with timed(table, "build three bundles"):
            build(folder)
        environment = {**os.environ, **DEAD, "DRILL_FOLDER": name, "PYTHONUNBUFFERED": "1"}
        apart = ["unshare", "-n"] if os.geteuid() == 0 else []
        done = subprocess.run([*apart, sys.executable, "-m", "tests.deploy.drill", "inside"], cwd=ROOT, env=environment)
        show(table)
        sys.exit(done.returncode)


def build(folder):
    """As it is; with one more migration; with one that works and one that breaks."""
    last = max(path.stem for path in (ROOT / "notices/migrations").glob("[0-9]*.py"))
    good = {"9001_drill": MIGRATION.format(before=last, sql=TABLE.format(name="drill_one"))}
    broken = {
        **good,
        "9002_drill": MIGRATION.format(before="9001_drill", sql=TABLE.format(name="drill_two")),
        "9003_drill": MIGRATION.format(before="9002_drill", sql="SELECT 1 FROM drill_absent"),
    }
    for version, added in [("1", {}), ("2", good), ("3", broken)]:
        code = folder / f"code-{version}"
        copy_code(code)
        for name, text in added.items():
            (code / f"notices/migrations/{name}.py").write_text(text)
        words = [sys.executable, "deploy/bundle.py", "--version", version, "--code", code, "--into", folder]
        subprocess.run(words, cwd=ROOT, check=True)


def copy_code(target):
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split(
        "\n"
    )
    for name in [*listed, *(str(path.relative_to(ROOT)) for path in (ROOT / "static/vendor").iterdir())]:
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


class Drill:
    def __init__(self, folder, database, redis):
        self.folder, self.database = folder, database
        self.prefix, self.env, self.units = folder / "portal", folder / "portal.env", folder / "units"
        self.port = free_port()
        self.units.mkdir()
        programs = folder / "bin"
        programs.mkdir()
        (programs / "systemctl").write_text(
            f'#!/bin/sh\ncd {ROOT}\nexec {sys.executable} -m tests.deploy.systemctl "$@"\n'
        )
        (programs / "systemctl").chmod(0o755)
        self.environment = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHON": "/usr/bin/python3" if ACCOUNT else sys.executable,  # another account must be able to read it
            "DRILL_UNITS": str(self.units),
            **DEAD,
        }
        self.settings = {
            "DATABASE_URL": database,
            "REDIS_URL": redis,
            "ALLOWED_HOSTS": "portal.example.cn",
            "PORTAL_VAR": str(folder / "var"),
            "MEDIA_ROOT": str(folder / "var/media"),
        }

    def unpack(self, version):
        target = self.folder / "unpacked"
        target.mkdir(exist_ok=True)
        [archive] = self.folder.glob(f"portal-{version}-*.tar.gz")
        subprocess.run(["tar", "--extract", "--gzip", "--file", archive, "--directory", target], check=True)
        return target / f"portal-{version}"

    def install(self, bundle, *words):
        places = [
            "--prefix",
            self.prefix,
            "--env",
            self.env,
            "--units",
            self.units,
            "--backups",
            self.folder / "backups",
        ]
        command = ["sh", bundle / "install.sh", *places, *(["--user", ACCOUNT] if ACCOUNT else []), *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        print(done.stdout + done.stderr)
        return done.returncode, done.stdout + done.stderr

    def fill_in(self):
        text = self.env.read_text()
        for name, value in self.settings.items():
            text = re.sub(rf"^#?{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
        self.env.write_text(text.replace("#WEB_BIND=127.0.0.1:8000", f"WEB_BIND=127.0.0.1:{self.port}"))

    def manage(self, *words, **extra):
        command = [self.prefix / "bin/portal-manage", *words]
        return subprocess.run(
            command, env={**self.environment, **extra}, check=True, capture_output=True, text=True
        ).stdout

    def get(self, path, port=None):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=20)
        host = "127.0.0.1" if port else "portal.example.cn"
        connection.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace")

    def state(self):
        """(version, the drill's tables, accounts) as they are now."""
        with psycopg2.connect(self.database) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'drill%' ORDER BY 1")
            tables = [name for (name,) in cursor.fetchall()]
            cursor.execute("SELECT count(*) FROM accounts_user")
            [accounts] = cursor.fetchone()
        return (self.prefix / "current").resolve().name, tables, accounts

    def embedded_state(self):
        with closing(sqlite3.connect(self.prefix / "var/portal.sqlite3")) as connection:
            found = connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'drill%' ORDER BY 1")
            tables = [name for (name,) in found]
            [accounts] = connection.execute("SELECT count(*) FROM accounts_user").fetchone()
        return (self.prefix / "current").resolve().name, tables, accounts

    @contextmanager
    def serving(self):
        """The embedded portal, as somebody starts it, until the block ends."""
        command = [self.prefix / "bin/portal-manage", "serve", f"--port={self.port}"]
        with ending(subprocess.Popen(command, env=self.environment)) as process:
            wait_for(lambda: self.get("/healthz", self.port)[0] == 200, seconds=180)
            yield
            process.terminate()
            process.wait(30)

    def is_well(self):
        status, _, body = self.get("/healthz")
        expect(status, 200, body)


def inside(folder):
    table = []
    raise_loopback()
    expect_no_network()
    with postgres_server() as database, redis() as address:
        drill = Drill(folder, database, address)
        try:
            run(drill, table)
        finally:
            subprocess.run([folder / "bin/systemctl", "stop", *units()], env={**os.environ, **drill.environment})
    embedded(drill, table)
    show(table)


def run(drill, table):
    first = drill.unpack("1")
    with timed(table, "refuse a damaged bundle"):
        damaged = drill.folder / "damaged"
        shutil.copytree(first, damaged)
        (damaged / "portal/manage.py").write_text("print()")
        status, words = drill.install(damaged)
        expect((status, "已被改动 portal/manage.py" in words, drill.prefix.exists()), (1, True, False), words)

    status, words = drill.install(first)
    expect((status, "请填好" in words), (1, True), words)
    drill.fill_in()
    with timed(table, "install on PostgreSQL and Redis"):
        expect(drill.install(first)[0], 0)
    drill.is_well()
    person = {"DJANGO_SUPERUSER_NAME": "示例管理员", "DJANGO_SUPERUSER_PASSWORD": "Drill-2026-enough"}
    drill.manage("createsuperuser", "--noinput", "--username=drill", **person)
    page = drill.get("/login/")
    expect(page[0], 200, page)
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page[2])[1]
    expect("immutable" in drill.get(sheet)[1]["Cache-Control"], True, sheet)
    expect(drill.state(), ("1", [], 1))

    with timed(table, "upgrade, with backup"):
        expect(drill.install(drill.unpack("2"))[0], 0)
    drill.is_well()
    expect(drill.state(), ("2", ["drill_one"], 1))

    with timed(table, "upgrade that breaks, and back by itself"):
        status, words = drill.install(drill.unpack("3"))
    expect((status, "已退回 2" in words), (1, True), words)
    drill.is_well()
    expect(drill.state(), ("2", ["drill_one"], 1))

    with timed(table, "back by hand"):
        expect(drill.install(drill.unpack("2"), "--rollback")[0], 0)
    drill.is_well()
    expect(drill.state(), ("1", [], 1))


def embedded(drill, table):
    drill.prefix, drill.port = drill.folder / "embedded", free_port()
    with timed(table, "install the embedded try-out"):
        expect(drill.install(drill.folder / "unpacked/portal-1", "--embedded")[0], 0)
    with timed(table, "its first start, with sample data"), drill.serving():
        status, words = drill.install(drill.folder / "unpacked/portal-2", "--embedded")
        expect((status, "请先停止" in words), (1, True), words)
    accounts = drill.embedded_state()[2]
    expect((drill.embedded_state(), accounts > 0), (("1", [], accounts), True))

    with timed(table, "its upgrade, with backup"):
        expect(drill.install(drill.folder / "unpacked/portal-2", "--embedded")[0], 0)
    expect(drill.embedded_state(), ("2", ["drill_one"], accounts))
    with timed(table, "its upgrade that breaks, and back by itself"):
        status, words = drill.install(drill.folder / "unpacked/portal-3", "--embedded")
    expect((status, "已退回 2" in words), (1, True), words)
    expect(drill.embedded_state(), ("2", ["drill_one"], accounts))
    with timed(table, "back by hand"):
        expect(drill.install(drill.folder / "unpacked/portal-2", "--embedded", "--rollback")[0], 0)
    expect(drill.embedded_state(), ("1", [], accounts))
    with drill.serving():
        expect("示例数据" in drill.get("/login/", drill.port)[2], True)


# --- Tools


def units():
    return [f"portal-{name}.service" for name in ("web", "worker", "beat")]


@contextmanager
def redis():
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--loglevel", "warning"]
    with ending(subprocess.Popen(command)):
        yield f"redis://127.0.0.1:{port}/0"


def raise_loopback():
    """A network of its own begins with its loopback down."""
    if os.geteuid() == 0:
        with socket.socket() as control:
            fcntl.ioctl(control, 0x8914, struct.pack("16sh", b"lo", 1 | 0x40))  # SIOCSIFFLAGS: up, running


def expect_no_network():
    if os.geteuid() == 0:
        try:
            socket.create_connection(("192.0.2.1", 443), timeout=3)
        except OSError as error:
            print(f"No network: {error}")
        else:
            sys.exit("There is a network; the drill would prove nothing.")


def wait_for(happens, seconds):
    deadline = time.monotonic() + seconds
    while True:
        try:
            if happens():
                return
        except (OSError, http.client.HTTPException):
            pass
        if time.monotonic() > deadline:
            sys.exit("waited in vain")
        time.sleep(0.5)


def expect(found, wanted, words=""):
    if found != wanted:
        raise SystemExit(f"DRILL FAILED: {found!r} instead of {wanted!r}\n{words}")


@contextmanager
def timed(table, what):
    print(f"\n======== {what}", flush=True)
    started = time.monotonic()
    yield
    table.append((what, time.monotonic() - started))


def show(table):
    for what, seconds in table:
        print(f"{what:<42} {seconds:6.1f} s")


if __name__ == "__main__":
    inside(Path(os.environ["DRILL_FOLDER"])) if "inside" in sys.argv else main()
