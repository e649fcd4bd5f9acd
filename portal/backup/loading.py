"""Rows of a backup go into the tables of a database, as they were migrated; then they are counted and joined up."""

from datetime import date, datetime, time
from io import StringIO

from django.db import DatabaseError, IntegrityError

from portal.backup.faults import MOST_TOLD, BackupFault
from portal.backup.reading import sequence_of
from portal.backup.values import Unfit, row_reader

TEXTS = (datetime, date, time)  # SQLite keeps them as Django writes them: as their str()
MASKED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Loader:
    """Writes rows into the tables of this connection."""

    def __init__(self, connection, tables):
        self.connection = connection
        self.tables = {table.name: table for table in tables}
        self.readers = {table.name: row_reader(table, connection.vendor) for table in tables}
        self.rows = dict.fromkeys(self.tables, 0)

    def require_same(self, manifest):
        """The backup's own list of its tables must be what its migrations make."""
        here = [table.described() for table in self.tables.values()]
        if differing := [one["table"] for one in manifest["tables"] if one not in here]:
            raise BackupFault(f"备份中的表与其迁移记录不符：{'、'.join(map(str, differing[:10]))}。")
        if absent := set(self.tables) - {one["table"] for one in manifest["tables"]}:
            raise BackupFault(f"备份中缺少表：{'、'.join(sorted(absent)[:10])}。")

    def defer_references(self):
        """Rows come in the order of their tables; a migration in the same transaction leaves some checked at once."""
        if self.connection.vendor == "postgresql":
            with self.connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def load(self, part):
        table, read = self.tables[part.table], self.readers[part.table]
        done = self.rows[part.table]
        rows = []
        try:
            for line in part.lines:
                rows.append(read(line))  # noqa: PERF401  the fault needs its line
        except Unfit as fault:
            raise BackupFault(f"{part.table} 第 {done + len(rows) + 1} 行：{fault}。") from fault
        try:
            with self.connection.cursor() as cursor, self.connection.wrap_database_errors:
                (self._copy if self.connection.vendor == "postgresql" else self._insert)(cursor, table, rows)
        except (DatabaseError, ValueError) as error:
            raise BackupFault(f"{part.table} 写不进数据库（第 {done + 1} 行起）：{error}") from error
        self.rows[part.table] += len(rows)

    def _copy(self, cursor, table, rows):
        cursor.copy_expert(f"COPY {self._into(table)} FROM STDIN", StringIO(_as_copied(rows)))

    def _insert(self, cursor, table, rows):
        marks = ", ".join(["%s"] * len(table.columns))
        rows = [[str(value) if isinstance(value, TEXTS) else value for value in row] for row in rows]
        cursor.executemany(f"INSERT INTO {self._into(table)} VALUES ({marks})", rows)  # noqa: S608  our own names

    def _into(self, table):
        quote = self.connection.ops.quote_name
        return f"{quote(table.name)} ({', '.join(quote(column.name) for column in table.columns)})"

    def finish(self, end):
        """Are all rows there, and does each reference lead somewhere? Then keys are counted on from where they were."""
        self._count(end["rows"])
        if faults := self._broken_references():
            raise BackupFault("备份中有指向不存在的行的引用：", *faults)
        self._count_on(end["counters"])

    def _count(self, said):
        wrong = [name for name, rows in self.rows.items() if rows != said.get(name, 0)]
        with self.connection.cursor() as cursor:
            for name, rows in self.rows.items():
                cursor.execute(f"SELECT count(*) FROM {self.connection.ops.quote_name(name)}")  # noqa: S608  our own names
                if cursor.fetchone()[0] != rows:
                    wrong.append(name)
        if wrong:
            raise BackupFault(f"行数与备份中记录的不符：{'、'.join(sorted(set(wrong))[:10])}。")

    def _broken_references(self):
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "sqlite":
                found = cursor.execute("PRAGMA foreign_key_check").fetchmany(MOST_TOLD)
                return [f"{table} 的一行（rowid {row}）引用的 {other} 不存在" for table, row, other, _ in found]
            try:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            except IntegrityError as error:
                return [str(error).strip()]
        return []

    def _count_on(self, given):
        with self.connection.cursor() as cursor:
            for table in self.tables.values():
                if table.key:
                    quote = self.connection.ops.quote_name
                    cursor.execute(f"SELECT max({quote(table.key)}) FROM {quote(table.name)}")  # noqa: S608  our own names
                    highest = max(cursor.fetchone()[0] or 0, given.get(table.name) or 0)
                    (self._set_sequence if self.connection.vendor == "postgresql" else self._set_row)(
                        cursor, table, highest
                    )

    def _set_sequence(self, cursor, table, highest):
        if highest and (name := sequence_of(self.connection, cursor, table)):
            cursor.execute("SELECT setval(%s::regclass, %s)", [name, highest])

    def _set_row(self, cursor, table, highest):
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
        if highest:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, highest])


def _as_copied(rows):
    return "".join("\t".join(map(_masked, row)) + "\n" for row in rows)


def _masked(value):
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(MASKED)
    if isinstance(value, datetime):
        return f"{value}+00:00"
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    return str(value)
