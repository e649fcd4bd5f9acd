"""Is this file a whole and sound backup? Proved without touching anything: every byte of it is compared with its sums,
then its rows are loaded into a database of their own in a temporary folder, with all constraints."""

import shutil
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError
from django.db.utils import ConnectionHandler

from portal.backup import schema
from portal.backup.archive import MB
from portal.backup.faults import BackupFault, told
from portal.backup.loading import Loader
from portal.backup.opening import Rows, opened
from portal.backup.tables import tables_of

SPOKEN_EVERY = 5  # seconds


@dataclass
class Found:
    """What a backup holds."""

    manifest: dict
    end: dict
    sha256: str
    row_bytes: int = 0
    file_bytes: int = 0


def check(path, say=lambda line: None):
    """Returns Found, or raises BackupFault."""
    found = prove(path, say)
    say("校验值全部相符，正在试装数据……")
    try:
        with tempfile.TemporaryDirectory(prefix="portal-check-") as folder:
            _require_room(folder, found)
            _load(path, Path(folder), say)
    except DatabaseError as error:
        raise BackupFault(f"试装没有成功：{error}") from error
    return found


def prove(path, say=lambda line: None):
    """Is it whole, and does it say of itself what is in it? Nothing is loaded."""
    progress, found = Progress(say, "已核对"), None
    with opened(path) as archive:
        found = Found(archive.manifest, {}, "")
        for part in archive.parts():
            progress.add(part)
            if isinstance(part, Rows):
                found.row_bytes += sum(map(len, part.lines))
            else:
                found.file_bytes += part.size
        found.end, found.sha256 = archive.end, archive.sha256()
    if fault := _contradiction(found.end, progress):
        raise BackupFault(f"不是本系统的备份，或已被改动：{fault}。")
    return found


def _contradiction(end, read):
    try:
        said = (sum(end["rows"].values()), end["files"])
        readable = all(isinstance(value, int) for value in end["counters"].values())
        readable = readable and isinstance(end["missing"]["count"], int) and isinstance(end["missing"]["names"], list)
    except (KeyError, TypeError, AttributeError):
        readable = False
    if not readable:
        return "结尾无法读懂"
    if said != (read.rows, read.files):
        return f"应有 {said[0]} 行、{said[1]} 个文件，实有 {read.rows} 行、{read.files} 个文件"
    return ""


class Progress:
    """Counts, and says every few seconds how far it is."""

    def __init__(self, say, what):
        self.say, self.what, self.rows, self.files, self.last = say, what, 0, 0, time.monotonic()

    def add(self, part):
        if isinstance(part, Rows):
            self.rows += len(part.lines)
        else:
            self.files += 1
        if time.monotonic() - self.last > SPOKEN_EVERY:
            self.last = time.monotonic()
            self.say(f"{self.what} {self.rows:,} 行、{self.files:,} 个文件")


def _require_room(folder, found):
    needed, free = 2 * found.row_bytes, shutil.disk_usage(folder).free
    if free < needed:
        raise BackupFault(
            f"试装约需 {needed / MB:,.0f} MB，{folder} 所在磁盘只剩 {free / MB:,.0f} MB。"
            "请用环境变量 TMPDIR 指定空间足够的目录。"
        )


def _load(path, folder, say):
    progress = Progress(say, "已试装")
    with opened(path) as archive, _scratch(folder / "scratch.sqlite3") as connection:
        state = schema.state_at(archive.migrations)
        create_tables(connection, state)
        loader = Loader(connection, tables_of(state))
        loader.require_same(archive.manifest)
        names = _Names(connection)
        for part in archive.parts():
            if isinstance(part, Rows):
                loader.load(part)
            else:
                names.add(part.name)
            progress.add(part)
        loader.finish(archive.end)
        absent = names.absent(loader.tables.values())
    if len(absent) != archive.end["missing"]["count"]:
        raise BackupFault("备份中缺少记录提到的文件：", *told(absent, "个文件"))


@contextmanager
def _scratch(path):
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}})
    with closing(handler["default"]) as connection:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
        yield connection


def create_tables(connection, state):
    """In an empty SQLite, as the migrations would; and begin to write into them."""
    with connection.schema_editor() as editor:
        for model in state.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
    connection.disable_constraint_checking()  # rows come in the order of their tables
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")


class _Names:
    """The files of the archive, beside the rows that name them."""

    def __init__(self, connection):
        self.connection = connection
        self._run("CREATE TABLE files_here (name TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, name):
        try:
            self._run("INSERT INTO files_here VALUES (%s)", [name])
        except DatabaseError:
            raise BackupFault(f"备份中有两个同名的文件：{name}。") from None

    def absent(self, tables):
        """Those that rows name and the archive has not."""
        parts = [
            f"SELECT {quoted(column.name)} AS name FROM {quoted(table.name)}"  # noqa: S608  our own names
            for table in tables
            for column in table.columns
            if column.kind == "file"
            for quoted in [self.connection.ops.quote_name]
        ]
        named = " UNION ".join(parts)
        found = self._run(f"SELECT name FROM ({named}) WHERE name <> '' AND name NOT IN files_here ORDER BY name")  # noqa: S608  our own names
        return [name for (name,) in found]

    def _run(self, statement, values=None):
        with self.connection.cursor() as cursor:
            return cursor.execute(statement, values).fetchall()
