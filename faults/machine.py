"""The portal as production runs it: gunicorn with two web processes, two Celery workers, beat; and what keeps them up.

What ends is started again after RESTART seconds, as systemd does by the units in deploy/. Only what was started here is
ever killed, by its process id.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from tests.servers import end, free_port

ROOT = Path(__file__).resolve().parent.parent
RESTART = 5  # seconds, as RestartSec in deploy/*.service
HOST = "portal.example.cn"
WORKER = [
    "-m",
    "celery",
    "--quiet",
    "--app=portal",
    "worker",
    "--concurrency=1",
    "--without-gossip",
    "--without-mingle",
]
BEAT = ["-m", "celery", "--quiet", "--app=portal", "beat", "--pidfile="]


class Machine:
    def __init__(self, folder, mails):
        self.folder, self.mails, self.port = folder, mails, free_port()
        self.processes, self.commands, self.lock = {}, {}, threading.Lock()
        self.postgres = self.redis = None
        self.is_ending = threading.Event()

    def environment(self, database, redis):
        """What the portal finds in its environment file, here and in every process started."""
        os.environ.update(
            DJANGO_SETTINGS_MODULE="portal.settings",
            PORTAL_ENV="production",
            SECRET_KEY="nVt3-Zq8_rLw0Yc5Hs7KpXe2Jd9Bf4Gm6Ta1Uv-iOkQxPzRyEbWh",
            DATABASE_URL=database,
            REDIS_URL=redis,
            ALLOWED_HOSTS=HOST,
            PORTAL_VAR=str(self.folder / "var"),
            MEDIA_ROOT=str(self.folder / "media"),
            STATIC_ROOT=str(self.folder / "static"),
            EMAIL_URL=self.mails.url,
            SECOND_FACTOR_REQUIRED="0",
            LOG_LEVEL="ERROR",
            WEB_WORKERS="2",
            WEB_BIND=f"127.0.0.1:{self.port}",
        )

    def start_all(self):
        self.start("web", ["-m", "gunicorn", "--config=deploy/gunicorn.conf.py", "portal.wsgi"])
        for number in (1, 2):
            self.start_worker(f"worker{number}")
        self.start("beat", BEAT)
        threading.Thread(target=self._keep_up, daemon=True).start()

    def start_worker(self, name, before=()):
        self.start(name, [*WORKER, f"--hostname={name}@faults"], before)

    def start(self, name, words, before=()):
        self.commands[name] = words, before
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*before, sys.executable, *words],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name):
        """-9 of a program and its children, as when the machine runs out of memory."""
        os.killpg(self.processes[name].pid, signal.SIGKILL)

    def kill_web(self):
        """-9 of every web process; gunicorn's own master stays, and forks new ones."""
        killed = children(self.processes["web"].pid)
        for pid in killed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self, name):
        with self.lock:
            self.commands.pop(name)
            end(self.processes.pop(name))

    def stop_all(self):
        self.is_ending.set()
        for name in list(self.processes):
            self.stop(name)

    def _keep_up(self):
        """systemd's part."""
        ended = {}
        while not self.is_ending.wait(0.2):
            with self.lock:
                for name, process in list(self.processes.items()):
                    if process.poll() is None:
                        ended.pop(name, None)
                    elif time.monotonic() > ended.setdefault(name, time.monotonic() + RESTART):
                        self.start(name, *self.commands[name])


def children(pid):
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(happens, what, seconds=90):
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited in vain for {what}")
        time.sleep(0.1)
