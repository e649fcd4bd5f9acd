"""How is a backup made? First the database as of one moment, and right after each lot of rows the files they name.

Uploaded files are never changed, and their names are random and never used twice, so a file that is still there is
the one that the rows mean. One that somebody deletes while the backup runs is missing in it, and that is said.
"""

import os
import shutil
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from portal.backup import record, schema
from portal.backup.archive import FORMAT, MB
from portal.backup.environment import settings_without_secrets
from portal.backup.faults import BackupFault
from portal.backup.files import named_file
from portal.backup.placing import a_file_in, only_one_here
from portal.backup.reading import applied_migrations, counters, hold, one_moment, read_lines, size_of
from portal.backup.tables import MIGRATIONS, tables_of
from portal.backup.writing import ArchiveWriter, RowsWriter

SPARE = 64 * MB
SPOKEN_EVERY = 5  # seconds
MOST_NAMED = 1000  # missing files, in the backup's end and in backup.json


@dataclass
class Taken:
    path: Path
    rows: dict = field(default_factory=dict)
    files: int = 0
    file_bytes: int = 0
    missing: list = field(default_factory=list)
    sha256: str = ""
    bytes: int = 0
    seconds: float = 0.0


def take(folder, say=lambda line: None, database=connection):
    """Make a backup in this folder and remember how it went. Raises BackupFault; nothing is left behind then."""
    started, now = time.monotonic(), timezone.localtime()
    try:
        with only_one_here(), a_file_in(Path(folder), now) as (file, path):
            taken = _Taking(file, path, say).run(now, database)
    except (OSError, DatabaseError) as error:
        fault = BackupFault(_in_words(error, folder, database))
        record.failed(now.isoformat(), fault.lines)
        raise fault from error
    except BackupFault as fault:
        record.failed(now.isoformat(), fault.lines)
        raise
    taken.seconds = round(time.monotonic() - started, 1)
    record.succeeded(
        {
            "file": str(path),
            "at": now.isoformat(),
            "seconds": taken.seconds,
            "bytes": taken.bytes,
            "rows": sum(taken.rows.values()),
            "files": taken.files,
            "missing": taken.missing[:MOST_NAMED],
            "sha256": taken.sha256,
        }
    )
    return taken


class _Taking:
    def __init__(self, file, path, say):
        self.archive, self.say = ArchiveWriter(file), say
        self.taken, self.folder = Taken(path), path.parent
        self.names, self.spoken = _Names(), time.monotonic()

    def run(self, now, database):
        with one_moment(database) as reader:
            applied = applied_migrations(reader)
            tables = tables_of(schema.state_at(applied))
            hold(reader, tables)
            _require_room(self.folder, reader)
            self.archive.add_manifest(_manifest(now, reader, applied, tables), settings_without_secrets())
            for number, table in enumerate(tables, 1):
                self._add(reader, table, f"{number}/{len(tables)}")
            end = {"rows": self.taken.rows, "counters": counters(reader, tables), "files": self.taken.files}
        missing = {"count": len(self.taken.missing), "names": self.taken.missing[:MOST_NAMED]}
        self.taken.sha256 = self.archive.close({**end, "missing": missing})
        self.taken.bytes = self.archive.size
        return self.taken

    def _add(self, reader, table, place):
        rows = RowsWriter(self.archive, table, self._add_files)

        def take_row(line):
            rows.take(line)
            if not rows.lines:  # a chunk was just written
                self._speak(place, table, rows)

        read_lines(reader, table, take_row)
        rows.flush()
        self.taken.rows[table.name] = rows.rows
        self._speak(place, table, rows)

    def _add_files(self, names):
        for name in names:
            if not self.names.is_new(name):  # several rows may name one file
                continue
            with named_file(name) as found:
                if found is None:
                    self.taken.missing.append(name)
                    continue
                file, status = found
                self.archive.add_file(name, file, status.st_size, int(status.st_mtime))
                self.taken.files += 1
                self.taken.file_bytes += status.st_size

    def _speak(self, place, table, rows):
        if time.monotonic() - self.spoken > SPOKEN_EVERY:
            self.spoken = time.monotonic()
            size = f"{self.archive.size / MB:,.0f} MB"
            self.say(f"第 {place} 张表 {table.name}：{rows.rows:,} 行；文件 {self.taken.files:,} 个；已写 {size}")


class _Names:
    """The names seen so far, in a temporary file of SQLite's: any number of them."""

    def __init__(self):
        self.database = sqlite3.connect("", isolation_level=None)
        self.database.execute("CREATE TABLE names (name TEXT PRIMARY KEY) WITHOUT ROWID")
        self.database.execute("BEGIN")

    def is_new(self, name):
        return self.database.execute("INSERT OR IGNORE INTO names VALUES (?)", [name]).rowcount == 1


def _manifest(now, reader, applied, tables):
    return {
        "format": FORMAT,
        "made": now.isoformat(),
        "django": django.get_version(),
        "database": reader.vendor,
        "migrations": [list(key) for key in applied],
        "tables": [table.described() for table in tables],
    }


def _require_room(folder, reader):
    """Rows take about a third of their database once they are compressed; the disk must not be full by that."""
    needed = size_of(reader) // 2 + _size_of_media() + SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BackupFault(
            f"磁盘空间不够：{folder} 所在磁盘剩余 {free / MB:,.0f} MB，备份约需 {needed / MB:,.0f} MB。"
            "请清理旧备份（--keep N），或换一个目录。"
        )


def _size_of_media():
    found = 0
    for folder, _, names in os.walk(settings.MEDIA_ROOT):
        for name in names:
            with suppress(OSError):
                found += os.lstat(os.path.join(folder, name)).st_size
    return found


def _in_words(error, folder, database):
    if isinstance(error, PermissionError):
        return f"没有权限：{error}。请以运行门户的用户执行，并让它可以写入 {folder}。"
    if isinstance(error, OSError):
        return f"备份没有写成：{error}。请检查 {folder} 所在磁盘后再试。"
    if MIGRATIONS not in database.introspection.table_names():
        return "数据库是空的（没有执行过 migrate），没有可备份的内容。"
    return f"数据库读取失败：{error}"
