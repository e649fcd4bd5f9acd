"""评分尺度: how strict each judge was, and where the first would stand had the sheets been joined otherwise.

For staff, of the stages whose scoring is closed. It informs; nothing here changes a mark or a place.
"""

from django.db.models import F, Q

from assessments.judging.alternatives import side_by_side, under_each_rule
from assessments.judging.exact import rounded
from assessments.judging.severity import severity
from assessments.models import Stage
from assessments.results import outcomes

TOP = 15  # places
CLOSED = (Stage.State.CLOSED, Stage.State.LOCKED)


def report(contest, stages):
    """`stages`: each closed one with its judges and its first by its own totals; `final`: the first of the contest.

    Handed in: all stages of the contest, by number.
    """
    in_force = [stage for stage in stages if stage.state != Stage.State.SUPERSEDED]
    last = next((stage for stage in reversed(in_force) if stage.state in CLOSED), None)
    version = _latest(contest, last)
    concluded = version is not None and version.stage_id is None
    outcome = outcomes.of_version(version) or (last and outcomes.of_now(last, in_force))
    if not outcome:
        return {"stages": [], "final": []}
    names = dict(contest.judges.values_list("pk", "user__name"))
    entries = {one.pk: one for one in contest.entries.select_related("version")}
    each = under_each_rule(outcome)
    stages = [
        {
            "name": stage.name,
            "judges": [_judge(one, names) for one in severity(outcome.stage(stage.id))],
            "first": _first(each, entries, stage.id),
        }
        for stage in outcome.contest.stages
    ]
    return {"stages": stages, "final": _first(each, entries) if concluded else []}


def _latest(contest, stage):
    """The result of the contest, or of this stage before there is one."""
    versions = contest.results.filter(Q(stage=None) | Q(stage=stage))
    return versions.order_by(F("stage").asc(nulls_first=True), "-number").first()


def _first(each, entries, stage=None):
    return [(entries[row.entry], row) for row in side_by_side(each, TOP, stage)]


def _judge(one, names):
    return {
        "judge": names.get(one.judge, ""),
        "sheets": one.sheets,
        "mean": rounded(one.mean, 2),
        "panel_mean": rounded(one.panel_mean, 2),
        "difference": rounded(one.difference, 2),
        "spread": one.spread,  # rounded once already
        "agreement": one.agreement,
    }
