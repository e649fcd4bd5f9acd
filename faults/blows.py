"""What breaks: each function breaks it while people work, and returns the moment from which recovery is counted."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import psycopg2
from django.conf import settings
from django.db import connection

from activities.tasks import remind_today
from faults.browser import BOUNDARY, TOKEN, multipart
from faults.machine import RESTART, ROOT, wait_for
from faults.servers import empty
from portal.beat import HOLDER, LAST_RUNS
from portal.quarters import Quarter
from portal.workdays import is_workday


class NotTried(Exception):
    """This machine cannot; the words say why."""


def worker(machine, tried, load):
    """Both workers -9 while the mail server has taken the call and says nothing."""
    machine.mails.is_called.clear()
    machine.mails.hold.set()
    tried.all_sent(nudge=True)
    wait_for(lambda: tried.all_sent(nudge=True) or machine.mails.is_called.is_set(), "a mail on its way")
    for name in ("worker1", "worker2"):
        machine.kill(name)
    blow = time.monotonic()
    machine.mails.hold.clear()
    tried.leases = tried.end_leases()
    return blow


def upload(machine, tried, load):
    """The web processes -9 while half a form has arrived, and again while its picture is being written."""
    browser = load.browsers[len(tried.sheets)]
    body = multipart({"csrfmiddlewaretoken": TOKEN, "new_captions": "half"}, {"new_pictures": ("a.jpg", bytes(99_999))})
    half = browser.connection()
    half.putrequest("POST", f"/activities/{tried.held[-1].pk}/report/", skip_host=True)
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(len(body))}
    for name, value in (browser.headers | kind).items():
        half.putheader(name, value)
    half.endheaders(body[: len(body) // 2])
    time.sleep(0.5)
    machine.kill_web()
    killed = time.monotonic()
    half.close()
    wait_for(lambda: load.well_since(killed), "the pages after the first kill")
    return _killed_while_writing(machine, "activities_picture")


def approval(machine, tried, load):
    """The web processes -9 after the plan's state and step are written, while the invited are being told."""
    return _killed_while_writing(machine, "notices_notice")


def redis(machine, tried, load):
    """Redis emptied, then killed, gone for three seconds, and started empty."""
    empty(settings.REDIS_URL)
    blow = time.monotonic()
    machine.redis.crash()
    time.sleep(3)
    machine.redis.start()
    tried.ask_for_reminders()  # beat asks for today's by itself only on a workday after eight
    return blow


def postgres(machine, tried, load):
    """PostgreSQL crashed, gone for two seconds, recovered; then all connections cut."""
    blow = time.monotonic()
    machine.postgres.crash()
    time.sleep(2)
    machine.postgres.start()
    connection.close()  # this one went with the server
    wait_for(lambda: load.well_since(blow), "the pages after the crash")
    blow = time.monotonic()
    ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL")
    connection.close()
    return blow


def disk(machine, tried, load):
    """Nothing more fits into the media folder until somebody makes room."""
    if not os.path.ismount(settings.MEDIA_ROOT):
        raise NotTried("no right to mount a small tmpfs on the media folder; run as root")
    filler = machine.folder / "media" / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
    refused = load.refused
    wait_for(lambda: load.refused > refused + 1, "an upload to be refused")
    filler.unlink()
    return time.monotonic()


def clock(machine, tried, load):
    """The workers live through the last half minute of a quarter and the first of the next, asked all the time."""
    last = tried.days[0]
    # Shanghai's midnight is 16:00 in UTC.
    fake = ["env", "TZ=UTC", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", "-f", f"@{last} 15:59:35"]
    for name in ("worker1", "worker2"):
        machine.stop(name)
        machine.start_worker(name, fake)
    blow = time.monotonic()
    while time.monotonic() < blow + 40:
        remind_today.delay()
        time.sleep(1)
    return blow


def beats(machine, tried, load):
    """A second beat; then the first -9, and the turn and the last runs forgotten, so that both do all again."""
    import redis as client  # noqa: PLC0415  the name is the fault's here

    words, _ = machine.commands["beat"]
    machine.start("beat2", words)
    time.sleep(4)
    machine.kill("beat")
    blow = time.monotonic()
    with client.Redis.from_url(settings.REDIS_URL) as broker:
        broker.delete(HOLDER, LAST_RUNS)
    time.sleep(RESTART + 4)
    return blow


def migration(machine, tried, load):
    """`migrate` -9 in the middle of a step that has changed a table and every activity."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "faults.settings"}
    command = [sys.executable, "manage.py", "migrate", "broken"]
    with (machine.folder / "migrate.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    asleep = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%%pg_sleep(8)%%' AND pid <> pg_backend_pid()"
    wait_for(lambda: process.poll() is not None or ask(asleep)[0], "the migration to be halfway")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    blow = time.monotonic()
    wait_for(lambda: load.well_since(blow), "the pages after the migration")
    half = "SELECT count(*) FROM information_schema.columns WHERE column_name = 'half'"
    changed = "SELECT count(*) FROM activities_activity WHERE title = 'half'"
    tried.half_migrated = ask(half)[0] + ask(changed)[0]
    say = "import django; django.setup(); from portal.readiness import faults; raise SystemExit(len(faults()))"
    refuses = subprocess.run([sys.executable, "-c", say], cwd=ROOT, env=environment, capture_output=True)
    tried.half_migrated += refuses.returncode != 1  # the new version must not start on the old tables
    return blow


def _killed_while_writing(machine, table):
    with locked(table):
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"
        wait_for(lambda: ask(waiting, [f'%"{table}"%'])[0], f"somebody to write {table}")
        machine.kill_web()
        blow = time.monotonic()
        time.sleep(0.5)
    return blow


@contextmanager
def locked(table):
    held = psycopg2.connect(os.environ["DATABASE_URL"])
    try:
        with held.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")  # reads go on
            yield
    finally:
        held.close()


def ask(sql, values=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def quarter_end(today):
    """The next last day of a quarter after which work goes on: both days are workdays."""
    day = Quarter.of(today).last_day
    while not (is_workday(day) and is_workday(day + timedelta(days=1))):
        day = Quarter.of(day + timedelta(days=1)).last_day
    return [day, day + timedelta(days=1)]


def clock_days(today):
    if not shutil.which("faketime"):
        raise NotTried("faketime is not installed (apt install faketime)")
    return quarter_end(today)


ALL = [worker, upload, approval, redis, postgres, disk, clock, beats, migration]
NAMES = {blow.__name__: blow for blow in ALL}
