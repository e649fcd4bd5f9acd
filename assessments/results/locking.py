"""锁定: what was computed is kept with its whole arithmetic and never changes; a correction stands beside it."""

from django.db import transaction
from django.db.models import Max

from assessments import codes, handing_out
from assessments.judging.result import compute
from assessments.models import Contest, Entry, MarkChange, Placing, ResultVersion, Sheet, Stage
from assessments.models.contest_steps import require_reason
from assessments.results import publicity
from assessments.results.loading import contest_data
from portal.access import WrongState


@transaction.atomic
def lock(stage, *, by):
    """The stage's result stands: who goes on is in the next stage. Whoever ties with the last of them goes on, too."""
    stage.hold()
    contest = stage.contest
    contest.require_state(Contest.State.JUDGING)
    _require_closed(stage)
    outcome = compute(contest_data(contest, until=stage))
    of_stage = outcome.stage(stage.pk)
    _require_values(of_stage, {entry.id: entry.name for entry in outcome.contest.entries})
    stage.move(Stage.State.LOCKED, allowed=[Stage.State.CLOSED], current=None)
    on = going_on(of_stage)
    version = _write(
        contest, outcome, by, stage=stage, rows=[(row.placed, row.entry in on, None) for row in of_stage.rows]
    )
    following = contest.stages_in_force().filter(number__gt=stage.number).first()
    if following:
        entries = Entry.objects.filter(pk__in=on).taking_part().order_by("number")
        following.admit(list(entries))
    words = of_stage.advance.words if following and of_stage.advance else ""
    contest.record(f"{stage}结果锁定", by=by, stage=stage, reason=words, is_public=False)
    return version


@transaction.atomic
def conclude(contest, *, by):
    """All stages are locked: totals, places and awards; the judging is over."""
    contest.hold()
    contest.require_state(Contest.State.JUDGING)
    open_stage = contest.stages_in_force().exclude(state=Stage.State.LOCKED).first()
    if open_stage:
        raise WrongState(f"“{open_stage}”的结果还没有锁定，不能汇总总成绩。")
    if not contest.stages_in_force().exists():
        raise WrongState("还没有评审阶段，不能汇总总成绩。")
    version = _write_final(contest, by)
    contest.move(Contest.State.JUDGED, allowed=[Contest.State.JUDGING])
    contest.record("汇总总成绩", by=by)
    return version


@transaction.atomic
def correct(contest, *, by, reason, void=()):
    """更正: a new version beside the old one, from the scores as they stand now and without the sheets in `void`.

    During the publicity it restarts the publicity from the next workday, so that everybody can object to it as well.
    """
    require_reason(reason)
    contest.hold()
    if contest.state == Contest.State.AWARDED:
        raise WrongState("表彰决定已经公布，结果不再更正；确需撤销荣誉的，在品牌页面办理。")
    contest.require_state(Contest.State.JUDGED, Contest.State.PUBLICITY)
    handing_out.take_back(_sheets_of(contest, void), by=by, reason=f"结果更正：{reason.strip()}")
    version = _write_final(contest, by, reason.strip())
    contest.record("更正结果", by=by, reason=f"第{version.number}版：{reason.strip()}")
    if contest.state == Contest.State.PUBLICITY:
        publicity.restart(contest, by=by)
    return version


def going_on(of_stage):
    """Ids of the entries that go on."""
    if of_stage.advance is not None:
        return set(of_stage.advance.entries)
    return {row.entry for row in of_stage.rows}


def has_moved(version):
    """Was anything written in a sheet of this contest since the result was locked?"""
    return MarkChange.objects.filter(sheet__turn__stage__contest=version.contest_id, at__gt=version.at).exists()


def _sheets_of(contest, typed):
    wanted = {codes.read(text) or text for text in typed}
    found = list(Sheet.objects.filter(turn__stage__contest=contest, state="signed", code__in=wanted))
    if missing := wanted - {sheet.code for sheet in found}:
        raise WrongState(f"没有已签交的评分表：{'、'.join(sorted(missing))}。")
    return found


def _write_final(contest, by, reason=""):
    outcome = compute(contest_data(contest))
    for of_stage in outcome.stages:
        _require_values(of_stage, {entry.id: entry.name for entry in outcome.contest.entries})
    return _write(contest, outcome, by, reason=reason, rows=[(row.placed, False, row.award) for row in outcome.final])


def _write(contest, outcome, by, *, rows, stage=None, reason=""):
    last = contest.results.filter(stage=stage).aggregate(last=Max("number"))["last"] or 0
    data = outcome.as_json()
    version = ResultVersion.objects.create(
        contest=contest, stage=stage, number=last + 1, data=data, reason=reason, by=by
    )
    Placing.objects.bulk_create(
        Placing(result=version, contest=contest, entry_id=placed.entry, place=placed.place, total=placed.total,
                advances=advances, award_id=award)
        for placed, advances, award in rows
    )  # fmt: skip
    return version


def _require_closed(stage):
    if stage.state != Stage.State.CLOSED:
        raise WrongState(f"“{stage}”现在是“{stage.get_state_display()}”，评分结束后才能锁定，且只锁定一次。")


def _require_values(of_stage, names):
    without = [f"“{names[row.entry]}”{row.joined.why_none.rstrip('。')}" for row in of_stage.rows if row.value is None]
    if without:
        raise WrongState(f"还不能出结果：{'；'.join(without)}。请重新开放评分，补足评分表后再锁定。")
