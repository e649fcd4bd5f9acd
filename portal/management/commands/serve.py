"""The whole portal in one foreground command: Redis, web, Celery worker and beat; what `make run` ends in.

Brings the database up to date first and fills an empty one with the sample. Ctrl-C, SIGTERM or the end of any of them
stops all. With DATABASE_URL and REDIS_URL set it uses those and starts no Redis.
"""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app import wsgiapp

from portal import celery_app, embedded_redis
from portal.processes import Processes, execute

HOST = "127.0.0.1"
GUNICORN = [
    "--workers=2",
    "--worker-class=gthread",
    "--threads=4",
    "--preload",
    "--no-control-socket",
    "--graceful-timeout=5",
]
# One process fewer to start than with a beat of its own. Should the beat inside die, /healthz says so.
CELERY_WORKER = ["--beat", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=info"]
READY_SECONDS = 60
WELL = "ok"
STOPS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


class Command(BaseCommand):
    help = "启动门户：Redis、网页、后台任务与定时任务，一个前台命令，Ctrl-C 全部停止。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", 8000)), help="端口，默认 8000")

    def handle(self, port, **options):
        for number in STOPS:
            signal.signal(number, interrupt)
        with only_one_here():
            require_free(port)
            settle_environment(port)
            self.processes = Processes()
            try:
                self.start(port)
                self.watch(port)
            except KeyboardInterrupt:
                self.stdout.write("\n正在停止…… Stopping.")
            finally:
                for number in STOPS:
                    signal.signal(number, signal.SIG_IGN)
                self.processes.stop("metrics", "web", "worker")
                self.processes.stop("redis")
        self.stdout.write("已全部停止。All stopped.")

    def start(self, port):
        if settings.REDIS_IS_EMBEDDED:
            self.start_redis()
        if is_behind():
            self.manage("migrate", "--verbosity=1")
        if not get_user_model().objects.exists():
            self.manage("sample")
        else:
            call_command("sample", accounts=True)
        connection.close()
        self.processes.start("web", run_web, port)
        self.processes.start("worker", run_worker)
        if settings.METRICS_PORT:
            self.processes.start("metrics", call_command, "metrics")
        self.processes.follow()

    def start_redis(self):
        try:
            redis = self.processes.start("redis", execute, *embedded_redis.command(settings.REDIS_SOCKET))
            embedded_redis.wait(settings.REDIS_SOCKET, alive=redis.is_alive)
        except RuntimeError as fault:
            raise CommandError(str(fault)) from fault

    def manage(self, *words):
        done = subprocess.run([sys.executable, "manage.py", *words], cwd=settings.BASE_DIR)
        if done.returncode:
            raise CommandError(f"manage.py {words[0]} 没有成功，门户没有启动。It failed, so nothing was started.")

    def watch(self, port):
        """Until a program ends, which none should: say when the portal is well, and whenever that changes."""
        said, ask_next = None, 0
        started = time.monotonic()
        while not (name := self.processes.dead()):
            if time.monotonic() >= ask_next:
                health = ask(port)
                starting = said is None and time.monotonic() < started + READY_SECONDS
                if health != said and not (starting and health != WELL):
                    self.say(health, port)
                    said = health
                ask_next = time.monotonic() + (0.3 if said is None else 30)
            time.sleep(0.1)
        raise CommandError(
            f"{name} 已退出，其余一并停止。{name} has ended, so the rest stops too; see its lines above."
        )

    def say(self, health, port):
        if health == WELL:
            self.stdout.write(f"\n党建联盟门户已就绪 Ready: http://{HOST}:{port}/ （Ctrl-C 停止 stops it）\n")
        else:
            self.stderr.write(f"门户不正常 Not well: {health}")


class only_one_here:
    """Two portals on one var/ would share a database and fight for one socket."""

    def __enter__(self):
        self.file = (settings.VAR_DIR / "serve.lock").open("w")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"门户已经在运行（{settings.VAR_DIR}）。Already running here; stop it first, or set PORTAL_VAR."
            ) from None

    def __exit__(self, *_):
        self.file.close()


def interrupt(*_):
    raise KeyboardInterrupt


def settle_environment(port):
    """As people see the portal, not as its developers do; for the forks (settings) and for other commands (environ)."""
    if os.environ.setdefault("DEBUG", "false") == "false":
        settings.DEBUG = False
    settings.PORTAL_URL = os.environ.setdefault("PORTAL_URL", f"http://{HOST}:{port}")


def run_web(port):
    sys.argv = ["gunicorn", "portal.wsgi", f"--bind={HOST}:{port}", *GUNICORN]
    wsgiapp.run()


def run_worker():
    celery_app.worker_main(["--quiet", "worker", *CELERY_WORKER])


def require_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as fault:
            raise CommandError(
                f"端口 {port} 已被占用，请换一个端口，例如 PORT={port + 1} make run。"
                f"Port {port} is not free ({fault.strerror}); choose another one as shown."
            ) from fault


def is_behind():
    """Are there migrations to apply? Asking is faster than applying none."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def ask(port):
    """What /healthz says: WELL, or why not."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return WELL if answer.status == 200 else answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as fault:
        return str(fault)
    finally:
        connection.close()
