"""What a unit says of its own terms holds once the committee's staff agreed; the same rules hold for it before."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from branches.models import Term, TermProposal
from branches.terms.entering import hold, renew, sound_renewal
from branches.terms.mending import mend, sound_mend
from letters.texts import one_line
from notices.models import Notice
from notices.outbox import notify
from portal.access import WrongState

Kind, State = TermProposal.Kind, TermProposal.State


def propose_mend(term, *, by, since, month_only=False, years=None, today=None):
    return _propose(term, Kind.MEND, by, sound_mend(term, since, month_only, years, today))


def propose_renewal(term, *, by, since, approval_document, approved_on, years=None, early_document="", today=None):
    facts = sound_renewal(term, since, approval_document, approved_on, years, early_document, today)
    return _propose(term, Kind.RENEW, by, facts)


def _propose(term, kind, by, facts):
    try:
        with transaction.atomic():
            return TermProposal.objects.create(
                committee_id=term.committee_id,
                organization_id=term.organization_id,
                term=term,
                kind=kind,
                by=by,
                **facts,
            )
    except IntegrityError as twice:
        raise WrongState(f"“{term.subject}”已有一份待确认的填报，请先撤回或等工委确认。") from twice


@transaction.atomic
def accept(proposal, *, by, today=None):
    """The Term that follows from it."""
    term = hold(proposal.term)
    _decide(proposal, State.ACCEPTED, by)
    facts = {"since": proposal.since, "years": proposal.years, "by": by, "today": today}
    if proposal.kind == Kind.MEND:
        done = mend(term, month_only=proposal.month_only, **facts)
    else:
        done = renew(
            term,
            approval_document=proposal.approval_document,
            approved_on=proposal.approved_on,
            early_document=proposal.early_document,
            **facts,
        )
    _tell(proposal, f"{proposal}：工委已确认", proposal.words, done)
    return done


@transaction.atomic
def refuse(proposal, *, by, reason):
    reason = one_line(reason, 300)
    if not reason:
        raise WrongState("请写明退回原因，让对方知道怎么改。")
    _decide(proposal, State.REFUSED, by, reason=reason)
    _tell(proposal, f"{proposal}：工委退回", reason, proposal.term)


@transaction.atomic
def withdraw(proposal, *, by):
    _decide(proposal, State.WITHDRAWN, by)


def _decide(proposal, state, by, **words):
    rows = TermProposal.objects.filter(pk=proposal.pk, state=State.WAITING)
    if not rows.update(state=state, decided_by=by, decided_at=timezone.now(), **words):
        proposal.refresh_from_db(fields=["state"])
        raise WrongState(f"这份填报{proposal.get_state_display()}，不能再办理。")
    proposal.refresh_from_db()
    TermProposal.history.bulk_history_create([proposal], update=True, default_user=by)


def _tell(proposal, title, body, term):
    link, key = Term.get_absolute_url(term), f"term-proposal-{proposal.pk}-{proposal.state}"
    notify([proposal.by], kind=Notice.Kind.NEWS, title=title, body=body, link=link, key=key)
