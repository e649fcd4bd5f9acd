from django.db import migrations

from desk.reports.defaults import NAME, PARAGRAPHS, TITLE


def give_each_committee_its_template(apps, schema_editor):
    """A committee that is there already gets what a new one begins with (settings.COMMITTEE_DEFAULTS)."""
    templates = apps.get_model("desk", "ReportTemplate")
    paragraphs = apps.get_model("desk", "ReportParagraph")
    for committee in apps.get_model("alliances", "Committee").objects.filter(report_templates=None):
        template = templates.objects.create(committee=committee, name=NAME, title=TITLE)
        for number, text in enumerate(PARAGRAPHS, start=1):
            paragraphs.objects.create(template=template, order_number=number, text=text)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_report_drafts"),
    ]

    operations = [
        migrations.RunPython(give_each_committee_its_template, migrations.RunPython.noop),
    ]
