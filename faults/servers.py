"""A PostgreSQL that can be killed and started again on the same data, and a Redis that forgets; both ours alone."""

import os
import signal
import subprocess
from pathlib import Path

import redis

from portal import embedded_redis
from tests.servers import as_nobody, end, find_postgres, free_port, run, wait_for_postgres


class Postgres:
    """Commits are written before they are answered, as in production: only then a kill of it proves anything."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder, self.data, self.port = folder, folder / "data", free_port()
        self.url = f"postgres://portal@127.0.0.1:{self.port}/postgres"
        self.programs, self.prefix = find_postgres(folder), as_nobody(folder)
        words = ["--username=portal", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
        run([*self.prefix, self.programs / "initdb", f"--pgdata={self.data}", *words])

    def start(self):
        # The machine itself does not go down, so its memory is as good as its disk.
        options = ["-c", "jit=off", "-c", "fsync=off", "-c", "full_page_writes=off"]
        listen = ["-h", "127.0.0.1", "-p", str(self.port), "-k", self.folder, *options]
        command = [*self.prefix, self.programs / "postgres", "-D", self.data, *listen]
        log = self.folder / "log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        wait_for_postgres(self.url, self.process, log)

    def crash(self):
        """All its processes at once and without a farewell; the next start recovers from the log."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)

    def stop(self):
        end(self.process, by=signal.SIGINT)


class Redis:
    def __init__(self, folder):
        self.socket = Path(folder) / "redis.sock"
        self.url = f"unix://{self.socket}?db=0"

    def start(self):
        self.process = subprocess.Popen(embedded_redis.command(self.socket), stdin=subprocess.DEVNULL)
        embedded_redis.wait(self.socket, alive=lambda: self.process.poll() is None)

    def crash(self):
        """It keeps nothing on the disk, so a kill empties it, too."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        end(self.process)


def empty(url):
    with redis.Redis.from_url(url) as client:
        client.flushall()
