"""公示 in working days, and the awards after it.

The day given counts when it is worked, else the next workday does. A correction during the publicity restarts it from
the next workday. Of a year whose make-up days are not published the calendar knows statutory days only.
"""

from django.db import transaction
from django.utils import timezone

from assessments import announcements
from assessments.models import Contest
from branches import honours
from portal.access import WrongState
from portal.workdays import add_workdays, nearest_workday_after


def term(contest, day):
    """First and last day of a publicity that begins on this day, both counted."""
    since = nearest_workday_after(day)
    return since, add_workdays(since, max(contest.publicity_days, 1) - 1)


@transaction.atomic
def publicize(contest, *, by, day):
    if day < timezone.localdate():
        raise WrongState("公示开始不能早于今天。")
    contest.hold()
    try:
        since, until = term(contest, day)
    except OverflowError:  # the calendar ends with the year 9999
        raise WrongState("公示开始的日期太远，请核对。") from None
    contest.move(Contest.State.PUBLICITY, allowed=[Contest.State.JUDGED], publicity_since=since, publicity_until=until)
    contest.record("公示结果", by=by, reason=f"{since}至{until}，{contest.publicity_days}个工作日")
    announcements.tell_publicity(contest, by)


def restart(contest, *, by, today=None):
    since, until = term(contest, add_workdays(today or timezone.localdate(), 1))
    contest.move(
        Contest.State.PUBLICITY, allowed=[Contest.State.PUBLICITY], publicity_since=since, publicity_until=until
    )
    contest.record("重新公示", by=by, reason=f"结果更正，{since}至{until}")
    announcements.tell_publicity(contest, by)


@transaction.atomic
def award(contest, *, by, document_number, on, today=None):
    """The decision with its number and date: every award becomes an honour of its brand."""
    today = today or timezone.localdate()
    contest.hold()
    contest.require_state(Contest.State.PUBLICITY)
    if today <= contest.publicity_until:
        raise WrongState(f"公示到{contest.publicity_until}，期满后才能登记表彰决定。")
    if left := contest.objections.filter(answered_at=None).count():
        raise WrongState(f"还有{left}件异议没有答复，答复后才能登记表彰决定。")
    if not document_number.strip():
        raise WrongState("请填写决定文号。")
    if not contest.publicity_until < on <= today:
        raise WrongState("表彰日期应在公示期满之后，且不晚于今天。")
    version = contest.results.filter(stage=None).order_by("-number").first()
    placings = version.placings.exclude(award=None).select_related("award", "entry__brand")
    for placing in placings:
        title = f"{contest.title}{placing.award}"[:60]
        honours.grant(placing.entry.brand, None, title, document_number, on, by=by)
    stamps = {"award_document": document_number.strip(), "awarded_on": on}
    contest.move(Contest.State.AWARDED, allowed=[Contest.State.PUBLICITY], **stamps)
    contest.record("公布表彰决定", by=by, reason=f"{document_number.strip()}，{on}")
