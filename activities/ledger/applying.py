"""Write the new rows of a ledger: all of them or none."""

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from activities.models import Activity, Outcome, Participation, Report, Step
from alliances.models import Committee
from portal.access import WrongState
from portal.workbooks import Faults

BATCH = 500
REASON = "台账导入"


@transaction.atomic
def apply(plan, *, by=None):
    """The activities made. Raises Faults; WrongState when another import was quicker."""
    if plan.faults:
        raise Faults(plan.faults)
    Committee.objects.select_for_update(no_key=True).get(pk=plan.committee.pk)
    keys = {entry.key for entry in plan.new}
    recorded = Activity.objects.filter(committee=plan.committee).exclude(source_key="")
    if keys & set(recorded.values_list("source_key", flat=True)):
        raise WrongState("这份台账刚刚已由别人导入，请重新上传核对。")
    now = timezone.now()
    for entry in plan.new:
        entry.activity.created_by = by
        entry.activity.recorded_at = entry.activity.state_since = now
    _create(Activity, [entry.activity for entry in plan.new], by)
    _create(Participation, [part for entry in plan.new for part in _participations(entry, by, now)], by)
    reports = [
        Report(activity=entry.activity, head_count=entry.head_count, press_links=entry.press, note=entry.note)
        for entry in plan.new
    ]
    _create(Report, reports, by)
    outcomes = [
        Outcome(report=report, measure=measure, value=value)
        for entry, report in zip(plan.new, reports, strict=True)
        for measure, value in entry.outcomes.items()
    ]
    _create(Outcome, outcomes, by)
    Step.objects.bulk_create(
        [
            Step(activity=entry.activity, verb=Step.Verb.IMPORT, by=by, at=now, state=entry.activity.state)
            for entry in plan.new
        ],
        batch_size=BATCH,
    )
    return [entry.activity for entry in plan.new]


def _participations(entry, by, now):
    """The ledger names the units that came, not how many of each."""
    return [
        Participation(
            activity=entry.activity,
            organization=unit,
            answer=Participation.Answer.ATTENDING,
            invited_at=entry.activity.starts_at,
            answered_at=now,
            answered_by=by,
        )
        for unit in entry.units
    ]


def _create(model, things, by):
    if things:
        options = {"batch_size": BATCH, "default_user": by, "default_change_reason": REASON}
        bulk_create_with_history(things, model, **options)
