"""换届: the new term with its 批复 closes the old one and the letters about it; what cannot be is refused in words.

The body keeps a copy of its current term (`term_since`, `term_month_only`, `term_years`), which rosters and lists read.
"""

from django.db import transaction
from django.utils import timezone

from branches.models import Term, TermProposal
from branches.terms.dates import FIRST_DAY, MOST_YEARS, add_months, day_words
from branches.terms.lengths import lengths_of, years_of
from letters.closing import close_case
from letters.texts import one_line
from portal.access import WrongState

EARLY_MONTHS = 6  # who elects earlier than this before the end needs an approval for it (rules: TERM-4)
LONGEST = 60


@transaction.atomic
def renew(term, *, by, since, approval_document, approved_on, years=None, early_document="", today=None):
    """The new Term. `since` is the day of the election."""
    term = hold(term)
    facts = sound_renewal(term, since, approval_document, approved_on, years, early_document, today)
    term.closed_on = since
    _keep(term, by, f"换届：{facts['approval_document']}")
    new = Term(
        committee=term.committee,
        organization=term.organization,
        branch=term.branch,
        source=Term.Source.PAGE,
        **facts,
    )
    _keep(new, by, f"换届：{facts['approval_document']}")
    copy_to_body(new, by)
    _answer_proposals(term, by)
    evidence = f"已于{day_words(since)}换届，批复{new.approval_document}（{day_words(approved_on)}）"
    close_case(term.case_key, by=by, evidence=evidence)
    return new


@transaction.atomic
def approve(term, *, by, approval_document, approved_on, today=None):
    """The 批复 of a term of which the roster knew only the day; once."""
    today = today or timezone.localdate()
    term = hold(term)
    if term.approval_document:
        raise WrongState(f"“{term}”已有批复（{term.approval_document}），不能登记第二次。")
    term.approval_document = sound_document(approval_document, "换届批复")
    term.approved_on = _past(approved_on, "批复日期", today)
    if term.since and approved_on < add_months(term.since, -12):
        raise WrongState(f"批复日期比任期起始（{term.since_words}）早一年以上，请核对。")
    _keep(term, by, f"批复：{term.approval_document}")
    return term


def sound_renewal(term, since, approval_document, approved_on, years, early_document="", today=None):
    """The fields of the new term; refused where it cannot be so. A proposal is held to the same."""
    today = today or timezone.localdate()
    if not term.is_open:
        raise WrongState(f"“{term.subject}”的这一届已于{day_words(term.closed_on)}换届，不能再登记批复。")
    _past(since, "选举日期", today)
    if term.since and since <= term.since:
        raise WrongState(f"选举日期应晚于本届任期起始（{term.since_words}）：一届任期不能在开始之前结束。")
    if _others(term).filter(closed_on__gt=since).exists():
        raise WrongState("选举日期与以前的任期重叠，请核对。")
    approval_document = sound_document(approval_document, "换届批复")
    _past(approved_on, "批复日期", today)
    if approved_on < add_months(since, -12):
        raise WrongState("批复日期比选举日期早一年以上，请核对。")
    early_document = one_line(early_document, LONGEST)
    if is_early(term, since) and not early_document:
        raise WrongState(
            f"比应换届日期（{day_words(term.due_on)}）提前{EARLY_MONTHS}个月以上，请填写提前换届的批准文号。"
        )
    years = sound_years(years) or years_of(term.body, lengths_of(term.committee)) or term.years
    if not years:
        raise WrongState("这一类党组织没有登记任期年限，请填写年限。")
    return {
        "since": since,
        "years": years,
        "approval_document": approval_document,
        "approved_on": approved_on,
        "early_document": early_document,
    }


def is_early(term, since) -> bool:
    return term.due_on is not None and since < add_months(term.due_on, -EARLY_MONTHS)


def hold(term):
    """The row as it is, locked until the transaction ends: whatever is done with a term is done one at a time."""
    held = Term.objects.select_for_update(no_key=True, of=("self",))
    return held.select_related("committee", "organization", "branch").get(pk=term.pk)


def copy_to_body(term, by):
    body = term.body
    body.term_since, body.term_month_only = term.since, term.month_only
    fields = ["term_since", "term_month_only"]
    if not term.branch_id:
        body.term_years = term.years
        fields.append("term_years")
    body._history_user = by
    body.save(update_fields=fields)


def sound_document(text, what):
    text = one_line(text)
    if not text or len(text) > LONGEST:
        raise WrongState(f"请填写{what}文号，{LONGEST}字以内。")
    return text


def sound_years(years):
    if years is not None and not 1 <= years <= MOST_YEARS:
        raise WrongState(f"任期年限应为1至{MOST_YEARS}年。")
    return years


def _past(day, what, today):
    if not FIRST_DAY <= day <= today:
        raise WrongState(f"{what}不能晚于今天，也不能早于{day_words(FIRST_DAY)}。")
    return day


def _answer_proposals(term, by):
    """What the unit filled in for the term waits for nobody any more: staff have entered it from their own papers."""
    waiting = TermProposal.objects.filter(term=term, state=TermProposal.State.WAITING)
    words = {"decided_by": by, "decided_at": timezone.now(), "reason": "工委已按批复登记这次换届。"}
    waiting.update(state=TermProposal.State.REFUSED, **words)


def _others(term):
    return Term.objects.filter(organization=term.organization_id, branch=term.branch_id).exclude(pk=term.pk)


def _keep(term, by, why):
    term._history_user, term._change_reason = by, why[:100]
    term.save()
