"""The table in which log-ins are counted while Redis is away (portal.counting_cache)."""

from django.core.management import call_command
from django.db import migrations

TABLE = "login_counts"


def create(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_belongs_to_committee")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
