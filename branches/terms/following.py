"""Terms follow what roster, admin and sample write in organizations and branches.

    follow(organizations, branches, source=, by=)       after these bodies were saved
    fill_gaps(committee)                                every morning: whoever has no term yet gets one
    protected(terms)                                    those of which a roster may only bring the next

A later day is the next term where it lies near or after the end of this one; else it corrects this one. Whatever
people here entered, mended, approved or extended a roster does not take back: it may only bring the next term.
"""

from django.db.models import Exists, OuterRef, Q
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from alliances.models import Organization
from branches.models import Branch, Term
from branches.terms.dates import add_months, end_of
from branches.terms.lengths import lengths_of, years_of

BATCH = 500
FIELDS = ["since", "month_only", "said", "years", "ends_on", "due_on", "closed_on"]
REASON = "随名册更新"
NEAR = 12  # months before the end from which on an election is the next one and not a correction
KNOWN_ONLY = 24  # months after the start, where the end is not known


class Unkept:
    """Stands for the roster's memory where nobody will want to undo."""

    def changes(self, thing, after):
        for name, value in after.items():
            setattr(thing, name, value)

    def created(self, model, things):
        pass


def follow(organizations=(), branches=(), *, source, by=None, memory=None):
    """Bodies of one committee, with what the roster said (`term_said`) where it named no day."""
    memory = memory or Unkept()
    organizations, branches = [body for body in organizations if _has_terms(body)], list(branches)
    if not organizations and not branches:
        return
    committee = (organizations or [branches[0].organization])[0].committee
    lengths, changed, new = lengths_of(committee), [], []
    for bodies, of_branches in ((organizations, False), (branches, True)):
        there = _open_terms(bodies, of_branches)
        for body in bodies:
            term = there.get(body.pk)
            facts = _facts(body, lengths, term)
            if term is None:
                new.append(_new(body, committee, facts, source))
            elif _differs(term, facts):
                if is_next(term, facts["since"]):
                    memory.changes(term, {"closed_on": facts["since"]})
                    new.append(_new(body, committee, facts, source))
                else:
                    memory.changes(term, facts)
                changed.append(term)
    options = {"batch_size": BATCH, "default_user": by, "default_change_reason": REASON}
    if changed:
        bulk_update_with_history(changed, Term, FIELDS, **options)
    if new:
        bulk_create_with_history(new, Term, **options)
        memory.created(Term, new)


def is_next(term, since) -> bool:
    """Is an election of that day the next one?"""
    if since is None or term.since is None or since <= term.since:
        return False
    if term.ends_on is None:
        return since >= add_months(term.since, KNOWN_ONLY)
    return since >= add_months(term.ends_on, -NEAR)


def protected(terms):
    """Of open terms: those of which a roster may only bring the next."""
    closed = Term.objects.exclude(closed_on=None)
    of_branch = Exists(closed.filter(branch=OuterRef("branch")))
    of_organization = Q(Exists(closed.filter(organization=OuterRef("organization"), branch=None)), branch=None)
    decided = Q(source=Term.Source.PAGE) | ~Q(approval_document="") | Q(extended_until__isnull=False)
    return terms.filter(decided | of_branch | of_organization)


def fill_gaps(committee):
    """Bodies that somebody made elsewhere, without a term: as their own fields say, which may be nothing."""
    none = Term.objects.current()
    units = Organization.objects.filter(committee=committee).exclude(category__is_chamber=True, term_since=None)
    units = units.filter(~Exists(none.filter(organization=OuterRef("pk"), branch=None)), until=None)
    branches = Branch.objects.filter(organization__committee=committee, until=None)
    branches = branches.filter(~Exists(none.filter(branch=OuterRef("pk")))).select_related("organization__committee")
    follow(units.select_related("category", "committee"), branches, source=Term.Source.KEPT)


def settle(terms, by=None):
    """After an undo: the body says what its open term says."""
    for model, of_branches in ((Branch, True), (Organization, False)):
        bodies = [term.body for term in terms if bool(term.branch_id) == of_branches]
        there, wrong = _open_terms(bodies, of_branches), []
        for body in bodies:
            term = there.get(body.pk)
            if term and (term.since, term.month_only) != (body.term_since, body.term_month_only):
                body.term_since, body.term_month_only = term.since, term.month_only
                wrong.append(body)
        if wrong:
            options = {"batch_size": BATCH, "default_user": by, "default_change_reason": REASON}
            bulk_update_with_history(wrong, model, ["term_since", "term_month_only"], **options)


def _has_terms(organization):
    """Chambers are no business of the elections, unless somebody wrote down a term."""
    return organization.term_since is not None or not organization.category.is_chamber


def _open_terms(bodies, of_branches):
    keys = [body.pk for body in bodies]
    found = {}
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        rows = Term.objects.current().filter(**({"branch__in": some} if of_branches else {"organization__in": some}))
        rows = rows if of_branches else rows.filter(branch=None)
        found |= {term.branch_id if of_branches else term.organization_id: term for term in rows}
    return found


def _facts(body, lengths, term):
    """A length the committee changed since does not touch the term that runs."""
    since, month_only = body.term_since, body.term_month_only
    years = years_of(body, lengths)
    if term and term.years and not getattr(body, "term_years", None) and not is_next(term, since):
        years = term.years
    ends_on = end_of(since, month_only, years)
    said = "" if since else getattr(body, "term_said", "")[:40]
    return {
        "since": since,
        "month_only": month_only,
        "said": said,
        "years": years,
        "ends_on": ends_on,
        "due_on": ends_on,
    }


def _differs(term, facts):
    return any(getattr(term, name) != facts[name] for name in ("since", "month_only", "years", "said"))


def _new(body, committee, facts, source):
    owner = {"organization": body.organization, "branch": body} if isinstance(body, Branch) else {"organization": body}
    return Term(committee=committee, source=source, **owner, **facts)
