"""No organization sits twice on one day and no alliance has two leads: held by PostgreSQL itself.

Ranges of whole numbers and days need no extension. SQLite has no exclusion constraints; there alliances.models.Seat
looks for itself under the write lock.
"""

from django.db import migrations

ADD = """
ALTER TABLE alliances_seat
    ADD CONSTRAINT seat_one_per_organization_and_day EXCLUDE USING gist (
        int8range(organization_id, organization_id, '[]') WITH &&,
        daterange(since, until, '[]') WITH &&
    ),
    ADD CONSTRAINT seat_one_lead_per_alliance_and_day EXCLUDE USING gist (
        int8range(alliance_id, alliance_id, '[]') WITH &&,
        daterange(since, until, '[]') WITH &&
    ) WHERE (role = 'lead')
"""
REMOVE = """
ALTER TABLE alliances_seat
    DROP CONSTRAINT seat_one_per_organization_and_day,
    DROP CONSTRAINT seat_one_lead_per_alliance_and_day
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVE)


class Migration(migrations.Migration):
    dependencies = [("alliances", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
