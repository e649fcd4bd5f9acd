"""How many years is a body elected for? What is registered for it, else its kind's row of the committee."""

from alliances.models import Organization
from branches.models import TermLength
from branches.terms.defaults import create_lengths

KINDS = {
    Organization.Kind.COMMITTEE: TermLength.Kind.COMMITTEE,
    Organization.Kind.GENERAL: TermLength.Kind.GENERAL,
    Organization.Kind.BRANCH: TermLength.Kind.BRANCH,
}


def lengths_of(committee) -> dict:
    """{kind of TermLength: years}; a committee without any begins with the usual ones."""
    rows = TermLength.objects.filter(committee=committee)
    found = dict(rows.values_list("kind", "years"))
    if not found:
        create_lengths(committee)
        found = dict(rows.values_list("kind", "years"))
    return found


def years_of(body, lengths):
    """None for a kind without a row (其他党组织): somebody has to say."""
    if isinstance(body, Organization):
        return body.term_years or lengths.get(KINDS.get(body.kind))
    return lengths.get(TermLength.Kind.BRANCH)
