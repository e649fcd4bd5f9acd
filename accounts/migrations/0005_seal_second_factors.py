"""Secrets of second factors were kept in the clear. Written here are values only; accounts.sealing says how."""

from django.db import migrations

from accounts.sealing import seal, unseal


def rewrite(apps, write):
    for row in apps.get_model("mfa", "Authenticator").objects.order_by("pk").iterator():
        row.data = row.data | {name: write(row.data[name]) for name in ("secret", "seed") if name in row.data}
        row.save(update_fields=["data"])


def seal_all(apps, schema_editor):
    rewrite(apps, lambda kept: seal(unseal(kept)))


def open_all(apps, schema_editor):
    rewrite(apps, unseal)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_one_time_codes_expire"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal_all, open_all)]
