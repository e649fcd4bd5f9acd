"""The portal as `make run` starts it, for tests: another process with a database, Redis, worker and beat of its own."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest

from tests.servers import end, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 420  # a slow or busy machine is no failure


def environment(folder):
    """Not the databases of the test run around us: the embedded default, as somebody has it who types `make run`."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return {**inherited, "DJANGO_SETTINGS_MODULE": "portal.settings", "PORTAL_VAR": str(folder), "DEBUG": "false"}


def load_sample(migrated, folder):
    """The folder, now with what `make run` has there on the first day, when it has migrated and loaded the sample."""
    folder.mkdir()
    shutil.copyfile(migrated, folder / "portal.sqlite3")
    command = [sys.executable, "manage.py", "sample"]
    subprocess.run(command, cwd=ROOT, env=environment(folder), check=True, capture_output=True)
    return folder


class Portal:
    """A running portal: its address, its command line, and its clock; it begins with a copy of the folder `sample`."""

    def __init__(self, folder, sample):
        self.folder = shutil.copytree(sample, folder, dirs_exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {**environment(folder), "PORTAL_URL": self.url}
        self.log = folder / "serve.log"

    def start(self):
        with self.log.open("wb") as output:
            command = [sys.executable, "manage.py", "serve", f"--port={self.port}"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        deadline = time.monotonic() + START_SECONDS
        while "Ready:" not in self.output():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                pytest.fail(f"门户没有启动。The portal did not start:\n{self.output()}")
            time.sleep(0.2)

    def stop(self):
        end(self.process)

    def output(self):
        return self.log.read_text("utf-8", "replace")

    def manage(self, *words):
        """Run `manage.py remind --on 2026-11-20` and the like on this portal's data; returns what it printed."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def move_activity(self, title, starts_at, ends_at):
        """Time passes. A test cannot wait for the day, and no page lets anybody put a plan into the past, so only
        such days are written straight into the database."""
        times = [
            f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" for moment in (starts_at, ends_at)
        ]  # as Django keeps them
        self._move("UPDATE activities_activity SET starts_at = ?, ends_at = ? WHERE title = ?", [*times, title])

    def move_publicity(self, title, since, until):
        """The same for the days on which a contest's result is made public."""
        statement = "UPDATE assessments_contest SET publicity_since = ?, publicity_until = ? WHERE title = ?"
        self._move(statement, [f"{since}", f"{until}", title])

    def move_round(self, scheme, since, until):
        """And for those of a round of assessment, by the title of its scheme."""
        statement = (
            "UPDATE assessments_round SET publicity_since = ?, publicity_until = ? "
            "WHERE scheme_id = (SELECT id FROM assessments_scheme WHERE title = ?)"
        )
        self._move(statement, [f"{since}", f"{until}", scheme])

    def move_reply(self, letter, due_on):
        """And for the day by which the one unit of a letter owes its reply, by the letter's number in its address."""
        self._move("UPDATE letters_letter SET reply_due = ? WHERE id = ?", [f"{due_on}", letter])
        self._move("UPDATE letters_recipient SET due_on = ? WHERE letter_id = ?", [f"{due_on}", letter])

    def _move(self, statement, values):
        with closing(sqlite3.connect(self.folder / "portal.sqlite3", timeout=20)) as database, database:
            done = database.execute(statement, values)
            assert done.rowcount == 1, f"No single row called {values[-1]!r}"
