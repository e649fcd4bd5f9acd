"""Who stands aside, and why? Own unit and (where the contest so rules) own alliance on the day; or it was declared.

Who once stood aside from an entry does so for the whole contest: the row stays when a unit changes its seat.
"""

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from alliances.models import Seat
from alliances.permissions import is_committee
from assessments import handing_out
from portal.access import WrongState

OWN_UNIT, SEAT, DECLARED = "own_unit", "seat", "declared"


def derive(stage, *, by=None, day=None):
    """The conflicts of the stage's judges with its entries as of this day; also for who came late.

    In an open stage a sheet that should not be there becomes void.
    """
    Conflict = apps.get_model("assessments", "Conflict")
    judges = list(stage.judges.serving().select_related("user"))
    entries = [turn.entry for turn in stage.turns.taking_part().select_related("entry__brand")]
    known = set(stage.contest.conflicts.values_list("judge", "entry"))
    made = Conflict.objects.bulk_create(
        [
            Conflict(contest=stage.contest, judge=judge, entry=entry, kind=kind, by=by)
            for judge, entry, kind in foreseen(stage.contest, judges, entries, day)
            if (judge.pk, entry.pk) not in known
        ]
    )
    if stage.state == stage.State.OPEN:
        for conflict in made:
            _void(stage, conflict.judge, conflict.entry, by, conflict.get_kind_display())
    return made


@transaction.atomic
def declare(judge, entry, reason, *, by):
    """申请回避, by the judge or by the committee: the sheet, if there is one in an open stage, becomes void."""
    contest = judge.contest
    contest.hold()
    contest.require_state("setup", "entries", "judging")
    _require_may_declare(judge, entry, by)
    if not reason.strip() or len(reason) > 200:
        raise WrongState("请写明回避的原因，200字以内。")
    of_this = {"turns__entry": entry, "turns__sheets__judge": judge, "turns__sheets__state": "signed"}
    if stage := contest.stages.filter(state="closed", **of_this).first():
        raise WrongState(f"“{stage}”评分已结束。请工委重新开放评分后，再登记回避。")
    conflict, is_new = contest.conflicts.get_or_create(
        judge=judge, entry=entry, defaults={"kind": DECLARED, "reason": reason.strip(), "by": by}
    )
    if not is_new:
        raise WrongState(f"{judge}已经回避“{entry}”。")
    for stage in contest.stages.filter(state="open"):
        _void(stage, judge, entry, by, "评委申请回避")
    words = f"{judge}回避“{entry}”：{reason.strip()}"
    contest.record("登记回避", by=by, reason=words, is_public=False)
    return conflict


def foreseen(contest, judges, entries, day=None):
    """(judge, entry, kind) for who would stand aside if all of it were judged today; nothing is written. The judges
    with their users."""
    seats = _seats(day or timezone.localdate())
    pairs = ((judge, entry, _kind(contest, judge, entry, seats)) for judge in judges for entry in entries)
    return [pair for pair in pairs if pair[2]]


def stood_aside(stage):
    """Conflicts that kept a judge of this stage from scoring an entry of it, for the passport of the result."""
    scored = apps.get_model("assessments", "Sheet").objects.of_stage(stage).standing()
    scored = set(scored.values_list("judge", "turn__entry"))
    served = {judge for judge, _ in scored}
    rows = stage.contest.conflicts.filter(judge__stages=stage, entry__turns__stage=stage)
    rows = rows.select_related("judge__user", "entry__version")
    rows = [row for row in rows if row.judge.removed_at is None or row.judge_id in served]
    return [row for row in rows if (row.judge_id, row.entry_id) not in scored]


def _require_may_declare(judge, entry, by):
    if by.pk != judge.user_id and not is_committee(by, judge.contest):
        raise WrongState("回避由评委本人申请，或由工委登记。")
    if judge.removed_at or judge.contest_id != entry.contest_id:
        raise WrongState(f"{judge}不是这场比赛的评委。")


def _kind(contest, judge, entry, seats):
    units = {judge.organization_id, judge.user.organization_id} - {None}
    if entry.organization_id in units:
        return OWN_UNIT
    held = [seat for unit in units for seat in seats.get(unit, ()) if seat.alliance_id == entry.alliance_id]
    if entry.organization_id is None and any(seat.role in ("lead", "deputy") for seat in held):
        return OWN_UNIT  # an alliance's own brand is the work of those who head it
    return SEAT if contest.seats_conflict and held else ""


def _seats(day):
    seats = {}
    for seat in Seat.objects.on(day):
        seats.setdefault(seat.organization_id, []).append(seat)
    return seats


def _void(stage, judge, entry, by, reason):
    sheets = apps.get_model("assessments", "Sheet").objects.of_stage(stage).filter(judge=judge, turn__entry=entry)
    handing_out.take_back(sheets, by=by or judge.user, reason=f"回避：{reason}")
