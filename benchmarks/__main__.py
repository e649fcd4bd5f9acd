"""`make bench`: every budget of speed and memory on SQLite and PostgreSQL, at three sizes. Always ends with status 0.

python -m benchmarks             both databases, the sample ×1, ×10 and ×100: a quarter of an hour and more
python -m benchmarks --quick     ×1 only, without the import of ten thousand organizations: some minutes
python -m benchmarks sqlite      one of the databases
python -m benchmarks --scores    assessment only
python -m benchmarks --office    what the committee writes: statistics, terms, letters
python -m benchmarks --backup    backup, check and restore of 600,000 rows

Afterwards a province on PostgreSQL; that part alone is `python -m benchmarks.province`, which has options of its own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from benchmarks.databases import DATABASES
from benchmarks.memory import measure as measure_memory
from benchmarks.province.__main__ import main as measure_province
from benchmarks.results import (
    Line,
    backup_lines,
    budget_table,
    contest_lines,
    exhibit_lines,
    feed_lines,
    month_lines,
    page_table,
    query_lines,
    result_page_lines,
    roster_line,
    round_lines,
    round_table,
    save_lines,
    score_lines,
)
from benchmarks.workbooks import write_roster

SIZES = (1, 10, 100)
ROUNDS = 2  # each size in turn, and the calmer round counts
MANY = 10_000  # organizations
BRANCHES_EACH = 6
SCORED = (88, 8800)  # organizations of a committee that is assessed
PARTS = {
    "scores": "scores, rounds and their pages",
    "office": "what the committee writes",
    "backup": "backup and restore",
}
AUDIENCES = ("organization", "branch")


def main(names, quick, only):
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ.update(PORTAL_VAR=folder, SECRET_KEY="benchmark", REDIS_URL="")
        books = {} if quick or only else _books(Path(folder))
        for name in names or DATABASES:
            with DATABASES[name]() as database:
                _print_head(database)
                bench = Bench(database, quick, books)
                run = {"scores": bench.run_scores, "office": bench.run_office, "backup": bench.run_backup}.get(
                    only, bench.run
                )
                lines, *tables = run()
            print("\n" + "\n\n".join([budget_table(lines), *tables]), flush=True)


class Bench:
    def __init__(self, database, quick, books):
        self.database, self.quick, self.books = database, quick, books
        self.sizes = SIZES[:1] if quick else SIZES
        self.copies = 0

    def run(self):
        """(lines against budgets, then tables: pages by size, pages of a contest by size, pages of a round)"""
        self._prepare()
        pages = self._pages()
        lines = [*month_lines(pages), *query_lines(pages)]
        for size in dict.fromkeys((min(self.sizes), max(self.sizes))):
            lines += feed_lines(size, self._on_copy(f"x{size}", "feed"))
        lines += self._contests()
        concluded = self._on_copy("sample", "result-pages")
        lines += [*result_page_lines(concluded), *self._imports(), *self._memory(pages)]
        by_size = {f"×{size}": found for size, found in pages.items()}
        contests = {f"{one['entries']} entries × {one['judges']}": one for one in concluded}
        scored, rounds = self._scores()
        return [*lines, *scored, *self._office(), *self._backup()], page_table(by_size), page_table(contests), rounds

    def run_scores(self):
        """What belongs to assessment, alone."""
        self.database.create("empty")
        self._ask("empty", "migrate")
        return self._scores()

    def run_office(self):
        """What the committee writes, alone."""
        self._load()
        return (self._office(),)

    def run_backup(self):
        """Backup and restore, alone."""
        self._load()
        return (self._backup(),)

    def _backup(self):
        """Taken from a large copy of the sample, put into an empty database."""
        say("a large portal to back up")
        self.database.copy("sample", "large")
        self._ask("large", "backup-rows")
        self.database.settle("large")
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            say("backup, check, restore")
            beside = self._ask("large", "backup-floor", folder)
            taken = self._ask("large", "backup", folder)
            proved = self._ask("large", "backup-check", taken["path"])
            self.database.copy("empty", "restored")
            restored = self._ask("restored", "backup-restore", taken["path"], f"{folder}/media")
        return [Line(*one) for one in backup_lines(taken, proved, restored, beside)]

    def _office(self):
        """Each part makes its rows on a copy of the sample and answers with lines of the table itself."""
        lines = []
        for what in self._ask("sample", "office"):
            say(what)
            self.database.copy("sample", what)
            self._ask(what, f"{what}-create")
            self.database.settle(what)
            lines += [Line(*one) for one in self._ask(what, what)]
        return lines

    def _scores(self):
        """(lines, table of pages): both committees stand in databases of their own."""
        scores = []
        for units in SCORED[:1] if self.quick else SCORED:
            say(f"scores of {units} organizations")
            self.database.copy("empty", f"scored{units}")
            self._ask(f"scored{units}", "scored", str(units))
            self.database.settle(f"scored{units}")
            scores.append(self._ask(f"scored{units}", "scores", "5" if units == SCORED[0] else "1"))
        rounds = []
        for audience in AUDIENCES:
            say(f"a round: {audience}")
            rounds.append(self._on_copy(f"scored{SCORED[0]}", "rounds", audience))
        return [*score_lines(scores), *(line for found in rounds for line in round_lines(found))], round_table(rounds)

    def _load(self):
        say("migrating, loading the sample")
        self.database.create("empty")
        self._ask("empty", "migrate")
        self.database.copy("empty", "sample")
        self._ask("sample", "load")

    def _prepare(self):
        self._load()
        for size in self.sizes:
            say(f"growing it ×{size}")
            self.database.copy("sample", f"x{size}")
            self._ask(f"x{size}", "grow", str(size))
            self.database.settle(f"x{size}")

    def _pages(self):
        rounds = {size: [] for size in self.sizes}
        for number in range(ROUNDS):
            for size in self.sizes:
                say(f"pages ×{size}, round {number + 1} of {ROUNDS}")
                rounds[size].append(self._ask(f"x{size}", "pages"))
        return {size: calmest(found) for size, found in rounds.items()}

    def _contests(self):
        say("gallery, results, contests")
        exhibits = {size: self._ask(f"x{size}", "exhibits") for size in self.sizes[:2]}
        lines = [*exhibit_lines(exhibits), *contest_lines(self._on_copy("sample", "contest"))]
        if self.database.many_writers:
            lines += save_lines(self._on_copy("sample", "saves"))
        return lines

    def _imports(self):
        say("imports")
        lines = [roster_line("the sample (88 organizations, 606 branches)", self._on_copy("empty", "roster"), 5)]
        for what, path in self.books.items():
            say(f"import of {what}")
            lines.append(roster_line(what, self._on_copy("empty", "roster", str(path)), 60))
        found = self._on_copy("empty", "ledger")
        note = f"peak {found['mb']:.0f} MB"
        return [*lines, Line(f"ledger import, {found['rows']} activities", found["seconds"], "s", None, note)]

    def _memory(self, pages):
        size = max(self.sizes)
        say(f"memory of the web processes ×{size}")
        found = measure_memory(pages[size]["paths"], {"DATABASE_URL": self.database.url(f"x{size}")})
        note = f"resident; {found['own']:.0f} MB of it not shared"
        return [
            Line(f"web process after 200 requests, ×{size}", found["worker"], "MB", 150, note),
            Line("their master", found["master"], "MB", 150),
        ]

    def _on_copy(self, source, *words):
        self.copies += 1
        name = f"copy{self.copies}"
        self.database.copy(source, name)
        self.database.settle(name)
        return self._ask(name, *words)

    def _ask(self, name, *words):
        """A process of its own for each measurement: none warms up or bloats another."""
        command = [sys.executable, "-m", "benchmarks.child", *words]
        environment = {**os.environ, "DATABASE_URL": self.database.url(name)}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(words)} on {self.database.name} failed")
        return json.loads(done.stdout.splitlines()[-1])


def calmest(rounds):
    """The lowest median of each time; the other figures are the same in all rounds."""
    best = min(rounds, key=lambda found: found["month"])
    pages = {
        name: {**page, "ms": min(found["pages"][name]["ms"] for found in rounds)}
        for name, page in best["pages"].items()
    }
    return {**best, "floor": min(found["floor"] for found in rounds), "pages": pages}


def _books(folder):
    say("writing the large workbooks")
    books = {
        f"{MANY:,} organizations with seats": (folder / "organizations.xlsx", 0),
        f"{MANY:,} organizations, {MANY * BRANCHES_EACH:,} branches": (folder / "branches.xlsx", BRANCHES_EACH),
    }
    for path, branches in books.values():
        write_roster(path, MANY, branches)
    return {what: path for what, (path, _) in books.items()}


def _print_head(database):
    load = os.getloadavg()[0]
    now = datetime.now().astimezone()
    print(
        f"\n## {database.name}, {now:%Y-%m-%d %H:%M}, {os.cpu_count()} cores, load {load:.1f} at the start", flush=True
    )


def say(words):
    print(f"… {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("databases", nargs="*", metavar="|".join(DATABASES), help="without: both")
    parser.add_argument("--quick", action="store_true", help="the sample ×1 only")
    only = parser.add_mutually_exclusive_group()
    for part, words in PARTS.items():
        only.add_argument(f"--{part}", dest="only", action="store_const", const=part, help=f"only {words}")
    options = parser.parse_args()
    if unknown := set(options.databases) - set(DATABASES):
        parser.error(f"unknown: {', '.join(unknown)}")
    main(options.databases, options.quick, options.only)
    if not options.only and "postgres" in (options.databases or DATABASES):
        measure_province(options.quick)
