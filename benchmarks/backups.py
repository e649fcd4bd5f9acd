"""Backup, check and restore of a large portal: time and memory, beside pg_dump or sqlite3 .backup."""

import os
import resource
import shutil
import subprocess
import time
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from activities.models import Activity, Participation
from alliances.models import Committee, Organization
from branches.models import Branch, RosterImport
from portal.backup.archive import MB
from portal.backup.checking import check
from portal.backup.reading import size_of
from portal.backup.restoring import restore
from portal.backup.taking import take
from tests.servers import find_postgres

ROWS = 600_000
HISTORIES = [Activity, Participation, Organization, Branch]  # what grows longest, and its rows are wide
FILES, FILE_SIZE = 100, 2 * MB


def create():
    """The histories of the sample, doubled until there are rows enough, and uploaded files."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in HISTORIES:
            _double(cursor, model.history.model, ROWS // len(HISTORIES))
    committee = Committee.objects.order_by("pk").first()
    folder = Path(settings.MEDIA_ROOT) / "benchmark"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(FILES):
        (folder / f"{number}.bin").write_bytes(os.urandom(FILE_SIZE))
    RosterImport.objects.bulk_create(
        RosterImport(committee=committee, file=f"benchmark/{number}.bin", on="2026-01-01") for number in range(FILES)
    )


def _double(cursor, model, wanted):
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(
        connection.ops.quote_name(field.column) for field in model._meta.local_concrete_fields if not field.primary_key
    )
    while lacking := max(0, wanted - model.objects.count()):
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} LIMIT {lacking}"  # noqa: S608  our own names
        )


def back_up(folder):
    """{"path", "rows", "mb": of the file, "data_mb": of database and files, "seconds", "processor", "peak"}"""
    before, found = _peak(), _timed(take, folder)
    taken, data = found.pop("result"), size_of(connection) + FILES * FILE_SIZE
    rows = sum(taken.rows.values())
    sizes = {"mb": taken.bytes / MB, "data_mb": data / MB, "files_mb": FILES * FILE_SIZE / MB}
    return {**found, **sizes, "path": str(taken.path), "rows": rows, "before": before}


def prove(path):
    found = _timed(check, path)
    return {name: found[name] for name in ("seconds", "processor", "peak")}


def put_back(path, folder):
    """On another, empty database."""
    settings.MEDIA_ROOT = folder
    found = _timed(restore, path)
    return {name: found[name] for name in ("seconds", "processor", "peak")}


def floor(folder):
    """What the database's own program takes for the rows alone: {"program", "seconds"}, or None where it is missing."""
    if connection.vendor == "sqlite":
        words = ["sqlite3", connection.settings_dict["NAME"], f".backup '{folder}/floor.sqlite3'"]
    else:
        program = find_postgres(Path(folder)) / "pg_dump"
        own = connection.settings_dict
        address = f"postgres://{own['USER']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
        words = [str(program), "--format=custom", f"--file={folder}/floor.dump", address]
    if not shutil.which(words[0]):
        return None
    started = time.perf_counter()
    subprocess.run(words, check=True)
    seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in Path(folder).glob("floor.*"))
    return {"program": Path(words[0]).name, "seconds": seconds, "mb": size / MB}


def _timed(call, *words):
    started, used = time.perf_counter(), time.process_time()
    result = call(*words)
    return {
        "result": result,
        "seconds": time.perf_counter() - started,
        "processor": time.process_time() - used,
        "peak": _peak(),
    }


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
