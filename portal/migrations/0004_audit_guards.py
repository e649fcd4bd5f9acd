"""Triggers that refuse any change of an audit line but its sealing."""

from django.db import migrations

from portal.audit import guards


def install(apps, schema_editor):
    fields = apps.get_model("portal", "AuditEntry")._meta.concrete_fields
    guards.install(schema_editor.connection, [field.column for field in fields])


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_audit")]

    operations = [migrations.RunPython(install, remove)]
