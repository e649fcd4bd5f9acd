"""启动一轮考核: the scheme is frozen, every unit gets its assessment, facts are taken, officers are told."""

from django.db import transaction
from django.utils import timezone

from assessments.facts import units_of
from assessments.models import Assessment, Round, Scheme
from assessments.rounds import announcements, deadlines, facts_taking
from assessments.schemes import faults
from portal.access import WrongState

BATCH = 1000
TOO_SHORT = "在席不足规定天数"


@transaction.atomic
def open_round(scheme, *, self_until, review_until, by, first_until=None, today=None):
    """The Round. Refused with all faults of scheme and dates at once; of two people who click at once one wins."""
    today = today or timezone.localdate()
    scheme.refresh_from_db(from_queryset=Scheme.objects.select_for_update(no_key=True))
    scheme.require_draft()
    with_first = scheme.first_review == Scheme.FirstReview.LEAD and scheme.audience != Scheme.Audience.ALLIANCE
    first_until = first_until if with_first else None
    found = [str(fault) for fault in faults(scheme)]
    found += _date_faults(self_until, first_until, review_until, today, with_first)
    units = units_of(scheme)
    if not units:
        found.append("没有可考核的对象，请核对考核对象、单位类别和期间。")
    if found:
        raise WrongState("".join(found))
    _freeze(scheme, today)
    round = Round.objects.create(
        scheme=scheme,
        committee=scheme.committee,
        self_until=self_until,
        first_until=first_until,
        review_until=review_until,
    )
    Assessment.objects.bulk_create([_of_unit(round, unit) for unit in units], batch_size=BATCH)
    round.record("启动", by=by, reason=f"参评{sum(not unit.is_too_short for unit in units)}个")
    facts_taking.take_first(round, len(units))
    announcements.tell_opened(round, by)
    return round


def _freeze(scheme, today):
    rows = Scheme.objects.filter(pk=scheme.pk, state=Scheme.State.DRAFT)
    if not rows.update(state=Scheme.State.FROZEN, frozen_on=today):
        scheme.refresh_from_db()
        scheme.require_draft()
    scheme.refresh_from_db(fields=["state", "frozen_on"])


def _of_unit(round, unit):
    made = Assessment(
        round=round,
        alliance_id=unit.alliance,
        organization_id=unit.organization,
        branch_id=unit.branch,
        days=unit.days,
        period_days=unit.period_days,
    )
    if unit.is_too_short:
        made.state = Assessment.State.EXEMPT
        made.exempt_reason = f"{TOO_SHORT}（{unit.days}天，规定{round.scheme.midway_days}天）"
    return made


def _date_faults(self_until, first_until, review_until, today, with_first):
    if self_until < today:
        yield "自评截止不能早于今天。"
    if with_first and first_until is None:
        yield "请填写初评截止日期。"
    yield from deadlines.order_faults(self_until, first_until, review_until)
