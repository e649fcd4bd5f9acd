"""May the report of an activity still be written, and what does it say?"""

from django.db import transaction
from django.utils import timezone

from activities import drafts, gallery, permissions
from activities.models import Activity, Report, Step
from portal.access import WrongState

State = Activity.State
LATE_RECORD = (State.DRAFT, State.RETURNED)  # where a 补录 is written, for it never had a plan
CLOSED = {
    State.ACCEPTED: "活动已经办结，总结不能再改。",
    State.CANCELLED: "活动已经取消，不用写总结。",
    State.DROPPED: "计划已经作废，不用写总结。",
}


def require_open(activity, *, by, now=None):
    """After it was held and while the host has it: also a returned report, and a late record (补录). The committee
    mends (代录补正) what was reported until it is accepted."""
    if activity.state in CLOSED:
        raise WrongState(CLOSED[activity.state])
    if activity.state == State.REPORTED and not by.is_staff:
        raise WrongState("总结已经报送，正在等工委审定；要改请先撤回。")
    if activity.state in Activity.PLANNING and not (activity.is_late_record and activity.state in LATE_RECORD):
        raise WrongState("计划还没有发布，不能写总结。")
    if not activity.is_over(now):
        ends = timezone.localtime(activity.ends_at)
        raise WrongState(f"活动还没有开展（{ends:%Y年%-m月%-d日 %H:%M}结束），开展后再写总结。")


def report_of(activity):
    """The report, or a new one that is not saved yet."""
    return getattr(activity, "summary", None) or Report(activity=activity)


@transaction.atomic
def save(activity, *, revision, forms, by):
    """All or nothing: `forms` write themselves after the claim, so that a second editor overwrites nothing."""
    activity.claim_revision(revision)
    activity.refresh_from_db(fields=["state", "ends_at"])
    require_open(activity, by=by)
    for form in forms:
        form.save()
    if activity.state == State.REPORTED:
        activity.record(Step.Verb.EDIT, by=by, reason="补正总结")


def hand_in(activity, *, by):
    """报送总结, once it says what happened and how many came."""
    require_open(activity, by=by)
    report = Report.objects.filter(activity=activity).first() or Report()
    given = {"活动情况": report.text.strip(), "参加人次": report.head_count is not None}
    missing = [name for name, there in given.items() if not there]
    if missing:
        raise WrongState(f"总结还缺{'、'.join(missing)}，补齐后再提交。")
    activity.report(by=by)


def last_return(activity):
    """The words with which the report came back, while it is still to be mended."""
    if activity.state != State.REPORT_RETURNED:
        return None
    return activity.steps.filter(verb=Step.Verb.RETURN_REPORT).select_related("by__organization").first()


def overview(activity, user, steps=()):
    """What the activity's page shows of the report, or None where there is none or it is not for this person yet.
    `activity` as Activity.objects.with_report_for(user) gives it."""
    report = report_of(activity)
    if report.pk is None or not activity.may_read_report:
        return None
    handed_in = drafts.handed_in(steps)
    pictures, attachments = gallery.of(report)
    outcomes = report.outcomes.select_related("measure").order_by("measure__order_number", "pk")
    return {
        "report": report,
        "handed_in": handed_in[-1] if handed_in else None,
        "draft_number": len(handed_in),
        "may_compare": len(handed_in) > 1 and permissions.works_on(user, activity),
        "figures": [
            {"label": row.measure.name, "value": row.value, "unit": row.measure.unit, "note": row.note}
            for row in outcomes
        ],
        "pictures": pictures,
        "attachments": attachments,
        "press_links": [line.strip() for line in report.press_links.splitlines() if line.strip()],
    }
