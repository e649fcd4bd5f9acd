"""The score sheet: every mark is kept at once, the judge signs, only the committee reopens.

Saving a mark locks one row, the sheet: two hundred judges save at the same moment and none waits for another. Signing,
voiding and reopening lock the same row, so no mark ever lands in a sheet that is signed.
"""

from django.db import transaction
from django.utils import timezone

from alliances.permissions import is_committee
from assessments import announcements, handing_out, setup
from assessments.judging.scales import ScoreRefused
from assessments.models import Mark, MarkChange, Sheet
from assessments.models.contest_steps import require_reason
from portal.access import WrongState

State, Act = Sheet.State, MarkChange.Act


class MarkRefused(WrongState):
    """What was entered is no mark on the scale; nothing was changed."""


@transaction.atomic
def put_mark(sheet, criterion, text, *, by):
    """One score, as it was typed. The same score again writes nothing; of two at once the later one stands."""
    held = hold(sheet)
    _require_own(held, by)
    require_open(held)
    criterion = _as_it_stands(held.turn.stage, criterion)
    value = read_mark(held.turn.stage, criterion, text)
    return write_mark(held, criterion, value, by=by)


@transaction.atomic
def sign(sheet, *, by):
    """签交, by its own judge and no other, when every criterion has its mark."""
    held = hold(sheet)
    _require_own(held, by)
    require_open(held)
    if missing := unmarked(held):
        raise WrongState(f"“{held.turn.entry}”还没有打完：{'、'.join(missing)}。")
    seal(held, by=by, act=Act.SIGN)
    _settle_when_done(held.turn.stage, held.judge)
    _reload(sheet)


@transaction.atomic
def sign_all(stage, judge, *, by):
    """All that are open, or none: what is not finished is named. Returns how many were signed."""
    if by.pk != judge.user_id or judge.removed_at:
        raise WrongState("评分表只能由评委本人签交。")
    mine = Sheet.objects.of_stage(stage).filter(judge=judge, turn__entry__state="accepted").unsigned()
    held = list(_hold_all(mine).unsigned().prefetch_related("marks", "turn__stage__criteria"))
    if not held:
        raise WrongState("没有待签交的评分表。")
    for sheet in held:
        require_open(sheet)
    unfinished = [f"{sheet.turn.entry}（{'、'.join(missing)}）" for sheet in held if (missing := unmarked(sheet))]
    if unfinished:
        raise WrongState(f"还有{len(unfinished)}份没有打完：{'；'.join(unfinished)}。")
    now = timezone.now()
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in held]).update(state=State.SIGNED, signed_at=now, reason="")
    MarkChange.objects.bulk_create([MarkChange(sheet=sheet, act=Act.SIGN, by=by, at=now) for sheet in held])
    _settle_when_done(stage, judge)
    return len(held)


@transaction.atomic
def reopen(sheet, *, by, reason):
    """重开 a signed sheet, by the committee and with a reason, while the stage is open."""
    require_reason(reason)
    held = _hold_for_committee(sheet, by)
    held.judge.contest.require_state("judging")
    if held.turn.stage.state != "open":
        raise WrongState(_stage_refusal(held.turn.stage))
    if held.state != State.SIGNED:
        raise WrongState(f"评分表{held.code}现在是“{held.get_state_display()}”，不用重开。")
    _require_taking_part(held)
    # A paper sheet is read twice anew, or marked on the phone.
    held.typings.all().delete()
    _set(held, state=State.OPEN, signed_at=None, is_paper=False, reason=reason.strip())
    _log(held, Act.REOPEN, by, reason=reason.strip())
    held.judge.contest.record(
        "重开评分表", by=by, stage=held.turn.stage, reason=f"{held}：{reason.strip()}", is_public=False
    )
    announcements.tell_reopened(held, by, reason.strip())
    _reload(sheet)


@transaction.atomic
def void(sheet, *, by, reason):
    """作废 by the committee, while the stage is open; the marks stay to be read."""
    require_reason(reason)
    held = _hold_for_committee(sheet, by)
    held.judge.contest.require_state("judging")
    if held.turn.stage.state != "open":
        raise WrongState(_stage_refusal(held.turn.stage))
    if not handing_out.take_back([held], by=by, reason=reason.strip()):
        raise WrongState(f"评分表{held.code}已经作废。")
    held.judge.contest.record(
        "作废评分表", by=by, stage=held.turn.stage, reason=f"{held}：{reason.strip()}", is_public=False
    )
    _reload(sheet)


@transaction.atomic
def amend_mark(sheet, criterion, text, *, by, reason):
    """更正 one mark after the stage was locked, for a new version of the result. Only `results.correct` calls this.

    The locked version is not touched; the change stands in the sheet's log with its reason.
    """
    require_reason(reason)
    held = _hold_for_committee(sheet, by)
    contest, stage = held.judge.contest, held.turn.stage
    if stage.state != "locked":
        raise WrongState(f"“{stage}”的结果还没有锁定：请重开评分表，由评委本人修改。")
    contest.require_state("judging", "judged", "publicity")
    if held.state != State.SIGNED:
        raise WrongState(f"评分表{held.code}已作废，不能更正。")
    value = read_mark(stage, criterion, text)
    return write_mark(held, criterion, value, by=by, act=Act.AMEND, reason=reason.strip())


def print_codes(stage):
    """The sheets of a stage that are to be printed, judge by judge in order of appearance."""
    rows = Sheet.objects.of_stage(stage).standing().filter(turn__entry__state="accepted")
    rows = rows.select_related("judge__user", "judge__organization", "turn__entry__version", "turn__stage__contest")
    return rows.order_by("judge__order_number", "judge", "turn__order_number")


# What paper.py shares.


def hold(sheet):
    """The sheet, locked and read anew, with its stage and entry."""
    return _hold_all(Sheet.objects.filter(pk=sheet.pk)).get()


def require_open(sheet):
    """May anything be written in it? Each refusal says why, and that nothing was saved."""
    _require_taking_part(sheet)
    stage, contest = sheet.turn.stage, sheet.judge.contest
    if sheet.state == State.VOID:
        raise WrongState(f"这份评分表已作废（{sheet.reason}），没有保存。")
    if stage.state != "open":
        raise WrongState(_stage_refusal(stage))
    if contest.state != "judging":
        raise WrongState(f"“{contest}”现在是“{contest.get_state_display()}”，没有保存。")
    if sheet.state == State.SIGNED:
        raise WrongState("这份评分表已签交，没有保存。要修改，请联系工委重开。")


def read_mark(stage, criterion, text):
    """What was typed, as a Decimal on the criterion's scale."""
    if criterion.stage_id != stage.pk:
        raise WrongState(f"“{criterion}”不是“{stage}”的评分项。")
    try:
        return setup.scale_of(stage, criterion).check(text)
    except ScoreRefused as refusal:
        raise MarkRefused(f"{criterion}：{refusal}") from refusal


def write_mark(sheet, criterion, value, *, by, act=Act.MARK, reason=""):
    """Into a sheet that is held."""
    mark = Mark.objects.filter(sheet=sheet, criterion=criterion).first()
    before = mark.value if mark else None
    if before == value:
        return mark
    now = timezone.now()
    if mark is None:
        mark = Mark(sheet=sheet, criterion=criterion)
    mark.value, mark.changed_at = value, now
    mark.save()
    _log(sheet, act, by, criterion=criterion, before=before, after=value, reason=reason, at=now)
    return mark


def seal(sheet, *, by, act, is_paper=False):
    """Signed: from now on no mark is written in it."""
    _set(sheet, state=State.SIGNED, signed_at=timezone.now(), is_paper=is_paper, reason="")
    _log(sheet, act, by)


def unmarked(sheet):
    """Names of the criteria without a mark."""
    done = {mark.criterion_id for mark in sheet.marks.all()}
    return [criterion.name for criterion in sheet.turn.stage.criteria.all() if criterion.pk not in done]


def _hold_all(rows):
    """Locked first and then read: what was waited for (a stage closed, a rule changed) is seen in all that hangs on
    them. In the order of their numbers, so that two who lock several never wait for each other."""
    held = [sheet.pk for sheet in rows.only("pk").order_by("pk").select_for_update(no_key=True, of=("self",))]
    sheets = Sheet.objects.filter(pk__in=held).order_by("pk")
    return sheets.select_related("judge__contest", "judge__user", "turn__stage__contest", "turn__entry__version")


def _as_it_stands(stage, criterion):
    """Its weight may have changed, and it may be gone, since the page was opened."""
    found = stage.criteria.filter(pk=criterion.pk).first()
    if found is None:
        raise WrongState(f"“{criterion}”不是“{stage}”的评分项。")
    return found


def _hold_for_committee(sheet, by):
    """The contest first, then the sheet, for the committee's own acts. Who of it judges is a judge in this."""
    contest = sheet.judge.contest
    if not is_committee(by, contest):
        raise WrongState("只有工委工作人员可以办理。")
    if by.pk == sheet.judge.user_id:
        raise WrongState("自己的评分表请由工委其他人员办理。")
    contest.hold()
    return hold(sheet)


def _require_own(sheet, by):
    if sheet.judge.user_id != by.pk:
        raise WrongState("评分表只能由评委本人填写和签交。")
    if sheet.judge.removed_at:
        raise WrongState("您已不再担任本场评委，没有保存。")


def _require_taking_part(sheet):
    if not sheet.turn.entry.is_taking_part:
        raise WrongState(f"“{sheet.turn.entry}”已退出比赛，不用打分，没有保存。")


def _stage_refusal(stage):
    if stage.state == "locked":
        return f"“{stage}”结果已定，不再改动；更正会另出新版。"
    if stage.state == "superseded":
        return f"“{stage}”的评分规则已另立新版，请在新的评分表上打分。"
    if stage.state == "closed":
        return f"“{stage}”评分已结束，没有保存。要修改，请联系工委重新开放评分。"
    return f"“{stage}”还没有开始评分。"


def _settle_when_done(stage, judge):
    """The judge's to-do is done when nothing of this stage is open any more."""
    if not Sheet.objects.of_stage(stage).filter(judge=judge).unsigned().exists():
        announcements.settle_judges(judge.contest, judge.user)


def _set(sheet, **fields):
    for name, value in fields.items():
        setattr(sheet, name, value)
    sheet.save(update_fields=list(fields))


def _log(sheet, act, by, **fields):
    return MarkChange.objects.create(sheet=sheet, act=act, by=by, **fields)


def _reload(sheet):
    sheet.refresh_from_db(fields=["state", "signed_at", "is_paper", "reason"])
