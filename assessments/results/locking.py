"""Results are computed once and locked with their whole arithmetic. A correction makes a new version beside them."""

from django.db import transaction
from django.db.models import Max

from assessments.judging.result import Outcome, compute
from assessments.models import Contest, Entry, Placing, ResultVersion, Stage
from assessments.models.contest_steps import require_reason
from assessments.results.loading import contest_data
from assessments.results.publicity import start_again
from portal.access import WrongState


@transaction.atomic
def lock(stage, *, by):
    """锁定结果 of a closed stage: decides who goes on, and puts them into the next stage."""
    stage.hold()
    outcome = compute(contest_data(stage.contest, until=stage))
    own = outcome.stage(stage.pk)
    _require_values(stage, own)
    stage.move(Stage.State.LOCKED, allowed=[Stage.State.CLOSED], current=None)
    result = _write_stage(stage, outcome, by=by)
    stage.contest.record(f"{stage}结果锁定", by=by, stage=stage, is_public=False)
    following = stage.contest.stages_in_force().filter(number__gt=stage.number).first()
    if following:
        through = {row.entry for row in own.rows} if own.advance is None else set(own.advance.entries)
        following.admit(list(Entry.objects.filter(pk__in=through).taking_part().order_by("number", "pk")))
    return result


@transaction.atomic
def conclude(contest, *, by):
    """汇总总成绩 once the result of every stage is locked: places and awards, not yet public."""
    contest.hold()
    contest.require_state(Contest.State.JUDGING)
    stages = list(contest.stages_in_force())
    if unfinished := [stage for stage in stages if stage.state != Stage.State.LOCKED]:
        raise WrongState(f"“{unfinished[0]}”的结果还没有锁定，不能汇总。")
    result = _write_contest(contest, compute(contest_data(contest)), by=by)
    contest.move(Contest.State.JUDGED, allowed=[Contest.State.JUDGING])
    contest.record("汇总总成绩", by=by, is_public=False)
    return result


@transaction.atomic
def correct(contest, *, by, reason):
    """更正 after marks were amended or an entry withdrew: new versions of what has changed, the old ones stay as they
    were. Who stood in a later stage stays there. During the publicity it begins anew."""
    require_reason(reason)
    contest.hold()
    contest.require_state(Contest.State.JUDGED, Contest.State.PUBLICITY)
    outcome = compute(contest_data(contest))
    if outcome == Outcome.from_json(latest(contest).data):
        raise WrongState("重新计算与现有结果完全一致，不需要更正。")
    for stage in contest.stages_in_force():
        if outcome.stage(stage.pk) != Outcome.from_json(latest(contest, stage).data).stage(stage.pk):
            _write_stage(stage, outcome, by=by, reason=reason)
    result = _write_contest(contest, outcome, by=by, reason=reason)
    contest.record(f"更正结果（第{result.number}版）", by=by, reason=reason, is_public=False)
    if contest.state == Contest.State.PUBLICITY:
        start_again(contest, by=by, reason=reason)
    return result


def latest(contest, stage=None):
    """The version in force of the contest's result, or of a stage's; None before there is one."""
    return ResultVersion.objects.filter(contest=contest, stage=stage).order_by("-number").first()


def has_moved(contest, result):
    """Whether computing it now would give something else than what was locked (数据已变动)."""
    until = result.stage
    return compute(contest_data(contest, until=until)) != Outcome.from_json(result.data)


def _write_stage(stage, outcome, *, by, reason=""):
    own = outcome.stage(stage.pk)
    result = _version(stage.contest, stage, outcome, by, reason)
    through = set() if own.advance is None else set(own.advance.entries)
    Placing.objects.bulk_create(
        Placing(
            result=result,
            contest=stage.contest,
            entry_id=row.entry,
            place=row.placed.place,
            total=row.placed.total,
            advances=row.entry in through,
        )
        for row in own.rows
    )
    return result


def _write_contest(contest, outcome, *, by, reason=""):
    result = _version(contest, None, outcome, by, reason)
    Placing.objects.bulk_create(
        Placing(
            result=result,
            contest=contest,
            entry_id=row.entry,
            place=row.placed.place,
            total=row.placed.total,
            award_id=row.award,
        )
        for row in outcome.final
    )
    return result


def _version(contest, stage, outcome, by, reason):
    """Versions are numbered under the lock on the contest."""
    before = ResultVersion.objects.filter(contest=contest, stage=stage).aggregate(last=Max("number"))["last"] or 0
    return ResultVersion.objects.create(
        contest=contest, stage=stage, number=before + 1, data=outcome.as_json(), by=by, reason=reason.strip()
    )


def _require_values(stage, own):
    names = dict(Entry.objects.filter(contest=stage.contest).values_list("pk", "version__name"))
    without = [f"“{names[row.entry]}”（{row.joined.why_none}）" for row in own.rows if row.value is None]
    if without:
        raise WrongState(f"“{stage}”还出不了结果：{'、'.join(without[:10])}。请重新开放评分，补足评委后再锁定。")
