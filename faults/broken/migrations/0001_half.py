"""A step of an upgrade that changes records and a table, and takes its time: it is killed meanwhile."""

from django.db import migrations

CHANGES = [
    "ALTER TABLE alliances_committee ADD COLUMN half integer",
    "UPDATE activities_activity SET title = 'half'",
    "SELECT pg_sleep(8)",
]


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial"), ("alliances", "0001_initial")]
    operations = [migrations.RunSQL(CHANGES)]
