"""One fault after the other: broken under load, waited for, counted; the table at the end."""

import time
import traceback
from dataclasses import dataclass, field
from itertools import count

from django.db import connection
from django.utils import timezone

from faults.blows import NAMES, NotTried, clock_days
from faults.load import Load
from faults.machine import wait_for
from faults.round import PLANS, Round, files_without_rows

ALL = list(NAMES)
BY_BEAT = {"redis", "beats"}  # here nobody but beat says that mails are to be sent
HEAD = ["fault", "tries", "lost", "doubled", "same id", "left files", "clicks", "refused"]
HEAD += ["pages s", "mails s", "notes"]
_numbers = count(1)


@dataclass
class Result:
    """What became of a fault, over all its tries. Seconds are those of the slowest."""

    fault: str
    tries: int = 0
    lost: int = 0  # reminders, notices, mails, scores, approvals, pictures; half a migration; a page that was not clear
    doubled: int = 0
    same_id: int = 0  # mails taken twice under one Message-ID: a reader's program shows them once
    left_files: int = 0  # of a click that was cut: no record names them, nobody can open them
    clicks: int = 0
    refused: int = 0
    pages: float = 0  # seconds from the blow until everybody's clicks were accepted again
    mails: float = 0  # … and until every mail that was due had left
    notes: list = field(default_factory=list)

    @property
    def is_good(self):
        return not self.lost and not self.doubled

    def cells(self):
        numbers = [self.tries, self.lost, self.doubled, self.same_id, self.left_files, self.clicks, self.refused]
        seconds = [f"{self.pages:.1f}", f"{self.mails:.1f}"]
        return [self.fault, *map(str, numbers), *seconds, "; ".join(self.notes)]


def try_all(machine, names, tries):
    results = []
    for name in names:
        result = Result(name)
        results.append(result)
        for _ in range(tries):
            print(f"… {name}", flush=True)
            try:
                attempt(machine, result)
            except NotTried as why:
                result.notes.append(f"not tried: {why}")
                break
            except Exception as error:  # nothing came back: the worst there is; the next is tried all the same
                traceback.print_exc()
                result.tries += 1
                result.lost += 1
                result.notes.append(f"FAILED: {error!r}")
        print("  ", *result.cells(), flush=True)
    print_table(results)
    return int(not all(result.is_good for result in results))


def attempt(machine, result):
    connection.close()  # an earlier fault may have cut it
    try:
        tried = prepared(result.fault)
        files = files_without_rows()
        with Load(tried, machine.port) as load:
            if result.fault != "clock":
                tried.ask_for_reminders()
            blow = NAMES[result.fault](machine, tried, load)
            wait_for(lambda: load.well_since(blow), "everybody's clicks to be accepted again", 150)
            pages = load.well_since(blow) - blow
            wait_for(lambda: tried.all_sent(nudge=result.fault not in BY_BEAT), "every mail to leave", 150)
            mails = time.monotonic() - blow
        wait_for(lambda: tried.all_sent(nudge=True), "the last mails to leave", 150)
    finally:
        restore(machine, result.fault)
    time.sleep(2)  # whoever would send something twice has the time to
    found, words = tried.count(machine.mails)
    result.tries += 1
    result.lost += found["lost"] + tried.half_migrated + len(load.stuck) + len(load.unclear)
    result.doubled += found["doubled"]
    result.same_id += found["same_id"]
    result.left_files += files_without_rows() - files
    result.clicks += sum(map(len, tried.marks.values())) + len(tried.published) + len(tried.captions)
    result.refused += load.refused
    result.pages, result.mails = max(result.pages, pages), max(result.mails, mails)
    result.notes += words + [f"unclear page {page}" for page in load.unclear[:2]]
    result.notes += [f"{tried.leases} claim(s): 10 min of lease passed over"] if tried.leases else []


def prepared(name):
    days = clock_days(timezone.localdate()) if name == "clock" else None
    # What the clock's workers make is of another year; what the web makes of this one would look stale to them.
    return Round(next(_numbers), days, plans=0 if name == "clock" else PLANS)


def restore(machine, name):
    machine.mails.hold.clear()
    if name == "clock":
        for worker in ("worker1", "worker2"):
            if worker in machine.processes:
                machine.stop(worker)
            machine.start_worker(worker)
    if name == "beats" and "beat2" in machine.processes:
        machine.stop("beat2")


def print_table(results):
    lines = [HEAD, *(result.cells() for result in results)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEAD))]
    print()
    for line in lines:
        print("  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip())
