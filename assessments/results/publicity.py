"""公示 in working days, and the awards after it.

A publicity begins on the day named (the next workday when it is none) and lasts so many working days, the first
included. Awards come after its last day, when every objection has its answer. A result corrected meanwhile is shown
again for the whole time, from the next workday on.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from assessments import announcements
from assessments.models import Contest, ResultVersion
from branches import honours
from branches.models import Brand
from portal.access import WrongState
from portal.workdays import add_workdays, nearest_workday_after


@transaction.atomic
def publicize(contest, *, by, day):
    """开始公示: from now on everybody of the committee sees the result."""
    contest.hold()
    first, last = period(contest, day)
    contest.move(
        Contest.State.PUBLICITY,
        allowed=[Contest.State.JUDGED],
        publicity_since=first,
        publicity_until=last,
    )
    contest.record("开始公示", by=by, reason=f"{first}至{last}，{contest.publicity_days}个工作日")
    announcements.tell_publicity(contest, by)


def start_again(contest, *, by, reason):
    """After a correction the whole time runs again. Inside the transaction of the correction."""
    first, last = period(contest, timezone.localdate() + timedelta(days=1))
    Contest.objects.filter(pk=contest.pk).update(publicity_since=first, publicity_until=last)
    contest.refresh_from_db()
    contest.record("重新公示", by=by, reason=f"结果有更正，重新公示：{first}至{last}。{reason}")
    announcements.tell_publicity(contest, by)


def period(contest, day):
    """First and last day of a publicity that is to begin on this day."""
    first = nearest_workday_after(day)
    return first, add_workdays(first, contest.publicity_days - 1)


@transaction.atomic
def award(contest, *, by, document_number, on):
    """公布表彰: by a decision with number and date; every award becomes an honour of its brand."""
    contest.hold()
    contest.require_state(Contest.State.PUBLICITY)
    document_number = document_number.strip()
    _require_ready(contest, document_number, on)
    contest.move(
        Contest.State.AWARDED, allowed=[Contest.State.PUBLICITY], award_document=document_number, awarded_on=on
    )
    result = ResultVersion.objects.filter(contest=contest, stage=None).order_by("-number").first()
    placings = result.placings.exclude(award=None).select_related("award", "entry__version")
    won = [(placing, placing.entry.brand_id) for placing in placings.order_by("place", "pk")]
    brands = Brand.objects.in_bulk([brand for _, brand in won])
    for placing, brand in won:
        honours.grant(brands[brand], None, f"{contest}{placing.award}"[:60], document_number, on, by=by)
    contest.record("公布表彰决定", by=by, reason=document_number)


def _require_ready(contest, document_number, on):
    today = timezone.localdate()
    if not document_number:
        raise WrongState("请填写表彰决定的文号。")
    if on > today:
        raise WrongState("表彰日期不能晚于今天。")
    if today <= contest.publicity_until:
        raise WrongState(f"公示到{contest.publicity_until}才结束，之后才能公布表彰。")
    if on <= contest.publicity_until:
        raise WrongState(f"表彰日期应在公示结束（{contest.publicity_until}）之后。")
    if waiting := contest.objections.filter(answered_at=None).count():
        raise WrongState(f"还有{waiting}件异议没有答复，答复后才能公布表彰。")
