"""Rows and files that are dear to make: made once for a run of the tests, put back for each test that asks for them.

The database is really empty before and between, so any test may stand beside, also one with transactions of its own.
"""

import pickle
import shutil
from io import StringIO

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import override_settings

from tests import factories
from tests.databases import RUN


class Snapshot:
    """What `build()` leaves in the database and in an empty MEDIA_ROOT; restoring returns what it returned.

    Another process of the run may restore from it too, and each test is given a value of its own.
    """

    def __init__(self, name, build):
        self.folder = RUN / f"{connection.vendor}-{name}-files"
        self.folder.mkdir()
        with override_settings(MEDIA_ROOT=str(self.folder)), transaction.atomic():
            before = all_rows()
            self.value = pickle.dumps(build())
            self.counted = next(factories._numbers)
            self.rows = {table: rows for table, rows in all_rows().items() if rows != before.get(table)}
            if unclear := set(self.rows) & set(before):
                raise AssertionError(f"Rows were there before: {', '.join(sorted(unclear))}")
            transaction.set_rollback(True)

    def restore(self):
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in self.rows.items():
                _write(cursor, connection.ops.quote_name(table), rows)
            self._count_on(cursor)
        shutil.copytree(self.folder, settings.MEDIA_ROOT, dirs_exist_ok=True)
        factories.count_beyond(self.counted)
        return pickle.loads(self.value)  # noqa: S301 -- written by this run

    def _count_on(self, cursor):
        """Where rows do not move the counter of keys by themselves, it goes on after those of the snapshot."""
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in self.rows]
        if statements := connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute("".join(statements))


def all_rows():
    """{table: its rows as the database gives and takes them}; nothing for an empty table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            if rows := _read(cursor, connection.ops.quote_name(table)):
                found[table] = rows
    return found


def _read(cursor, table):
    if connection.vendor == "postgresql":
        text = StringIO()
        cursor.copy_expert(f"COPY {table} TO STDOUT", text)
        return text.getvalue()
    columns = [part[0] for part in cursor.execute(f"SELECT * FROM {table} LIMIT 0").description]  # noqa: S608 ours
    as_stored = ", ".join(f'+"{column}"' for column in columns)  # an expression has no type to be converted by
    return cursor.execute(f"SELECT {as_stored} FROM {table}").fetchall()  # noqa: S608  our own names


def _write(cursor, table, rows):
    if connection.vendor == "postgresql":
        cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(rows))
    else:
        marks = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  our own names
