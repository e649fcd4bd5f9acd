"""Organizations and branches that were there before have their current term; nothing is guessed."""

from datetime import date
from importlib import import_module

from django.apps import apps

from branches.models import Term, TermLength, TermReminderStep
from tests.branches.terms.world import make_branch
from tests.factories import make_category, make_organization


def test_bodies_of_before_get_their_term(db):
    unit = make_organization(kind="committee", term_since=date(2021, 4, 7))
    own_length = make_organization(committee=unit.committee, kind="general", term_since=date(2022, 3, 1), term_years=4)
    chamber = make_category(committee=unit.committee, is_chamber=True)
    make_organization(committee=unit.committee, category=chamber)
    other = make_organization(committee=unit.committee, kind="other", term_since=date(2022, 3, 1))
    by_month = make_branch(unit, term_since=date(2024, 2, 1), term_month_only=True)
    unknown = make_branch(unit, "第二党支部")

    import_module("branches.migrations.0005_terms_of_today").create(apps, None)

    found = {(term.organization, term.branch): (term.since, term.years, term.due_on) for term in Term.objects.all()}
    assert found == {
        (unit, None): (date(2021, 4, 7), 5, date(2026, 4, 7)),
        (own_length, None): (date(2022, 3, 1), 4, date(2026, 3, 1)),
        (other, None): (date(2022, 3, 1), None, None),
        (unit, by_month): (date(2024, 2, 1), 3, date(2027, 2, 28)),
        (unit, unknown): (None, 3, None),
    }
    assert (TermLength.objects.count(), TermReminderStep.objects.count()) == (3, 4)
