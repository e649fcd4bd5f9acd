"""A term as a case of letters: 提醒函 when it ends, 督办函 when that stayed without an answer. A person presses."""

import hashlib

from alliances.models import Seat
from branches.terms.dates import day_words, left_words
from letters import drafting, ladder
from letters.cases import Case
from letters.models.states import Kind
from portal.access import WrongState


def cases_of(terms, day):
    """A Case for each open term whose end is known, in their order; one query for the alliances."""
    terms = [term for term in terms if term.is_open and term.due_on]
    seats = Seat.objects.on(day).filter(organization__in={term.organization_id for term in terms})
    alliances = dict(seats.values_list("organization", "alliance__name"))
    return [_case(term, alliances.get(term.organization_id, ""), day) for term in terms]


def _case(term, alliance, day):
    values = {
        "subject": term.organization.name if not term.branch_id else f"{term.organization.name}{term.branch.name}",
        "matter": f"{term.subject}换届",
        "alliance": alliance,
        "since": term.since_words,
        "until": day_words(term.due_on),
        "deadline": day_words(term.due_on),
        "overdue": left_words(day, term.due_on) if term.due_on < day else "",
        "document": term.extension_document,
    }
    return Case(term.case_key, term.organization, f"{term.subject}换届", values)


def next_letter(term, day):
    """(the kind that may be drafted now, or None; why), None where no letter can be about it."""
    if not term.is_open or term.due_on is None:
        return None, "这一届已换届。" if not term.is_open else "任期不详，请先补正。"
    return ladder.next_kind(term.case_key, term.organization, day)


def draft_letter(term, *, by, day):
    """The letter the ladder allows."""
    kind, why = next_letter(term, day)
    if kind is None:
        raise WrongState(f"现在不能起草函件：{why}")
    (case,) = cases_of([term], day)
    return drafting.draft(kind, case, by)


def draft_reminders(terms, *, by, day):
    """A batch of 提醒函, one for each term; pressed twice for the same terms it is the same batch."""
    terms = list(terms)
    chosen = hashlib.sha256(",".join(map(str, sorted(term.pk for term in terms))).encode()).hexdigest()[:16]
    return drafting.draft_many(Kind.REMINDER, cases_of(terms, day), by, key=f"terms-{day}-{chosen}")
