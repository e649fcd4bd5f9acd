"""`make test` and `make lint`: every check, in order; all run even when one fails, and the exit status tells.

python -m tests           linters, then tests on SQLite, on PostgreSQL and in a browser
python -m tests lint      the linters alone
python -m tests postgres  one of them: lint, sqlite, postgres, browser

What takes long and keeps only one at work is begun at once, behind the linters: programs that are missing here, the
server, a migrated database of each kind, which all processes of the run copy (tests/databases.py). The linters wait for
the network and run beside the tests; they are printed after them.
"""

import os
import shlex
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.servers import Missing, postgres_server

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest", "-q"]
PARALLEL = [*PYTEST, "--dist", "worksteal", "-n"]  # a database each; who is done first helps the others
LINT = [
    [PYTHON, "-m", "ruff", "check", "."],
    [PYTHON, "-m", "ruff", "format", "--check", "."],
    [PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"],
    [PYTHON, "manage.py", "check", "--fail-level=WARNING"],
    [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    [PYTHON, "-m", "tests.dependencies"],
]


def run(command, output, **extra):
    print(f"\n$ {shlex.join(command).replace(PYTHON, 'python')}", file=output, flush=True)
    environment = {**os.environ, **extra}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=output, stderr=output and subprocess.STDOUT)
    return done.returncode == 0


def lint(prepared, output):
    passed = [run(command, output, DJANGO_SETTINGS_MODULE="tests.settings") for command in LINT]
    return all(passed)


class Prepared:
    """What the stages need, on its way: `programs` and `server` are futures, for a stage to wait for."""

    def __init__(self, names):
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-tests-run-"))
        os.environ.update(PORTAL_TESTS_RUN=folder, PORTAL_TESTS_ANEW="1")
        pool = self.stack.enter_context(ThreadPoolExecutor())
        if {"sqlite", "postgres"} & names:
            pool.submit(compile_tests)
        if {"sqlite", "browser"} & names:
            pool.submit(migrate, "")
        if "postgres" in names:
            self.server = pool.submit(self._start_server)
        if names - {"lint"}:
            self.programs = pool.submit(install_programs)

    def _start_server(self):
        url = self.stack.enter_context(postgres_server())
        migrate(url)
        return url

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        self.stack.close()


def migrate(url):
    """Should it fail, the first test that wants the database does it again and shows why."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
    subprocess.run([PYTHON, "-m", "tests.databases"], cwd=ROOT, env=environment, capture_output=True)


def compile_tests():
    """With pytest's asserts in them, once: two processes that begin together would each do all of it."""
    subprocess.run([*PYTEST, "--collect-only"], cwd=ROOT, env={**os.environ, "DATABASE_URL": ""}, capture_output=True)


def install_programs():
    """One after the other, for Debian installs one thing at a time. What cannot be had is said by who needs it."""
    for program in ("office", "chromium"):
        subprocess.run([PYTHON, "-m", f"tests.{program}"], cwd=ROOT, capture_output=True)


def sqlite(prepared, output):
    return run([*PARALLEL, "2"], output, DATABASE_URL="")


def postgres(prepared, output):
    """Three at once on two cores: workers that are killed and beats that tick are waited for."""
    return run([*PARALLEL, "3"], output, DATABASE_URL=prepared.server.result())


def browser(prepared, output):
    prepared.programs.result()
    return run([*PYTEST, "tests/browser", "-n", "2", "--dist", "loadfile"], output, DATABASE_URL="")


STAGES = {"lint": lint, "sqlite": sqlite, "postgres": postgres, "browser": browser}
# Side by side; what is in a lane runs in turn. More at once on two cores took longer than one after the other.
LANES = [["sqlite", "browser", "postgres"], ["lint"]]


def passes(name, prepared, output=None):
    """(name, has it passed, seconds), having told of it on the terminal or in the file `output`."""
    print(f"\n======== {name}", file=output, flush=True)
    started = time.monotonic()
    try:
        passed = STAGES[name](prepared, output)
    except Missing as fault:
        print(fault, file=output or sys.stderr)
        passed = False
    return name, passed, time.monotonic() - started


def in_turn(names, prepared, output=None):
    return [passes(name, prepared, output) for name in names]


def side_by_side(lanes, prepared):
    """The results of all; the first lane is printed as it goes, the others when they are done."""
    with ThreadPoolExecutor() as pool, ExitStack() as files:
        outputs = [files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8")) for _ in lanes[1:]]
        others = [pool.submit(in_turn, lane, prepared, file) for lane, file in zip(lanes[1:], outputs, strict=True)]
        results = in_turn(lanes[0], prepared)
        for other, file in zip(others, outputs, strict=True):
            results += other.result()
            file.seek(0)
            print(file.read(), flush=True)
    return results


def main(names):
    if unknown := set(names) - set(STAGES):
        sys.exit(f"Unknown: {', '.join(unknown)}. Known: {', '.join(STAGES)}")
    asked = set(names) or set(STAGES)
    lanes = [lane for known in LANES if (lane := [name for name in known if name in asked])]
    with Prepared(asked) as prepared:
        results = side_by_side(lanes, prepared)
    print("\n======== result")
    for name, passed, seconds in results:
        print(f"{name:<9} {'passed' if passed else 'FAILED'}  {seconds:.0f} s")
    sys.exit(not all(passed for _, passed, _ in results))


if __name__ == "__main__":
    main(sys.argv[1:])
