"""Lengths, reminder steps and the current term of every organization and branch that was there before."""

from django.db import migrations

from branches.terms import defaults
from branches.terms.dates import end_of

BATCH = 1000


def create(apps, schema_editor):
    lengths, steps = apps.get_model("branches", "TermLength"), apps.get_model("branches", "TermReminderStep")
    for committee in apps.get_model("alliances", "Committee").objects.all():
        defaults.create_lengths(committee, lengths)
        defaults.create_steps(committee, steps)
    years = {"committee": 5, "general": 3, "branch": 3}
    terms = apps.get_model("branches", "Term")
    organizations = apps.get_model("alliances", "Organization").objects.exclude(
        category__is_chamber=True, term_since=None
    )
    _create(terms, (_of(terms, one, one, one.term_years or years.get(one.kind)) for one in organizations.iterator()))
    branches = apps.get_model("branches", "Branch").objects.select_related("organization")
    _create(terms, (_of(terms, one, one.organization, years["branch"], branch=one) for one in branches.iterator()))


def _of(terms, body, organization, years, **branch):
    ends_on = end_of(body.term_since, body.term_month_only, years)
    return terms(
        committee_id=organization.committee_id,
        organization=organization,
        since=body.term_since,
        month_only=body.term_month_only,
        years=years,
        ends_on=ends_on,
        due_on=ends_on,
        source="kept",
        **branch,
    )


def _create(terms, rows):
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            terms.objects.bulk_create(batch)
            batch = []
    terms.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("branches", "0004_terms")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
