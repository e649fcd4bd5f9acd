"""更正: the start (and length) of a term as it truly was, where it was unknown or written down wrong."""

from django.db import transaction
from django.utils import timezone

from branches.models import Term
from branches.terms.dates import FIRST_DAY, day_words, end_of, latest_extension
from branches.terms.entering import copy_to_body, hold, sound_years
from branches.terms.lengths import lengths_of, years_of
from portal.access import WrongState


@transaction.atomic
def mend(term, *, by, since, month_only=False, years=None, today=None):
    term = hold(term)
    facts = sound_mend(term, since, month_only, years, today)
    for name, value in facts.items():
        setattr(term, name, value)
    term.said, term.source = "", Term.Source.PAGE
    term._history_user, term._change_reason = by, "补正任期"
    term.save()
    copy_to_body(term, by)
    return term


def sound_mend(term, since, month_only, years, today=None):
    """The fields as mended; refused where they cannot be so."""
    today = today or timezone.localdate()
    if not term.is_open:
        raise WrongState(f"“{term.subject}”的这一届已于{day_words(term.closed_on)}换届，不再更正。")
    if not FIRST_DAY <= since <= today:
        raise WrongState(f"任期起始不能晚于今天，也不能早于{day_words(FIRST_DAY)}。")
    if month_only:
        since = since.replace(day=1)
    before = Term.objects.filter(organization=term.organization_id, branch=term.branch_id).exclude(pk=term.pk)
    last = before.exclude(closed_on=None).order_by("-closed_on").first()
    if last and (since, month_only) < (last.closed_on.replace(day=1) if month_only else last.closed_on, month_only):
        raise WrongState(f"与上一届重叠：上一届到{day_words(last.closed_on)}为止。")
    years = sound_years(years) or term.years or years_of(term.body, lengths_of(term.committee))
    if not years:
        raise WrongState("这一类党组织没有登记任期年限，请填写年限。")
    ends_on = end_of(since, month_only, years)
    if term.extended_until and not ends_on < term.extended_until <= latest_extension(ends_on):
        extended, ends = day_words(term.extended_until), day_words(ends_on)
        raise WrongState(f"本届已批准延期至{extended}，与更正后的届满日期（{ends}）不符。")
    return {"since": since, "month_only": month_only, "years": years}
