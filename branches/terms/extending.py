"""延期换届: with the number of its approval, until at most one year after the end of the term itself."""

from django.db import transaction
from django.utils import timezone

from branches.terms.dates import FIRST_DAY, day_words, latest_extension
from branches.terms.entering import hold, sound_document
from portal.access import WrongState


@transaction.atomic
def extend(term, *, by, until, document, decided_on, today=None):
    """A second extension is possible as long as both together stay within the year."""
    today = today or timezone.localdate()
    term = hold(term)
    if not term.is_open:
        raise WrongState(f"“{term.subject}”的这一届已于{day_words(term.closed_on)}换届，不能延期。")
    if term.ends_on is None:
        raise WrongState("本届任期的起始或年限不详，请先补正，再登记延期。")
    last = latest_extension(term.ends_on)
    if until > last:
        raise WrongState(f"延期不超过一年：任期{day_words(term.ends_on)}届满，最迟延至{day_words(last)}。")
    if until <= term.due_on:
        raise WrongState(f"延期应晚于现在的应换届日期（{day_words(term.due_on)}）。")
    if not FIRST_DAY <= decided_on <= today:
        raise WrongState("延期批准日期不能晚于今天。")
    if term.since and decided_on < term.since:
        raise WrongState(f"延期批准日期早于本届任期起始（{term.since_words}），请核对。")
    term.extension_document = sound_document(document, "延期批准")
    term.extended_until, term.extended_on = until, decided_on
    term._history_user, term._change_reason = by, f"延期：{term.extension_document}"[:100]
    term.save()
    return term
