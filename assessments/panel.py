"""The panel: who judges, in which stages. A judge who leaves midway leaves for every entry of an open stage, so that
all entries are judged by the same people; what is closed stays as it is."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from assessments import conflicts, handing_out
from assessments.models import Judge, Sheet
from assessments.models.contest_steps import require_reason
from portal.access import WrongState

TWICE = "这个账号已经是本场评委；一个账号只能由一位评委使用。"


@transaction.atomic
def add(contest, user, organization, stages, *, by):
    """聘请评委. Who comes when a stage is open gets sheets at once; who had left may come back."""
    contest.hold()
    contest.require_state("setup", "entries", "judging")
    _require_fit(contest, user, organization)
    stages = _own(contest, stages)
    judge = contest.judges.filter(user=user).first()
    if judge and judge.removed_at is None:
        raise WrongState(TWICE)
    last = contest.judges.serving().aggregate(last=Max("order_number"))["last"] or 0
    if judge:
        judge.order_number, judge.organization = last + 1, organization
        judge.removed_at, judge.removed_reason = None, ""
        judge.save()
    else:
        judge = _create(contest=contest, user=user, organization=organization, order_number=last + 1)
    # Who comes back was on the panel of what ended before: the passports of those results say who stood aside.
    judge.stages.set([*judge.stages.exclude(state__in=["set", "open"]), *stages])
    contest.record("聘请评委", by=by, reason=str(judge), is_public=False)
    for stage in stages:
        _hand_out_late(stage, judge, by)
    return judge


@transaction.atomic
def remove(judge, *, by, reason):
    """评委退出. Sheets of open stages become void, signed ones too; the account reaches no sheet any more."""
    require_reason(reason)
    contest = judge.contest
    contest.hold()
    contest.require_state("setup", "entries", "judging")
    left = Judge.objects.filter(pk=judge.pk, removed_at=None)
    moved = left.update(removed_at=timezone.now(), removed_reason=reason.strip())
    judge.refresh_from_db()
    if not moved:
        raise WrongState(f"{judge}已经退出。")
    Judge.history.bulk_history_create([judge], update=True, default_user=by, default_change_reason=reason.strip()[:100])
    sheets = Sheet.objects.filter(judge=judge, turn__stage__state="open")
    void = handing_out.take_back(sheets, by=by, reason=f"{handing_out.LEFT_PANEL}：{reason.strip()}")
    words = f"{judge}：{reason.strip()}" + (f"（作废评分表{void}份）" if void else "")
    contest.record("评委退出", by=by, reason=words, is_public=False)
    return void


@transaction.atomic
def assign(judge, stages, *, by):
    """The stages a judge serves in may change until they open; what is open or closed stays."""
    contest = judge.contest
    contest.hold()
    contest.require_state("setup", "entries", "judging")
    begun = list(judge.stages.exclude(state="set"))
    wanted = _own(contest, stages)
    new = [stage for stage in wanted if stage not in begun]
    judge.stages.set([*begun, *new])
    for stage in new:
        _hand_out_late(stage, judge, by)
    contest.record("调整评委阶段", by=by, reason=f"{judge}：{'、'.join(map(str, wanted))}", is_public=False)


def _create(**fields):
    try:
        with transaction.atomic():
            return Judge.objects.create(**fields)
    except IntegrityError as error:  # somebody who did not hold the contest was quicker
        raise WrongState(TWICE) from error


def _require_fit(contest, user, organization):
    if user.committee_id != contest.committee_id:
        raise WrongState("评委的账号须属于本工委。")
    if not user.is_active:
        raise WrongState(f"{user}的账号已停用，不能担任评委。")
    if organization is not None and organization.committee_id != contest.committee_id:
        raise WrongState("评委所在单位须属于本工委；市外评委留空。")


def _own(contest, stages):
    stages = list(stages)
    if any(stage.contest_id != contest.pk for stage in stages):
        raise WrongState("只能选这场比赛的阶段。")
    if done := [str(stage) for stage in stages if stage.state in ("closed", "locked", "superseded")]:
        raise WrongState(f"“{'、'.join(done)}”评分已结束，不能再增加评委。")
    return stages


def _hand_out_late(stage, judge, by):
    """A stage that is open already: who stands aside, then sheets (those void because the judge had left come back)."""
    if stage.state != stage.State.OPEN:
        return
    conflicts.derive(stage, by=by)
    handing_out.give_back(stage, by=by, reason="评委重新参加", judge=judge)
    handing_out.hand_out(stage)
