"""Which tables are backed up, and what kind of value each column holds: the same words for every database.

Read from the models as the migrations made them, not from today's code: so a database that is behind its code can be
backed up, and an old backup restored.
"""

from dataclasses import dataclass

from portal.backup.faults import BackupFault
from portal.counting_cache import TABLE as LOGIN_COUNTS

# Who is logged in just now, or failed to, is no record.
LEFT_OUT = {"django_session", "usersessions_usersession", LOGIN_COUNTS}
# Written by Django itself: the one is in the manifest, the others are replaced by those of the backup.
MIGRATIONS = "django_migrations"
MADE_BY_MIGRATING = {"django_content_type", "auth_permission"}

KINDS = {
    **dict.fromkeys(["AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField"], "integer"),
    **dict.fromkeys(["SmallIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"], "integer"),
    **dict.fromkeys(["PositiveBigIntegerField"], "integer"),
    **dict.fromkeys(["CharField", "TextField", "SlugField", "EmailField", "URLField", "FilePathField"], "text"),
    "FileField": "file",
    "BooleanField": "boolean",
    "DateTimeField": "moment",
    "DateField": "day",
    "TimeField": "time",
    "DecimalField": "decimal",
    "FloatField": "float",
    "JSONField": "json",
    "UUIDField": "uuid",
    "BinaryField": "bytes",
    "GenericIPAddressField": "address",
}


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    places: int = 0  # of a decimal


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: str | None  # the column whose values the database counts up

    @property
    def files(self):
        """Where in a row the names of files stand."""
        return [number for number, column in enumerate(self.columns) if column.kind == "file"]

    def described(self):
        return {"table": self.name, "columns": [[column.name, column.kind] for column in self.columns]}


def tables_of(state):
    """The tables of these historical apps (a django StateApps), by name."""
    models = [model for model in state.get_models(include_auto_created=True) if _is_kept(model._meta)]
    return sorted((_table(model._meta) for model in models), key=lambda table: table.name)


def _is_kept(options):
    return options.managed and not options.proxy and options.db_table not in LEFT_OUT


def _table(options):
    fields = [field for field in options.local_concrete_fields if not field.generated]
    columns = tuple(_column(options, field) for field in fields)
    return Table(options.db_table, columns, options.auto_field.column if options.auto_field else None)


def _column(options, field):
    holds = field
    while holds.remote_field:
        holds = holds.target_field
    kind = KINDS.get(holds.get_internal_type())
    if kind is None:
        raise BackupFault(f"不会备份 {options.db_table}.{field.column}：未知的字段类型 {holds.get_internal_type()}。")
    return Column(field.column, kind, getattr(holds, "decimal_places", 0) or 0)
