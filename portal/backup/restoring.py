"""How does a backup become the portal again? Into an empty installation only, and all of it or nothing.

First the whole file is proved. Then, in one transaction: the tables as the backup had them, its rows, references,
counts, the migrations made since; files are laid ready beside and moved into place right before the commit. Whoever
kills it finds an empty portal.
"""

from dataclasses import dataclass, field

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from portal.backup import schema
from portal.backup.checking import Progress, prove
from portal.backup.faults import BackupFault, told
from portal.backup.files import MediaRoom
from portal.backup.loading import Loader
from portal.backup.opening import Rows, opened
from portal.backup.placing import only_one_here
from portal.backup.tables import LEFT_OUT, MADE_BY_MIGRATING, MIGRATIONS, tables_of


@dataclass
class Restored:
    made: str
    sha256: str
    rows: dict
    files: int
    missing: list
    migrated: list = field(default_factory=list)  # the migrations made since the backup


def restore(path, say=lambda line: None):
    """Returns Restored, or raises BackupFault and leaves all as it was."""
    with only_one_here():
        _require_empty()
        found = prove(path, say)
        say("校验值全部相符，正在恢复……")
        schema.require_known([tuple(key) for key in found.manifest["migrations"]])
        try:
            with MediaRoom() as media, _one_transaction():
                restored = _Restoring(path, media, say).run(found)
                media.put_in_place()
        except DatabaseError as error:
            raise BackupFault(f"没有恢复，数据库保持为空：{error}") from error
        except OSError as error:
            raise BackupFault(f"没有恢复，文件没有写成：{error}") from error
    return restored


class _one_transaction:
    """With references checked by ourselves at the end: rows come in the order of their tables."""

    def __enter__(self):
        connection.close()
        connection.disable_constraint_checking()  # SQLite: must stand before the transaction
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *fault):
        try:
            self.atomic.__exit__(*fault)
        finally:
            connection.enable_constraint_checking()


def _require_empty():
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        held = []
        for name in sorted(set(names) - MADE_BY_MIGRATING - LEFT_OUT - {MIGRATIONS}):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # noqa: S608  our own names
            if cursor.fetchone():
                held.append(name)
    if held:
        raise BackupFault(
            f"这里已有数据（{'、'.join(held[:5])}等 {len(held)} 张表），没有恢复。"
            "只能恢复到空的门户：请新建一个空的数据库，在 DATABASE_URL 中改用它，再执行恢复。"
        )


class _Restoring:
    def __init__(self, path, media, say):
        self.path, self.media, self.progress = path, media, Progress(say, "已恢复")
        self.say = say

    def run(self, found):
        applied = [tuple(key) for key in found.manifest["migrations"]]
        schema.migrate_empty_to(applied)
        self._clear()
        loader = Loader(connection, tables_of(schema.state_at(applied)))
        with opened(self.path) as archive:
            loader.require_same(archive.manifest)
            loader.defer_references()
            for part in archive.parts():
                if isinstance(part, Rows):
                    loader.load(part)
                else:
                    self.media.keep(part.name, part.content, part.changed)
                self.progress.add(part)
            end = archive.end
        self.say("正在核对引用和行数……")
        loader.finish(end)
        missing = self._missing(loader, end)
        migrated = schema.missing_since(applied)
        call_command("migrate", verbosity=0, interactive=False)
        return Restored(found.manifest["made"], found.sha256, dict(loader.rows), end["files"], missing, migrated)

    def _clear(self):
        """What migrating wrote is in the backup too, under the keys that its rows know."""
        present = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            for name in ["auth_permission", "django_content_type", *sorted(LEFT_OUT)]:
                if name in present:
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608  our own names

    def _missing(self, loader, end):
        """Files that rows name and that were gone when the backup was made; any other would be a fault of the file."""
        missing = set()
        for table in loader.tables.values():
            for place in table.files:
                missing.update(name for name in self._named(table, place) if not self.media.has(name))
        if len(missing) != end["missing"]["count"]:
            raise BackupFault("备份中缺少记录提到的文件：", *told(sorted(missing), "个文件"))
        return sorted(missing)

    def _named(self, table, place):
        quote = connection.ops.quote_name
        column = quote(table.columns[place].name)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {quote(table.name)} WHERE {column} <> ''")  # noqa: S608  our own names
            while rows := cursor.fetchmany(500):
                yield from (name for (name,) in rows)
