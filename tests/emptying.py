"""The database after a test that commits. Django's flush empties each table there is and makes all content types anew,
which takes longer than the test."""

from django.db import connection, transaction

from portal.audit import AuditEntry, guards

BY_MIGRATIONS = {"auth_permission", "django_content_type", "django_migrations"}  # what they leave rows in


def empty_tables():
    """All that was committed since the default connection's database was migrated goes, the audit trail too."""
    guards.remove(connection)
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _filled(cursor):  # in any order: references are checked at the end
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  our own names
    guards.install(connection, [field.column for field in AuditEntry._meta.concrete_fields])


def _filled(cursor):
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - BY_MIGRATIONS
    quoted = [connection.ops.quote_name(name) for name in sorted(names)]
    has_rows = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in quoted)  # noqa: S608  our own names
    cursor.execute(" UNION ALL ".join(has_rows))
    return [name for (name,) in cursor.fetchall()]
