"""Rows out of a database as lines of JSON, each an array in the order of the table's columns, as of one moment.

The database itself writes the JSON: no row is made into Python objects, so a table of any size passes in fixed memory,
ten times as fast as through models. Both databases write the same (`EXPRESSIONS`):

    moment   "2026-11-23T01:51:04.123456+00:00"      boolean  0 or 1
    decimal  "12.50"       float  "0.1"              json     its text, so that null in JSON is not NULL
    bytes    hexadecimal   uuid   32 digits          others   as JSON has them
"""

from contextlib import contextmanager

from portal.backup.tables import MIGRATIONS

EXPRESSIONS = {
    "postgresql": {
        "boolean": "{0}::int",
        "decimal": "{0}::text",
        "float": "{0}::text",
        "json": "{0}::text",
        "uuid": "replace({0}::text, '-', '')",
        "bytes": "encode({0}, 'hex')",
        "address": "host({0})",
    },
    "sqlite": {
        "moment": "replace({0}, ' ', 'T') || '+00:00'",
        "decimal": "iif({0} IS NULL, NULL, printf('%.{1}f', {0}))",
        "float": "iif({0} IS NULL, NULL, printf('%!.17g', {0}))",
        "bytes": "iif({0} IS NULL, NULL, lower(hex({0})))",
    },
}


@contextmanager
def one_moment(connection):
    """A second connection that sees the database as it is now, whatever is written meanwhile; nobody waits for it."""
    reader = connection.copy()
    try:
        with reader.cursor() as cursor:
            cursor.execute("BEGIN")
            if reader.vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET LOCAL TIME ZONE 'UTC'; SET LOCAL statement_timeout = 0")
            cursor.execute(f"SELECT count(*) FROM {MIGRATIONS}")  # noqa: S608  the moment is that of the first look
        yield reader
    finally:
        reader.close()


def hold(reader, tables):
    """No migration changes them while they are read."""
    if reader.vendor == "postgresql":
        names = ", ".join(reader.ops.quote_name(table.name) for table in tables)
        with reader.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN ACCESS SHARE MODE")


def applied_migrations(reader):
    with reader.cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {MIGRATIONS} ORDER BY id")  # noqa: S608  our own names
        return [tuple(row) for row in cursor.fetchall()]


def read_lines(reader, table, take):
    """Call take(bytes) with each row of the table, a line of UTF-8 without its end."""
    quote = reader.ops.quote_name
    expressions = EXPRESSIONS[reader.vendor]
    values = ", ".join(
        expressions.get(column.kind, "{0}").format(quote(column.name), column.places) for column in table.columns
    )
    with reader.cursor() as cursor, reader.wrap_database_errors:
        if reader.vendor == "postgresql":
            cursor.copy_expert(
                f"COPY (SELECT json_build_array({values}) FROM {quote(table.name)}) TO STDOUT",  # noqa: S608  our own names
                _Copied(take),
            )
        else:
            cursor.execute(f"SELECT json_array({values}) FROM {quote(table.name)}")  # noqa: S608  our own names
            for (line,) in iter_rows(cursor):
                take(line.encode())


def iter_rows(cursor, at_once=500):
    while rows := cursor.fetchmany(at_once):
        yield from rows


class _Copied:
    """What COPY writes into: it doubles backslashes, and JSON has none of the other signs that it would mask."""

    def __init__(self, take):
        self.take = take

    def write(self, row):
        self.take(row[:-1].replace(b"\\\\", b"\\"))


def counters(reader, tables):
    """{table: the highest key it ever gave}: a key that was deleted is not given again after a restore."""
    with reader.cursor() as cursor:
        if reader.vendor == "postgresql":
            return {table.name: found for table in tables if table.key and (found := _sequence(reader, cursor, table))}
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        given = dict(cursor.fetchall())
        return {table.name: given[table.name] for table in tables if table.key and given.get(table.name)}


def _sequence(reader, cursor, table):
    name = sequence_of(reader, cursor, table)
    if name is None:
        return None
    cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608  PostgreSQL's own, quoted name
    value, is_called = cursor.fetchone()
    return value if is_called else None


def sequence_of(connection, cursor, table):
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table.name), table.key])
    return cursor.fetchone()[0]


def size_of(connection):
    """Bytes on the disk, for an estimate."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return cursor.fetchone()[0]
