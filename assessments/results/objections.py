"""异议 during the publicity, by a unit or a person, and their answers."""

from django.db import transaction
from django.utils import timezone

from assessments import announcements
from assessments.models import Contest, Objection
from portal.access import WrongState


@transaction.atomic
def raise_(contest, text, *, by, raiser, entry=None):
    """提出异议, within the days of the publicity."""
    contest.hold()
    contest.require_state(Contest.State.PUBLICITY)
    today = timezone.localdate()
    if not contest.publicity_since <= today <= contest.publicity_until:
        raise WrongState(f"公示期为{contest.publicity_since}至{contest.publicity_until}，期内才能提出异议。")
    if not text.strip():
        raise WrongState("请写明异议内容和理由。")
    if raiser == Objection.Raiser.UNIT and not (by.is_officer and by.organization_id):
        raise WrongState("以单位名义提出异议的，由本单位党务干部办理。")
    unit = by.organization_id if raiser == Objection.Raiser.UNIT else None
    objection = contest.objections.create(text=text.strip(), raiser=raiser, organization_id=unit, entry=entry, by=by)
    contest.record("收到异议", by=None, is_public=False)
    announcements.tell_objection(objection)
    return objection


@transaction.atomic
def answer(objection, text, *, is_upheld, by):
    """答复, once; whether it is upheld. An upheld one leads to a correction, which is an act of its own."""
    if not text.strip():
        raise WrongState("请写明答复内容。")
    answered = Objection.objects.filter(pk=objection.pk, answered_at=None).update(
        answer=text.strip(), is_upheld=is_upheld, answered_by=by, answered_at=timezone.now()
    )
    objection.refresh_from_db()
    if not answered:
        raise WrongState("这件异议已经答复过了。")
    words = "异议成立" if is_upheld else "异议不成立"
    objection.contest.record(f"答复异议（{words}）", by=by, is_public=False)
    announcements.tell_answer(objection)
