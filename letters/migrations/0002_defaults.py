"""Templates and reply reminders for the committees that were there before."""

from django.db import migrations

from letters import defaults


def create(apps, schema_editor):
    templates = apps.get_model("letters", "LetterTemplate")
    steps = apps.get_model("letters", "ReplyReminderStep")
    for committee in apps.get_model("alliances", "Committee").objects.all():
        defaults.create_templates(committee, templates)
        defaults.create_reply_reminders(committee, steps)


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial"), ("alliances", "0003_first_review_of_brands")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
