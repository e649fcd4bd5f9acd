"""`make test` and `make lint`: every check, in order; all run even when one fails, and the exit status tells.

python -m tests           linters, then tests on SQLite, on PostgreSQL and in a browser
python -m tests lint      the linters alone
python -m tests postgres  one of them: lint, sqlite, postgres, browser
"""

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

from tests.servers import Missing, postgres_server

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest", "-q"]
PARALLEL = [*PYTEST, "-n", "2", "--dist", "worksteal"]  # a database each; who is done first helps the other
LINT = [
    [PYTHON, "-m", "ruff", "check", "."],
    [PYTHON, "-m", "ruff", "format", "--check", "."],
    [PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"],
    [PYTHON, "manage.py", "check", "--fail-level=WARNING"],
    [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
]


def run(command, **extra):
    print(f"\n$ {shlex.join(command).replace(PYTHON, 'python')}", flush=True)
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **extra}).returncode == 0


def lint():
    passed = [run(command, DJANGO_SETTINGS_MODULE="tests.settings") for command in LINT]
    return all(passed)


def sqlite():
    return run(PARALLEL, DATABASE_URL="")


def postgres():
    with postgres_server() as url:
        return run(PARALLEL, DATABASE_URL=url)


def browser():
    return run([*PYTEST, "tests/browser", "-n", "2", "--dist", "loadfile"], DATABASE_URL="")


STAGES = {"lint": lint, "sqlite": sqlite, "postgres": postgres, "browser": browser}


def passes(name):
    print(f"\n======== {name}", flush=True)
    started = time.monotonic()
    try:
        passed = STAGES[name]()
    except Missing as fault:
        print(fault, file=sys.stderr)
        passed = False
    return name, passed, time.monotonic() - started


def main(names):
    if unknown := set(names) - set(STAGES):
        sys.exit(f"Unknown: {', '.join(unknown)}. Known: {', '.join(STAGES)}")
    results = [passes(name) for name in names or STAGES]
    print("\n======== result")
    for name, passed, seconds in results:
        print(f"{name:<9} {'passed' if passed else 'FAILED'}  {seconds:.0f} s")
    sys.exit(not all(passed for _, passed, _ in results))


if __name__ == "__main__":
    main(sys.argv[1:])
