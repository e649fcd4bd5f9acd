"""What is measured inside one process on one size of the province."""

import os
import time
import tracemalloc
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from benchmarks.growth import measured_month
from benchmarks.province import decade, feeding, reminding, roles, visitors
from benchmarks.province.copying import copy, of_committees
from benchmarks.province.floors import asked_by, bare, replay
from benchmarks.requesting import Browser


class Desk:
    """The people and pages of the first committee, and how long they take."""

    def open(self, few=()):
        """{role: {page: {"queries", "kb", "peak"}}}: what does not depend on the hour."""
        stay_connected()
        self.people = {role: who for role, who in roles.people().items() if not few or role in few}
        self.committee = self.people["staff"].committee
        self.paths = roles.paths(self.committee)
        self.prepare()
        return {role: dict(self.facts(role)) for role in self.people}

    def prepare(self):
        self.browsers = {role: Browser(person) for role, person in self.people.items()}
        self.floors = {}  # (role, page) → its statements, its bytes

    def facts(self, role):
        """Pairs of each page this role may open, and what it takes."""
        for name, path in self.paths.items():
            status, _, body = self.browsers[role].get(path)
            if status >= 500:
                raise SystemExit(f"{path} answered {status} to {role}")
            if status == 200:
                asked = asked_by(lambda path=path: self.browsers[role].get(path))
                self.floors[role, name] = asked, len(body)
                yield name, {"queries": len(asked), "kb": len(body) / 1024, "peak": self._peak(role, path)}

    def page(self, role, name, requests):
        """Milliseconds of each request, and of its floors by the processor: {"wall", "cpu", "stack", "sql"}: lists."""
        browser, path = self.browsers[role], self.paths[name]
        asked, length = self.floors[role, name]
        clock = processor()
        taken = [timed(lambda: browser.get(path), clock) for _ in range(requests)]
        return {
            "wall": [wall for wall, _ in taken],
            "cpu": [cpu for _, cpu in taken],
            "stack": [timed(lambda: browser.get(bare(length)), clock)[1] for _ in range(max(requests // 3, 1))],
            "sql": [timed(lambda: replay(asked), clock)[1] for _ in range(max(requests // 3, 1))],
        }

    def month(self, requests):
        """{"page", "floor"}: milliseconds of the processor for the month of staff and for the bare view of its rows."""
        key = measured_month(timezone.localdate()).key
        floor = f"{reverse('floor', args=[key])}?committee={self.committee.pk}"
        staff, nobody, page = self.browsers["staff"], Browser(), self.paths["calendar-month"]
        taken = {"page": [], "floor": []}
        clock = processor()
        for _ in range(requests):
            taken["page"].append(timed(lambda: staff.get(page), clock)[1])
            taken["floor"].append(timed(lambda: nobody.get(floor), clock)[1])
        return taken

    def feed(self, requests):
        clock = processor()
        return feeding.measure(requests, lambda call: timed(call, clock)[1])

    def resident(self):
        """Megabytes this process holds after all that."""
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024

    def _peak(self, role, path):
        """Kilobytes that Python held at most for one request, more than before it."""
        tracemalloc.start()
        self.browsers[role].get(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak / 1024


def stay_connected():
    """One connection for the whole run: its process in the server is the one whose time is read."""
    connection.close()
    connection.settings_dict["CONN_MAX_AGE"] = None
    connection.ensure_connection()


def processor():
    """A clock of the processor, in seconds: of this process and of the database's process of its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    if not spent.exists() or not os.access(spent, os.R_OK):
        return time.process_time
    return lambda: time.process_time() + int(spent.read_text().split()[0]) / 1e9


def timed(call, clock):
    """Milliseconds (by the wall's clock, of the processor)."""
    started, cpu = time.perf_counter(), clock()
    call()
    return (time.perf_counter() - started) * 1000, (clock() - cpu) * 1000


def migrate():
    """A kept province gets the tables of today's code."""
    call_command("migrate", verbosity=0)


def create(years):
    migrate()
    decade.create(years)


def multiply(committees):
    """So many committees instead of one."""
    copy(of_committees(), committees - 1, decade.COPY_OF_COMMITTEE, say=say)


def say(line):
    print(f"  {line}", flush=True)


desk = Desk()
calls = {
    "migrate": migrate,
    "create": create,
    "multiply": multiply,
    "counts": decade.counts,
    "open": desk.open,
    "page": desk.page,
    "month": desk.month,
    "feed": desk.feed,
    "resident": desk.resident,
    "visitors": visitors.sessions,
    "reminders-made": reminding.make,
    "reminders-queued": reminding.queue,
    "bare-queued": reminding.queue_bare,
    "reminders-left": reminding.left,
    "reminders-cleared": reminding.clear,
}
