"""异议: raised during the publicity in the name of a unit or of a person; answered once, upheld or not."""

from django.db import transaction
from django.utils import timezone

from assessments import announcements
from assessments.models import Contest, Objection
from portal.access import WrongState

LONGEST = 1000


@transaction.atomic
def raise_(contest, *, by, text, raiser, entry=None, today=None):
    today = today or timezone.localdate()
    contest.hold()
    contest.require_state(Contest.State.PUBLICITY)
    if not contest.publicity_since <= today <= contest.publicity_until:
        raise WrongState(f"公示期为{contest.publicity_since}至{contest.publicity_until}，只在公示期内受理异议。")
    text = _sound(text, "异议内容")
    unit = by.organization if raiser == Objection.Raiser.UNIT else None
    if raiser == Objection.Raiser.UNIT and not (by.is_officer and unit):
        raise WrongState("以单位名义提出异议，请由本单位联络员办理。")
    if entry is not None and entry.contest_id != contest.pk:
        raise WrongState("这个品牌没有参加本场比赛。")
    made = Objection.objects.create(contest=contest, entry=entry, raiser=raiser, organization=unit, text=text, by=by)
    contest.record("提出异议", by=by, is_public=False)
    announcements.tell_objection(made)
    return made


@transaction.atomic
def answer(objection, *, by, text, is_upheld):
    text = _sound(text, "答复")
    stamps = {"answer": text, "is_upheld": is_upheld, "answered_by": by, "answered_at": timezone.now()}
    if not Objection.objects.filter(pk=objection.pk, answered_at=None).update(**stamps):
        raise WrongState("这件异议已经答复。")
    objection.refresh_from_db()
    Objection.history.bulk_history_create([objection], update=True, default_user=by)
    words = "成立" if is_upheld else "不成立"
    objection.contest.record("答复异议", by=by, reason=f"异议{words}", is_public=False)
    announcements.tell_answer(objection)


def _sound(text, what):
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise WrongState(f"请填写{what}，{LONGEST}字以内。")
    return text
