"""What a stage or a contest came to: as it was locked last; a stage before that as it stands now."""

from assessments.judging.result import Outcome, compute
from assessments.results.loading import contest_data


def of_stage(stage, **part):
    """With all stages before it. For a stage in force, once its scoring is closed. `part`: as Outcome.from_json."""
    return of_version(latest(stage.results), **part) or of_now(stage)


def of_now(stage, stages=None):
    """As the scores stand now. `stages`: those in force, in order, if somebody has read them already."""
    return compute(contest_data(stage.contest, until=stage, stages=stages))


def of_version(version, **part):
    return Outcome.from_json(version.data, **part) if version else None


def latest(versions):
    return versions.order_by("-number").first()
