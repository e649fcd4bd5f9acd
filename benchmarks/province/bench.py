"""One run: the province is made (or found), then every part is measured on its sizes, in turns."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime

from benchmarks.province import crowd, delivering, tables
from benchmarks.province.keeping import disk, fingerprint
from tests.servers import end, redis_server

PARTS = ("pages", "feed", "reminders", "crowd")
SIZES, YEARS, REQUESTS, ROUNDS = (1, 10, 120), 10, 4, 3
OFTEN = ("staff", "lead", "unit", "member")  # the others, whose pages are much the same, are asked half as often
QUICK = {"sizes": (1, 10), "years": 2, "requests": 5, "rounds": 1, "few": ["staff", "lead", "member"], "seconds": 10}
FULL = {"sizes": SIZES, "years": YEARS, "requests": REQUESTS, "rounds": ROUNDS, "few": [], "seconds": 60}
GIGABYTES = 12  # free on the disk, before the large one is made


class Province:
    def __init__(self, databases, quick=False, **settings):
        self.databases, self.kind = databases, fingerprint()
        for name, value in {**(QUICK if quick else FULL), **settings}.items():
            setattr(self, name, value)

    def run(self, parts=PARTS):
        """All tables as text, again after each part."""
        names = {size: self.made(size) for size in self.sizes}
        with ExitStack() as stack:
            asked = {size: stack.enter_context(self.asked(name)) for size, name in names.items()}
            counts, found = {size: one("counts") for size, one in asked.items()}, {}
            yield tables.report(counts, found)
            for part in parts:
                found[part] = getattr(self, part)(asked)
                yield tables.report(counts, found)

    def made(self, size):
        """The name of the database with so many committees."""
        name = f"province_{self.kind}_{datetime.now().astimezone():%Y%m}_{self.years}_{size}"
        if self.databases.has(name):
            say(f"×{size} is kept from an earlier run")
            with self.asked(name) as one:
                one("migrate")
            return name
        if disk(".") < GIGABYTES and size > 10:
            sys.exit(f"The province needs {GIGABYTES} GB of disk while it is made; there are {disk('.'):.0f}.")
        started, making = time.monotonic(), f"{name}_making"
        say(f"making ×{size}")
        self.databases.drop(making)
        self.databases.create(making, "template1" if size == 1 else self.made(1))
        with self.asked(making) as one:
            one("create", self.years) if size == 1 else one("multiply", size)
        self.databases.tell(making, "VACUUM ANALYZE")
        self.databases.rename(making, name)
        say(f"×{size} made in {time.monotonic() - started:.0f} s")
        return name

    def pages(self, asked):
        """{role: {page: {"queries", "kb", "peak", size: {"wall", "cpu", "stack", "sql"}}}}, "month", "resident"."""
        say("queries, bytes and memory of every page")
        with ThreadPoolExecutor() as together:  # nothing is timed yet
            opened = dict(zip(asked, together.map(lambda one: one("open", self.few), asked.values()), strict=True))
        found = {}
        for role, pages in opened[min(opened)].items():
            say(f"times of {len(pages)} pages: {role}")
            requests = self.requests if role in OFTEN else max(self.requests // 2, 1)
            found[role] = {}
            for name in pages:
                sizes = {size: each[role].get(name) for size, each in opened.items()}
                if not all(sizes.values()):
                    raise SystemExit(f"{name} of {role} is not there at every size")
                for part in self.in_turns(asked, "page", role, name, requests):
                    sizes[part[0]].update(part[1])
                found[role][name] = sizes
        month = dict(self.in_turns(asked, "month", 2 * self.requests, rounds=2 * self.rounds))
        return {"roles": found, "month": month, "resident": {size: one("resident") for size, one in asked.items()}}

    def in_turns(self, asked, *words, rounds=None):
        """(size, all times): a few requests of each size, several times over."""
        times = {size: {} for size in asked}
        for _ in range(rounds or self.rounds):
            for size, one in asked.items():
                for what, taken in one(*words).items():
                    times[size].setdefault(what, []).extend(taken)
        return times.items()

    def feed(self, asked):
        say("a feed of 1,000 events")
        return {size: one("feed", self.requests) for size, one in asked.items()}

    def reminders(self, asked):
        size = max(asked)
        say(f"reminders ×{size}: made, queued, delivered")
        with redis_server() as redis:
            environment = {"DATABASE_URL": self.databases.url(self.made(size)), "REDIS_URL": redis}
            with self.asked(self.made(size), REDIS_URL=redis) as one:
                found = one("reminders-made")
                found["queued"] = one("reminders-queued")
                found["rate"] = delivering.rate(environment, found["deliveries"])
                found["left"] = one("reminders-left")
                one("bare-queued", found["deliveries"])
                found["bare"] = delivering.rate(environment, found["deliveries"])
                one("reminders-cleared")
        return found

    def crowd(self, asked):
        size = max(asked)
        say(f"{crowd.PEOPLE} people click for {self.seconds} s on ×{size}")
        visitors = asked[size]("visitors", crowd.PEOPLE)
        with redis_server() as redis:
            environment = {"DATABASE_URL": self.databases.url(self.made(size)), "REDIS_URL": redis}
            return crowd.visit(visitors["cookies"], visitors["paths"], environment, self.seconds)

    @contextmanager
    def asked(self, name, **environment):
        """A call that lets a process of its own do something on this database."""
        environment = {**os.environ, "DATABASE_URL": self.databases.url(name), **environment}
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.province.asked"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

        def ask(*words):
            print(json.dumps(words), file=process.stdin, flush=True)
            if not (line := process.stdout.readline()):
                sys.exit(f"{words[0]} on {name} failed")
            return json.loads(line)

        try:
            yield ask
        finally:
            process.stdin.close()
            end(process)


def say(words):
    print(f"… {words}", file=sys.stderr, flush=True)
